"""Two values for one field: the one that stands, and the one that came second and waits for somebody to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now, uuid7
from services.kit.errors import Conflict, NotFound
from services.kit.principal import Principal
from services.workshops import captures, forms, nouns, revisions
from services.workshops.nouns import ALL
from services.workshops.schemas import CandidateOut, CaptureKind, ContestedOut
from services.workshops.tables import Note, RevisionCandidate, Workshop


class AlreadySettled(Conflict):
    """Somebody chose between these two versions before, the other way round."""

    sentence = "Quelqu’un a déjà choisi entre ces deux versions. Relisez la note."


_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an operation meant to write in fields that somebody else had changed since the version it started from.

    Without an operation: what a participant proposes.
    """

    operation_id: UUID | None
    base_version: int
    content: dict[str, JsonValue]


async def keep(session: AsyncSession, note: Note, proposal: Proposal, *, by: Principal) -> RevisionCandidate:
    """Keep what could not be merged, beside what stands."""
    row = RevisionCandidate(
        id=proposal.operation_id or uuid7(), authority_id=note.authority_id, workshop_id=note.workshop_id, capture_id=note.id,
        capture_kind=nouns.kind_of(note), base_version=proposal.base_version, content=proposal.content,
        proposed_by=by.subject,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def get(session: AsyncSession, candidate_id: UUID) -> RevisionCandidate:
    """Give one candidate that the caller may see.

    Raises: NotFound.
    """
    row = await session.get(RevisionCandidate, candidate_id, with_for_update=True)
    if row is None:
        raise NotFound("Cette version n’existe pas, ou ne vous est pas ouverte.")
    return row


async def note_of(session: AsyncSession, candidate: RevisionCandidate, *, by: Principal) -> Note:
    """Give the note that a candidate is about, held against other changes.

    Raises: NotesNotOpen, NotFound.
    """
    return await captures.hold(session, CaptureKind(candidate.capture_kind), candidate.capture_id, by=by)


async def waiting(session: AsyncSession, note: Note) -> Sequence[RevisionCandidate]:
    """Give what waits for a choice on a note, the first come first."""
    query = select(RevisionCandidate).where(
        RevisionCandidate.capture_id == note.id, col(RevisionCandidate.settled_at).is_(None)
    )
    return (await session.exec(query.order_by(col(RevisionCandidate.proposed_at)))).all()


async def of_workshop(session: AsyncSession, workshop: Workshop, *, by: Principal) -> list[CandidateOut]:
    """Set side by side what waits for a choice in a workshop, the first come first; a removed note can wait.

    Raises: NotesNotOpen.
    """
    shown = []
    query = select(RevisionCandidate).where(*_waiting_in(workshop)).limit(_SHOWN)
    for candidate in (await session.exec(query.order_by(col(RevisionCandidate.proposed_at)))).all():
        kind = CaptureKind(candidate.capture_kind)
        note = await captures.get(session, kind, candidate.capture_id, by=by)
        if note.removed_at is None:
            shown.append(show(candidate, note))
    return shown


async def count(session: AsyncSession, workshop: Workshop) -> int:
    """Count what waits for a choice in a workshop."""
    counted = select(func.count()).select_from(RevisionCandidate).where(*_waiting_in(workshop))
    return (await session.exec(counted)).one()


def _waiting_in(workshop: Workshop) -> tuple[ColumnElement[bool], ...]:
    return (
        col(RevisionCandidate.workshop_id) == workshop.id,
        col(RevisionCandidate.settled_at).is_(None),
    )


async def settle(
    session: AsyncSession, candidate: RevisionCandidate, note: Note, *, take: bool, by: Principal
) -> RevisionCandidate:
    """Choose: put the candidate's values in the note, or leave the note as it stands. Both stay in the journal.

    Raises: AlreadySettled, NoteRemoved, WorkshopCancelled, Invalid.
    """
    if candidate.settled_at is not None:
        if candidate.is_taken != take:
            raise AlreadySettled
        return candidate
    if take:
        change = forms.read(ALL[nouns.kind_of(note)].change, candidate.content)
        await captures.change(session, note, change)
    candidate.settled_at, candidate.settled_by, candidate.is_taken = now(), by.subject, take
    await session.flush()
    return candidate


def show(candidate: RevisionCandidate, note: Note) -> CandidateOut:
    """Set both values of each contested field side by side."""
    kept = revisions.present(note)
    fields = [
        ContestedOut(name=name, kept=kept.get(name), proposed=value)
        for name, value in sorted(candidate.content.items())
    ]
    return CandidateOut(
        id=candidate.id, capture_kind=CaptureKind(candidate.capture_kind), capture_id=candidate.capture_id,
        words=nouns.words_of(note), version=note.version, base_version=candidate.base_version, proposed_at=candidate.proposed_at,
        proposed_by=candidate.proposed_by, settled_at=candidate.settled_at, is_taken=candidate.is_taken, fields=fields,
    )  # fmt: skip
