"""Passwords: argon2id in a thread, a few at a time, so that a flood of guesses never slows a page."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple, Unpack

import anyio
from anyio import to_thread
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity.events import PasswordChanged
from gateway.identity.tables import Person
from services.kit.errors import Invalid, TooMany, Unauthenticated
from services.kit.events import record
from services.kit.principal import Principal

T = TypeVar("T")
Parts = TypeVarTuple("Parts")

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
_HASHER = Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1)
_AT_ONCE = anyio.CapacityLimiter(2)
_QUEUE = 8
_NOBODY = _HASHER.hash("a hash to compare with when the address is unknown, so that both take as long")
_TOO_COMMON = ("terrain", "motdepasse", "password", "azerty", "qwerty", "123456")


class WrongCredentials(Unauthenticated):
    """The address and the password do not go together, or nobody who may sign in has this address."""

    sentence = "L’adresse ou le mot de passe n’est pas le bon."


class WrongPresent(Invalid):
    """`present` is not the password in force, so no new one was set."""

    sentence = "Le mot de passe actuel n’est pas le bon."


class WeakPassword(Invalid):
    """The new password is easily guessed: little is left of it without the words that everybody tries."""

    sentence = "Ce mot de passe est trop facile à deviner. Une phrase de quatre mots convient bien."


class Busy(TooMany):
    """Too many passwords are being checked at this moment. Wait for the seconds in `Retry-After`."""

    sentence = "Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant."


async def change(
    session: AsyncSession, person: Person, new: str, *, present: str | None, by: Principal
) -> None:
    """Set a person's own password.

    Raises: WrongPresent, WeakPassword, Busy.
    """
    if person.password_hash and not await _matches(present or "", person.password_hash):
        raise WrongPresent
    if _is_guessable(new, email=person.email):
        raise WeakPassword
    person.password_hash = await _in_turn(_HASHER.hash, new)
    await session.flush()
    record(session, PasswordChanged(authority_id=person.authority_id, person_id=person.id), actor=by)


async def check(person: Person | None, password: str) -> Person:
    """Give the person back when the password is theirs. Takes as long when there is nobody.

    Raises: WrongCredentials, Busy.
    """
    stored = person.password_hash if person is not None and person.is_active else None
    matches = await _matches(password, stored or _NOBODY)
    if person is None or stored is None or not matches:
        raise WrongCredentials
    return person


def _is_guessable(password: str, *, email: str) -> bool:
    # What remains once the words that everybody tries are taken out must still be something.
    rest = "".join(password.lower().split())
    for word in (email, email.partition("@")[0], *_TOO_COMMON):
        rest = rest.replace(word, "")
    return len(rest) < 8 or len(set(rest)) < 5


async def _matches(password: str, stored: str) -> bool:
    try:
        return await _in_turn(_HASHER.verify, password, stored)
    except UnknownHashError:
        return False


async def _in_turn(work: Callable[[Unpack[Parts]], T], *parts: *Parts) -> T:
    if _AT_ONCE.statistics().tasks_waiting >= _QUEUE:
        raise Busy
    return await to_thread.run_sync(work, *parts, limiter=_AT_ONCE)
