"""Who accepted which version of the charter."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.charter import texts
from services.assistant.events import CharterAccepted
from services.assistant.refusals import CharterMissing, CharterOutdated
from services.assistant.tables import CharterAcceptance
from services.kit.db import now, uuid7
from services.kit.errors import Forbidden
from services.kit.events import record
from services.kit.principal import Principal


async def accepted_at(session: AsyncSession, *, by: Principal) -> datetime | None:
    """Give when the caller accepted the charter as it stands; None when they have not."""
    own = select(CharterAcceptance.accepted_at).where(
        CharterAcceptance.authority_id == by.authority, CharterAcceptance.person_id == by.subject
    )
    return (await session.exec(own.where(col(CharterAcceptance.version) == texts.CURRENT.version))).first()


async def require(session: AsyncSession, *, by: Principal) -> None:
    """Let through whoever accepted the charter as it stands. A program has none to accept: its owner signed for it.

    Raises: CharterMissing.
    """
    if is_person(by) and await accepted_at(session, by=by) is None:
        raise CharterMissing


async def accept(session: AsyncSession, version: int, *, by: Principal) -> datetime:
    """Write down that the caller accepts this version; saying it twice changes nothing.

    Raises: CharterOutdated, Forbidden for a program.
    """
    if not is_person(by) or by.authority is None:
        raise Forbidden
    if version != texts.CURRENT.version:
        raise CharterOutdated
    row = {
        "id": uuid7(), "authority_id": by.authority, "person_id": by.subject, "version": version,
        "fingerprint": texts.CURRENT.fingerprint, "accepted_at": now(),
    }  # fmt: skip
    new = insert(CharterAcceptance).values(row).on_conflict_do_nothing().returning(col(CharterAcceptance.id))
    if (await session.exec(new)).first():
        record(session, CharterAccepted(authority_id=by.authority, version=version), actor=by)
    at = await accepted_at(session, by=by)
    assert at is not None  # noqa: S101  written just above, or before
    return at


def is_person(by: Principal) -> bool:
    """Tell a person at a browser from a program with a key."""
    return by.may("*")
