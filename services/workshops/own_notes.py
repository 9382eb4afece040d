"""A participant reads the notes of their own day and proposes other words; the project team chooses."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.principal import Principal
from services.workshops import candidates, consents, forms, nouns, workshops
from services.workshops.candidates import Proposal
from services.workshops.note_journal import WORDS
from services.workshops.nouns import ALL
from services.workshops.schemas import OwnNote, OwnNotes, Purpose, SuggestionIn
from services.workshops.sight import Sight
from services.workshops.tables import Note, Observation, Participant, RevisionCandidate

_DAY = 500


class NoteChanged(Conflict):
    """The note changed since it was read. Read it again before proposing other words."""

    sentence = "Cette note a changé entre-temps\u00a0: relisez-la avant de proposer d’autres mots."


async def read(session: AsyncSession, participant_id: UUID, *, by: Principal) -> OwnNotes:
    """Give the notes of the caller's own day: what they said or did in full, the rest as far as agents see it.

    What they no longer consent to is not among them: the database hides it.

    Raises: NotFound, also for somebody else's participation.
    """
    one = await _own(session, participant_id, by=by)
    suggested = {row.capture_id: row for row in await _waiting(session, one, by=by)}
    notes: list[Note] = []
    for noun in ALL.values():
        here = select(noun.table).where(noun.table.workshop_id == one.workshop_id)
        found = await session.exec(here.order_by(col(noun.table.id)).limit(_DAY))
        notes += [note for note in cast("Sequence[Note]", found.all()) if _opens(note, one)]
    notes.sort(key=lambda note: (note.seen_at, note.id))
    items = [_shown(note, one, suggested.get(note.id)) for note in notes]
    return OwnNotes(workshop_id=one.workshop_id, code=one.code, items=items)


async def suggest(
    session: AsyncSession, participant_id: UUID, new: SuggestionIn, *, by: Principal
) -> OwnNote:
    """Propose other words for a note of one's own day; proposing again replaces what was proposed.

    Raises: NotFound, Invalid, NoteChanged, NoteRemoved, WorkshopCancelled, ConsentMissing, ConsentWithdrawn.
    """
    one = await _own(session, participant_id, by=by)
    note = await nouns.find(session, ALL[new.kind], new.capture_id)
    if note is None or note.workshop_id != one.workshop_id or not _opens(note, one):
        raise _fault("/capture_id", "Cette note n’est pas de votre journée, ou ne vous est pas ouverte.")
    workshops.refuse_cancelled(await workshops.get(session, one.workshop_id))
    await consents.check(session, one.workshop_id, one.id, purpose=_purpose(note, one))
    if note.version != new.version:
        raise NoteChanged
    content = {WORDS.get(new.kind, "text"): new.words}
    forms.read(ALL[new.kind].change, content)
    if new.words == nouns.words_of(note):
        raise _fault("/words", "Ces mots sont déjà ceux de la note.")
    known = next((row for row in await _waiting(session, one, by=by) if row.capture_id == note.id), None)
    if known is None:
        known = await candidates.keep(session, note, Proposal(None, note.version, dict(content)), by=by)
    known.content, known.base_version, known.proposed_at = dict(content), note.version, now()
    await session.flush()
    return _shown(note, one, known)


async def _own(session: AsyncSession, participant_id: UUID, *, by: Principal) -> Participant:
    one = await session.get(Participant, participant_id)
    if one is None or one.person_id is None or one.person_id != by.subject:
        raise NotFound("Cette participation n’existe pas, ou n’est pas la vôtre.")
    return one


async def _waiting(session: AsyncSession, one: Participant, *, by: Principal) -> list[RevisionCandidate]:
    query = select(RevisionCandidate).where(
        RevisionCandidate.workshop_id == one.workshop_id,
        RevisionCandidate.proposed_by == by.subject,
        col(RevisionCandidate.settled_at).is_(None),
    )
    return list((await session.exec(query)).all())


def _opens(note: Note, one: Participant) -> bool:
    return note.removed_at is None and (_is_own(note, one) or Sight.GUARDED.opens(note))


def _is_own(note: Note, one: Participant) -> bool:
    return isinstance(note, Observation) and note.participant_id == one.id


def _purpose(note: Note, one: Participant) -> Purpose:
    return Purpose.of(note.kind) if isinstance(note, Observation) and _is_own(note, one) else Purpose.NOTES


def _shown(note: Note, one: Participant, waiting: RevisionCandidate | None) -> OwnNote:
    kind = nouns.kind_of(note)
    proposed = waiting.content.get(WORDS.get(kind, "text")) if waiting else None
    return OwnNote(
        id=note.id, kind=kind, words=nouns.words_of(note), seen_at=note.seen_at, version=note.version,
        is_own=_is_own(note, one), proposed=str(proposed) if proposed is not None else None,
    )  # fmt: skip


def _fault(pointer: str, message: str) -> Invalid:
    return Invalid(errors=[{"pointer": pointer, "type": "unknown", "message": message}])
