"""The debrief of a day: one page, told the same evening, then validated."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import note_reviews, photos, workshops
from services.workshops.note_review_events import (
    DebriefWithdrawn,
    ValidationWithdrawn,
    WorkshopDebriefed,
    WorkshopValidated,
)
from services.workshops.schemas import (
    DebriefMoment,
    DebriefOut,
    DebriefPain,
    DebriefPhoto,
    DebriefTask,
    DebriefWish,
    HoursLost,
    ObservationKind,
    ReviewState,
    Sensitivity,
)
from services.workshops.tables import (
    CaptureReview,
    KeyMoment,
    Note,
    Observation,
    PainPoint,
    Task,
    Wish,
    Workshop,
)
from services.workshops.weights import Weight, hours_lost


class DayNotEnded(Conflict):
    """A day is debriefed once it has ended."""

    sentence = "Terminez d’abord la journée\u00a0: la restitution vient après."


class NotDebriefed(Conflict):
    """A day is validated once it was debriefed."""

    sentence = "Cette journée n’a pas encore été restituée\u00a0: elle se valide ensuite."


class AlreadyValidated(Conflict):
    """The debrief was validated. Take the validation back first."""

    sentence = "Cette restitution est validée\u00a0: reprenez d’abord la validation."


_MOST = 12
"""Of each kind: the sheet is one page to tell from, the day holds the rest."""


async def read(session: AsyncSession, workshop: Workshop) -> DebriefOut:
    """Give what a day gave, as it may be told in the room: no sensitive note, no quotation that nobody allowed."""
    notes = await _notes(session, workshop)
    steps = select(CaptureReview).where(CaptureReview.workshop_id == workshop.id)
    rows = {row.capture_id: row for row in (await session.exec(steps)).all()}
    state = {note.id: note_reviews.state_of(note, rows.get(note.id)) for note in notes}
    shareable = {key for key, one in state.items() if one is ReviewState.SHAREABLE}
    told = [note for note in notes if not _is_guarded(note) or note.id in shareable]
    heard = [note for note in told if isinstance(note, Observation)]
    taken = await photos.standing(session, workshop)
    shown = [one for one in heard if one.kind == ObservationKind.PHOTO and one.id in taken]
    marks = workshop.model_dump(
        include={"authority_id", "held_on", "place", "ended_at", "debriefed_at", "debriefed_by", "validated_at", "validated_by", "filed_at", "version"}
    )  # fmt: skip
    return DebriefOut(
        workshop_id=workshop.id, **marks,
        seen=[one.text for one in heard if one.kind != ObservationKind.VERBATIM and one not in shown][:_MOST],
        photos=[
            DebriefPhoto(id=one.id, caption=one.text, width=taken[one.id].width, height=taken[one.id].height) for one in shown
        ][:_MOST],
        quotes=[one.text for one in heard if one.kind == ObservationKind.VERBATIM][:_MOST],
        moments=_moments(told), tasks=_tasks(told), pain_points=_pains(told), wishes=_wishes(told),
        kept_back=len(notes) - len(told), unread=sum(state[note.id] is ReviewState.RAW for note in told),
    )  # fmt: skip


async def debrief(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Say that the day was told to those it is about. Again changes nothing.

    Raises: WorkshopCancelled, DayNotEnded.
    """
    workshops.refuse_cancelled(workshop)
    if workshop.ended_at is None:
        raise DayNotEnded
    if workshop.debriefed_at is None:
        workshop.debriefed_at, workshop.debriefed_by = now(), by.subject
        await workshops.save(session, workshop)
        record(
            session, WorkshopDebriefed(authority_id=workshop.authority_id, workshop_id=workshop.id), actor=by
        )
    return workshop


async def withdraw(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Take that word back. Again changes nothing.

    Raises: AlreadyValidated.
    """
    if workshop.validated_at is not None:
        raise AlreadyValidated
    if workshop.debriefed_at is not None:
        workshop.debriefed_at = workshop.debriefed_by = None
        await workshops.save(session, workshop)
        record(
            session, DebriefWithdrawn(authority_id=workshop.authority_id, workshop_id=workshop.id), actor=by
        )
    return workshop


async def validate(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Vouch for what was told. Again changes nothing.

    Raises: NotDebriefed.
    """
    if workshop.debriefed_at is None:
        raise NotDebriefed
    if workshop.validated_at is None:
        workshop.validated_at, workshop.validated_by = now(), by.subject
        await workshops.save(session, workshop)
        record(
            session, WorkshopValidated(authority_id=workshop.authority_id, workshop_id=workshop.id), actor=by
        )
    return workshop


async def invalidate(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Take the validation back. Again changes nothing.

    Raises: WorkshopFiled.
    """
    workshops.refuse_shut(workshop)
    if workshop.validated_at is not None:
        workshop.validated_at = workshop.validated_by = None
        await workshops.save(session, workshop)
        record(
            session,
            ValidationWithdrawn(authority_id=workshop.authority_id, workshop_id=workshop.id),
            actor=by,
        )
    return workshop


async def _notes(session: AsyncSession, workshop: Workshop) -> list[Note]:
    found: list[Note] = []
    for table in (Observation, KeyMoment, Task, PainPoint, Wish):
        here = select(table).where(table.workshop_id == workshop.id, col(table.removed_at).is_(None))
        found += (await session.exec(here.order_by(col(table.seen_at), col(table.id)))).all()  # type: ignore[arg-type]  # the tables' common parent
    return found


def _is_guarded(note: Note) -> bool:
    return isinstance(note, Observation) and (
        note.kind == ObservationKind.VERBATIM or note.sensitivity != Sensitivity.ORDINARY
    )


def _moments(notes: Sequence[Note]) -> list[DebriefMoment]:
    found = [note for note in notes if isinstance(note, KeyMoment)]
    return [
        DebriefMoment.model_validate(one.model_dump(include={"starts_at", "minutes", "mood", "text"}))
        for one in sorted(found, key=lambda one: one.starts_at)
    ][:_MOST]


def _tasks(notes: Sequence[Note]) -> list[DebriefTask]:
    found = [
        DebriefTask(label=one.label, hours=hours_lost(Weight.of(one)))
        for one in notes
        if isinstance(one, Task)
    ]
    return sorted(found, key=lambda one: -_typical(one.hours))[:_MOST]


def _pains(notes: Sequence[Note]) -> list[DebriefPain]:
    found = [
        DebriefPain(
            statement=one.statement, theme=one.theme, severity=one.severity, hours=one.hours_lost, workaround=one.workaround
        )
        for one in notes
        if isinstance(one, PainPoint)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.severity, -_typical(one.hours)))[:_MOST]


def _wishes(notes: Sequence[Note]) -> list[DebriefWish]:
    return [
        DebriefWish(text=one.text, author_role=one.author_role) for one in notes if isinstance(one, Wish)
    ][:_MOST]


def _typical(hours: HoursLost | None) -> float:
    return hours.typical if hours else 0
