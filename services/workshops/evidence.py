"""What speaks for a hypothesis, against it, or with a nuance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.principal import Principal
from services.workshops import nouns
from services.workshops.nouns import ALL
from services.workshops.schemas import CaptureKind, EvidenceIn, EvidenceOut, Stance
from services.workshops.sight import Sight
from services.workshops.tables import Hypothesis, HypothesisEvidence, Note, PainPoint, Workshop


class UnknownEvidence(Invalid):
    """A piece of evidence does not exist, was removed, or is not open to the caller."""

    sentence = "Une des preuves choisies n’existe pas, a été retirée ou ne vous est pas ouverte."


class EvidenceCited(Conflict):
    """An assessment rests on this piece of evidence."""

    sentence = "Une évaluation s’appuie sur cette preuve\u00a0: elle ne peut pas être retirée."


async def link(
    session: AsyncSession, hypothesis: Hypothesis, new: EvidenceIn, *, by: Principal
) -> HypothesisEvidence:
    """Tie a captured thing to a hypothesis. Tied already, it takes the new stance.

    Raises: UnknownEvidence.
    """
    note = await nouns.find(session, ALL[new.capture_kind], new.capture_id)
    if note is None or note.removed_at is not None:
        raise UnknownEvidence
    known = (HypothesisEvidence.hypothesis_id == hypothesis.id, HypothesisEvidence.capture_id == note.id)
    piece = (await session.exec(select(HypothesisEvidence).where(*known))).first()
    if piece is None:
        piece = HypothesisEvidence(
            hypothesis_id=hypothesis.id, authority_id=note.authority_id, workshop_id=note.workshop_id,
            capture_kind=new.capture_kind, capture_id=note.id, stance=new.stance, linked_by=by.subject,
        )  # fmt: skip
        session.add(piece)
    piece.stance = new.stance
    await session.flush()
    return piece


async def unlink(session: AsyncSession, hypothesis: Hypothesis, evidence_id: UUID) -> None:
    """Untie a piece of evidence. The captured thing itself stays in its workshop.

    Raises: EvidenceCited, NotFound.
    """
    piece = await session.get(HypothesisEvidence, evidence_id)
    if piece is None or piece.hypothesis_id != hypothesis.id:
        raise NotFound("Cette preuve n’est pas liée à cette hypothèse.")
    # Asked of the database: an assessment that is still secret does not show to whoever unties.
    if (await session.exec(select(func.evidence_is_cited(hypothesis.id, piece.id)))).one():
        raise EvidenceCited
    await session.delete(piece)
    await session.flush()


async def shown(
    session: AsyncSession, hypotheses: Iterable[Hypothesis], *, sight: Sight
) -> dict[UUID, list[EvidenceOut]]:
    """Give the evidence of each hypothesis, with its words as far as `sight` reaches."""
    wanted = [hypothesis.id for hypothesis in hypotheses]
    query = (
        select(HypothesisEvidence, Workshop)
        .join(Workshop, col(Workshop.id) == HypothesisEvidence.workshop_id)
        .where(col(HypothesisEvidence.hypothesis_id).in_(wanted))
        .order_by(col(HypothesisEvidence.linked_at), col(HypothesisEvidence.id))
    )
    found = (await session.exec(query)).all()
    notes = await _notes(session, [piece for piece, _ in found])
    shown: dict[UUID, list[EvidenceOut]] = defaultdict(list)
    for piece, workshop in found:
        if note := notes.get(piece.capture_id):
            shown[piece.hypothesis_id].append(
                EvidenceOut(
                    id=piece.id, capture_kind=CaptureKind(piece.capture_kind), capture_id=piece.capture_id,
                    stance=Stance(piece.stance), authority_id=piece.authority_id, workshop_id=piece.workshop_id,
                    held_on=workshop.held_on, text=nouns.words_of(note) if sight.opens(note) else None,
                    theme=note.theme if isinstance(note, PainPoint) else None,
                    hours_lost=note.hours_lost if isinstance(note, PainPoint) else None, is_removed=note.removed_at is not None,
                )
            )  # fmt: skip
    return shown


async def speaking_for(session: AsyncSession, hypothesis: Hypothesis) -> list[Note]:
    """Give the standing notes that speak for a hypothesis."""
    query = select(HypothesisEvidence).where(
        HypothesisEvidence.hypothesis_id == hypothesis.id, HypothesisEvidence.stance == Stance.FOR
    )
    notes = await _notes(session, (await session.exec(query)).all())
    return [note for note in notes.values() if note.removed_at is None]


async def _notes(session: AsyncSession, pieces: Sequence[HypothesisEvidence]) -> dict[UUID, Note]:
    notes: dict[UUID, Note] = {}
    for kind in {CaptureKind(piece.capture_kind) for piece in pieces}:
        table = ALL[kind].table
        ids = [piece.capture_id for piece in pieces if piece.capture_kind == kind]
        rows = (await session.exec(select(table).where(col(table.id).in_(ids)))).all()
        notes |= {row.id: row for row in cast("Sequence[Note]", rows)}
    return notes
