"""Days that are over for good: filed once validated, reopened by an administrator."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import workshops
from services.workshops.note_review_events import WorkshopFiled, WorkshopUnfiled
from services.workshops.tables import Workshop


class NotValidated(Conflict):
    """A day is filed once its debrief was validated."""

    sentence = "La restitution de cet atelier n’est pas validée\u00a0: il se clôt ensuite."


async def file(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Take no more notes nor corrections for a day. Again changes nothing.

    Raises: WorkshopCancelled, NotValidated.
    """
    workshops.refuse_cancelled(workshop)
    if workshop.validated_at is None:
        raise NotValidated
    if workshop.filed_at is None:
        workshop.filed_at, workshop.filed_by = now(), by.subject
        await workshops.save(session, workshop)
        fact = WorkshopFiled(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, fact, actor=by)
    return workshop


async def reopen(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Take notes again, as before it was filed. Again changes nothing."""
    if workshop.filed_at is not None:
        workshop.filed_at = workshop.filed_by = None
        await workshops.save(session, workshop)
        fact = WorkshopUnfiled(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, fact, actor=by)
    return workshop
