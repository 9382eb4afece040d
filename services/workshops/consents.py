"""What participants agree to. The last word on a purpose holds, at once and everywhere.

Readers need do nothing: the database itself (policy `observation_consent`) shows an observation of a participant only
while their last word on its purpose is « granted », to lists, pages, searches and exports alike. Writers ask here.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops.events import ConsentSaid
from services.workshops.schemas import ConsentAct, ConsentIn, Purpose, notices
from services.workshops.tables import Consent, Participant


class ConsentMissing(Conflict):
    """The participant has not been asked about this purpose yet."""

    sentence = "Cette personne n’a pas encore donné son accord pour ce type de note : demandez-le d’abord."


class ConsentWithdrawn(Conflict):
    """The participant refused this purpose, or withdrew. Drop the note: it must not come back."""

    sentence = "Cette personne a refusé ou retiré son accord : cette note ne peut pas être gardée."


async def say(session: AsyncSession, participant: Participant, new: ConsentIn, *, by: Principal) -> Consent:
    """Write a participant's word down, with the notice they were shown."""
    word = Consent(
        participant_id=participant.id, workshop_id=participant.workshop_id, authority_id=participant.authority_id,
        **new.model_dump(), notice_version=notices.NOTICE_VERSION, notice_hash=notices.fingerprint(), noted_by=by.subject,
    )  # fmt: skip
    session.add(word)
    await session.flush()
    said = ConsentSaid(
        authority_id=word.authority_id, workshop_id=word.workshop_id, participant_id=participant.id,
        purpose=word.purpose, act=word.act,
    )  # fmt: skip
    record(session, said, actor=by)
    return word


async def current(session: AsyncSession, participants: Sequence[Participant]) -> dict[UUID, list[Consent]]:
    """Give each participant's last word on each purpose."""
    ids = [one.id for one in participants]
    said = select(Consent).where(col(Consent.participant_id).in_(ids))
    last: dict[UUID, dict[str, Consent]] = {one: {} for one in ids}
    for word in await session.exec(said.order_by(col(Consent.said_at), col(Consent.id))):
        last[word.participant_id][word.purpose] = word
    return {one: list(words.values()) for one, words in last.items()}


async def check(session: AsyncSession, workshop_id: UUID, participant_id: UUID, *, purpose: Purpose) -> None:
    """Let a capture through that its participant agrees to.

    Raises: Invalid when nobody of this workshop has this id, ConsentMissing, ConsentWithdrawn.
    """
    participant = await session.get(Participant, participant_id)
    if participant is None or participant.workshop_id != workshop_id:
        message = "Cette personne n’est pas de cet atelier."
        raise Invalid(errors=[{"pointer": "/participant_id", "type": "unknown", "message": message}])
    words = (await current(session, [participant]))[participant.id]
    word = next((one for one in words if one.purpose == purpose), None)
    if word is None:
        raise ConsentMissing
    if word.act != ConsentAct.GRANTED:
        raise ConsentWithdrawn
