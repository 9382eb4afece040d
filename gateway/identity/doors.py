"""The door: a sign-in counts as a try and is written down, even when it is refused.

A try beyond the bucket is refused without a trace: a flood must not fill the journal.
This is the one place that opens its own transactions: a refusal rolls the request's back, and its trace must stay.
"""

from gateway.identity import sessions
from gateway.identity.events import SignInRefused
from gateway.identity.schemas import SignIn
from gateway.identity.tables import BrowserSession
from services.kit.db import PLATFORM, Sessions, session_for
from services.kit.errors import DomainError, code_of
from services.kit.events import record


async def enter(factory: Sessions, asked: SignIn, visit: sessions.Visit) -> tuple[str, BrowserSession]:
    """Sign somebody in; give the cookie's secret and the session.

    Raises: LinkSpent, WrongCredentials, TooManyAttempts, NothingToCheck.
    """
    async with session_for(factory, PLATFORM) as session, session.begin():
        await sessions.allow_attempt(session, asked, visit)
    try:
        async with session_for(factory, PLATFORM) as session, session.begin():
            return await sessions.sign_in(session, asked, visit)
    except DomainError as refusal:
        await _note(factory, refusal, method="link" if asked.token else "password")
        raise


async def _note(factory: Sessions, refusal: DomainError, *, method: str) -> None:
    async with session_for(factory, PLATFORM) as session, session.begin():
        record(session, SignInRefused(authority_id=None, method=method, reason=code_of(type(refusal))))
