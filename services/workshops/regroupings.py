"""One note made two, two notes of the same day made one; both can be undone, and the journal keeps every word."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import captures, forms, nouns, revisions
from services.workshops.note_journal import WORDS
from services.workshops.note_review_events import CaptureSplit, CapturesUnited, RegroupingUndone
from services.workshops.nouns import ALL
from services.workshops.schemas import Act, CaptureChange, CaptureKind, SplitIn, UnionIn
from services.workshops.tables import HypothesisEvidence, Note, PainPoint, Regrouping, Wish, Workshop


class NoteInUse(Conflict):
    """A hypothesis or another note rests on the note that would leave. Keep that one instead."""

    sentence = "Une hypothèse ou une autre note s’appuie sur la note qui disparaîtrait\u00a0: gardez plutôt celle-là."


class ChangedSince(Conflict):
    """One of the two notes changed since. Restore the version you want from the journal."""

    sentence = "L’une des deux notes a changé depuis\u00a0: rétablissez la version voulue depuis le journal."


_NOT_TWICE = ("times", "per", "minutes", "minutes_low", "minutes_high", "agents", "grade")
"""A quantity stays with the first note: given to both, it would count double."""


async def split(session: AsyncSession, note: Note, new: SplitIn, *, by: Principal) -> Regrouping:
    """Make two notes of one. The second has the same place, kind and links, and no quantity.

    Raises: NoteRemoved, WorkshopCancelled, Invalid, ConsentMissing, ConsentWithdrawn.
    """
    kind, before = nouns.kind_of(note), note.version
    await captures.change(session, note, _said(kind, new.first))
    form = ALL[kind].form
    present = {name: getattr(note, name) for name in form.model_fields if name not in {"id", *_NOT_TWICE}}
    copy = forms.read(form, {**present, WORDS.get(kind, "text"): new.second})
    workshop = await session.get_one(Workshop, note.workshop_id)
    other = (await captures.note(session, workshop, copy, by=by)).row
    record(session, CaptureSplit(**nouns.marks(note)), actor=by)
    return await _kept(session, Act.SPLIT, (note, other), before=before, by=by)


async def unite(session: AsyncSession, note: Note, new: UnionIn, *, by: Principal) -> Regrouping:
    """Make one note of two: `note` stays and takes the words, the other leaves the day.

    Raises: NoteRemoved, WorkshopCancelled, Invalid, NoteInUse, ConsentMissing, ConsentWithdrawn.
    """
    kind, before = nouns.kind_of(note), note.version
    other = await nouns.find(session, ALL[kind], new.other_id, hold=True)
    if other is None or other.workshop_id != note.workshop_id or other.id == note.id or other.removed_at:
        raise _fault(
            "/other_id", "Cette note n’est pas une autre note de la même nature et de la même journée."
        )
    if getattr(other, "participant_id", None) != getattr(note, "participant_id", None):
        raise _fault("/other_id", "Ces deux notes ne viennent pas de la même personne.")
    if await _is_used(session, other.id):
        raise NoteInUse
    await captures.change(session, note, _said(kind, new.words))
    await captures.remove(session, other, by=by)
    record(session, CapturesUnited(**nouns.marks(note)), actor=by)
    return await _kept(session, Act.UNITED, (note, other), before=before, by=by)


async def undo(session: AsyncSession, regrouping_id: UUID, *, by: Principal) -> Regrouping:
    """Give back exactly what was before. Again changes nothing.

    Raises: NotFound, ChangedSince, NoteInUse, WorkshopCancelled, ConsentMissing, ConsentWithdrawn.
    """
    row = await session.get(Regrouping, regrouping_id, with_for_update=True)
    if row is None:
        raise NotFound("Cette opération n’existe pas, ou ne vous est pas ouverte.")
    if row.undone_at is not None:
        return row
    noun = ALL[CaptureKind(row.capture_kind)]
    note = await nouns.find(session, noun, row.kept_id, hold=True)
    other = await nouns.find(session, noun, row.other_id, hold=True)
    if not note or not other or (note.version, other.version) != (row.version_after, row.other_version):
        raise ChangedSince
    await _go_back(session, row, (note, other), by=by)
    row.undone_at, row.undone_by = now(), by.subject
    await session.flush()
    record(session, RegroupingUndone(**nouns.marks(note)), actor=by)
    return row


async def listed(session: AsyncSession, workshop: Workshop, window: Window) -> Slice[Regrouping]:
    """Give what was split and united in a day, the latest first, those undone too."""
    query = (
        select(Regrouping).where(Regrouping.workshop_id == workshop.id).order_by(col(Regrouping.id).desc())
    )
    if window.after:
        query = query.where(col(Regrouping.id) < window.after)
    return cut((await session.exec(query.limit(window.limit + 1))).all(), window)


async def _go_back(
    session: AsyncSession, row: Regrouping, notes: tuple[Note, Note], *, by: Principal
) -> None:
    note, other = notes
    kind = nouns.kind_of(note)
    name = WORDS.get(kind, "text")
    try:
        said = (await revisions.content(session, note, version=row.version_before))[name]
    except revisions.UnknownVersion as gone:
        raise ChangedSince from gone  # past its days
    if row.act == Act.SPLIT:
        if await _is_used(session, other.id):
            raise NoteInUse
        await captures.remove(session, other, by=by)
    else:
        await captures.restore(session, other, by=by)
    await captures.change(session, note, _said(kind, str(said)))


def _said(kind: CaptureKind, words: str) -> CaptureChange:
    return forms.read(ALL[kind].change, {WORDS.get(kind, "text"): words})


async def _kept(
    session: AsyncSession, act: Act, notes: tuple[Note, Note], *, before: int, by: Principal
) -> Regrouping:
    note, other = notes
    row = Regrouping(
        authority_id=note.authority_id, workshop_id=note.workshop_id, capture_kind=nouns.kind_of(note), act=act,
        kept_id=note.id, other_id=other.id, version_before=before, version_after=note.version,
        other_version=other.version, made_by=by.subject,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def _is_used(session: AsyncSession, note_id: UUID) -> bool:
    asked = (
        select(HypothesisEvidence.id).where(HypothesisEvidence.capture_id == note_id),
        select(PainPoint.id).where(PainPoint.task_id == note_id, col(PainPoint.removed_at).is_(None)),
        select(Wish.id).where(Wish.pain_point_id == note_id, col(Wish.removed_at).is_(None)),
    )
    return any([(await session.exec(one.limit(1))).first() for one in asked])


def _fault(pointer: str, message: str) -> Invalid:
    return Invalid(errors=[{"pointer": pointer, "type": "unknown", "message": message}])
