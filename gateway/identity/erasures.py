"""Erasing a person in every room, and giving them what every room holds of them.

The database does both, from its own catalogue (migration 0025): a table added tomorrow is forgotten and given too.
"""

from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import people
from gateway.identity.erasure_schemas import ErasureOut, OwnData
from gateway.identity.events import PersonErased
from services.kit.db import now
from services.kit.errors import Conflict
from services.kit.events import record
from services.kit.principal import Principal

_ERASE = text("select erase_person(:person)")
_GIVE = text("select own_data(:person)")


class PersonActive(Conflict):
    """The person may still sign in: suspend them first, so that nothing is written while they are erased."""

    sentence = "Suspendez d’abord l’accès de cette personne : on n’efface que ce qui ne sert plus."


class ErasureBusy(Conflict):
    """Something of the person is being written just now. Nothing was erased; try again in a moment."""

    sentence = (
        "Une écriture est en cours pour cette personne. Rien n’a été effacé : réessayez dans un instant."
    )


async def make(session: AsyncSession, person_id: UUID, *, by: Principal) -> ErasureOut:
    """Erase a person for good: what only they could read goes, the authority's work stays under nobody's id.

    What they signed for the authority keeps their name: the law asks it. The answer names those tables.

    Raises: NotFound, PersonActive, ErasureBusy.
    """
    person = await people.hold(session, person_id)
    if person.is_active:
        raise PersonActive
    session.expunge(person)
    try:
        kept = (await (await session.connection()).execute(_ERASE, {"person": person_id})).scalar_one()
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            raise ErasureBusy from error
        raise
    record(session, PersonErased(authority_id=person.authority_id), actor=by)
    return ErasureOut(kept=sorted(set(kept)))


async def own_data(session: AsyncSession, *, by: Principal) -> OwnData:
    """Give the caller every row that bears their id, whichever room holds it; never a secret, even hashed."""
    found = (await (await session.connection()).execute(_GIVE, {"person": by.subject})).scalar_one()
    return OwnData(made_at=now(), tables=found)
