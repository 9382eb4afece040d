"""The review of notes: raw, reviewed, anonymised, shareable. Each step is a person's word about one version."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import captures, consents, nouns, workshops
from services.workshops.note_review_events import CaptureCleared, CaptureReviewed, CaptureReviewWithdrawn
from services.workshops.nouns import ALL
from services.workshops.schemas import (
    ObservationKind,
    Purpose,
    ReviewItem,
    ReviewOut,
    ReviewState,
    Sensitivity,
)
from services.workshops.tables import CaptureReview, Note, Observation, RevisionCandidate, Workshop


class StillContested(Conflict):
    """Two corrections of this note wait for a choice. Settle them first."""

    sentence = "Deux corrections de cette note attendent un choix\u00a0: départagez-les d’abord."


class StepMissing(Conflict):
    """The step before is missing, or the note changed since: a note is reviewed, anonymised, then shared."""

    sentence = "Cette note n’en est pas là\u00a0: elle est d’abord relue, puis anonymisée, puis partageable."


class NotForSharing(Conflict):
    """The note speaks of a person or is confidential: it does not leave the authority."""

    sentence = "Une note qui parle d’une personne ou qui est confidentielle ne se partage pas."


class VerbatimOfNobody(Conflict):
    """A verbatim is shared with the consent of who said it: link it to a participant first."""

    sentence = (
        "Un verbatim se partage avec l’accord de qui l’a dit\u00a0: indiquez d’abord la personne rencontrée."
    )


_DAY = 2000


async def of_workshop(session: AsyncSession, workshop: Workshop) -> ReviewOut:
    """Give every note of a day that stands, in the order of the day, and how far each has come."""
    notes: list[Note] = []
    for noun in ALL.values():
        table = noun.table
        here = select(table).where(table.workshop_id == workshop.id, col(table.removed_at).is_(None))
        notes += cast("Sequence[Note]", (await session.exec(here.order_by(col(table.id)).limit(_DAY))).all())
    waiting = select(RevisionCandidate.capture_id).where(
        RevisionCandidate.workshop_id == workshop.id, col(RevisionCandidate.settled_at).is_(None)
    )
    contested = set((await session.exec(waiting)).all())
    said = select(CaptureReview).where(CaptureReview.workshop_id == workshop.id)
    steps = {row.capture_id: row for row in (await session.exec(said)).all()}
    ordered = sorted(notes, key=lambda note: (note.seen_at, note.id))[:_DAY]
    items = [_item(note, steps.get(note.id), is_contested=note.id in contested) for note in ordered]
    return ReviewOut(items=items, counts=_counted(items))


async def shown(session: AsyncSession, note: Note) -> ReviewItem:
    """Give how far one note has come."""
    return _item(
        note, await session.get(CaptureReview, note.id), is_contested=await _is_contested(session, note)
    )


def state_of(note: Note, row: CaptureReview | None) -> ReviewState:
    """Tell how far a note has come; what was vouched for at another version counts no more."""
    if row is None or row.version != note.version or row.reviewed_at is None:
        return ReviewState.RAW
    if row.cleared_at is not None:
        return ReviewState.SHAREABLE
    return ReviewState.REVIEWED if row.anonymised_at is None else ReviewState.ANONYMISED


async def review(session: AsyncSession, note: Note, *, by: Principal) -> Note:
    """Vouch for a note as it stands. Again changes nothing.

    Raises: NoteRemoved, WorkshopCancelled, StillContested.
    """
    row = await step(session, note)
    if await _is_contested(session, note):
        raise StillContested
    if state_of(note, row) is ReviewState.RAW:
        row.version, row.reviewed_at, row.reviewed_by = note.version, now(), by.subject
        row.anonymised_at = row.anonymised_by = row.cleared_at = row.cleared_by = None
        session.add(row)
        await session.flush()
        record(session, CaptureReviewed(**nouns.marks(note)), actor=by)
    return note


async def clear(session: AsyncSession, note: Note, *, by: Principal) -> Note:
    """Let a note be shown outside its authority. Again changes nothing.

    Raises: NoteRemoved, WorkshopCancelled, StepMissing, NotForSharing, VerbatimOfNobody, ConsentMissing,
    ConsentWithdrawn.
    """
    row = await step(session, note)
    state = state_of(note, row)
    if state not in {ReviewState.ANONYMISED, ReviewState.SHAREABLE}:
        raise StepMissing
    await _check_sharing(session, note)
    if state is ReviewState.ANONYMISED:
        row.cleared_at, row.cleared_by = now(), by.subject
        await session.flush()
        record(session, CaptureCleared(**nouns.marks(note)), actor=by)
    return note


async def withdraw(session: AsyncSession, note: Note, *, by: Principal) -> Note:
    """Take the review of a note back: it is raw again. Again changes nothing."""
    row = await session.get(CaptureReview, note.id)
    if row is not None and state_of(note, row) is not ReviewState.RAW:
        row.reviewed_at = row.reviewed_by = row.anonymised_at = row.anonymised_by = None
        row.cleared_at = row.cleared_by = None
        await session.flush()
        record(session, CaptureReviewWithdrawn(**nouns.marks(note)), actor=by)
    return note


async def step(session: AsyncSession, note: Note) -> CaptureReview:
    """Give the row of a note's review, a new one where there is none yet.

    Raises: NoteRemoved, WorkshopCancelled.
    """
    if note.removed_at is not None:
        raise captures.NoteRemoved
    workshops.refuse_cancelled(await workshops.get(session, note.workshop_id))
    return await session.get(CaptureReview, note.id) or CaptureReview(
        capture_id=note.id, authority_id=note.authority_id, workshop_id=note.workshop_id,
        capture_kind=nouns.kind_of(note), version=note.version,
    )  # fmt: skip


async def _check_sharing(session: AsyncSession, note: Note) -> None:
    if not isinstance(note, Observation):
        return
    if note.sensitivity != Sensitivity.ORDINARY:
        raise NotForSharing
    if note.participant_id is not None:
        purpose = Purpose.of(ObservationKind(note.kind))
        await consents.check(session, note.workshop_id, note.participant_id, purpose=purpose)
    elif note.kind == ObservationKind.VERBATIM:
        raise VerbatimOfNobody


async def _is_contested(session: AsyncSession, note: Note) -> bool:
    waiting = select(RevisionCandidate.id).where(
        RevisionCandidate.capture_id == note.id, col(RevisionCandidate.settled_at).is_(None)
    )
    return (await session.exec(waiting.limit(1))).first() is not None


def _item(note: Note, row: CaptureReview | None, *, is_contested: bool) -> ReviewItem:
    return ReviewItem(
        id=note.id, kind=nouns.kind_of(note), state=state_of(note, row), words=nouns.words_of(note),
        seen_at=note.seen_at, version=note.version, is_contested=is_contested,
    )  # fmt: skip


def _counted(items: Iterable[ReviewItem]) -> dict[ReviewState, int]:
    found = Counter(item.state for item in items)
    return {state: found[state] for state in ReviewState}
