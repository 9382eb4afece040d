"""The charter of the assistant, accepted by whoever a test signs in."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.charter.texts import CURRENT
from services.assistant.tables import CharterAcceptance


def accept(session: AsyncSession, person_id: UUID, *, authority_id: UUID) -> None:
    """Accept the charter as it stands, on somebody's behalf."""
    session.add(
        CharterAcceptance(
            authority_id=authority_id, person_id=person_id, version=CURRENT.version,
            fingerprint=CURRENT.fingerprint,
        )
    )  # fmt: skip
