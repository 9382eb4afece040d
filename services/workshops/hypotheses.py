"""Hypotheses: drafted from what was seen, read with their evidence, reworded."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Window, cut
from services.kit.principal import Principal
from services.workshops import evidence, forms, losses, ranks, sentences, standing
from services.workshops.events import HypothesisDrafted
from services.workshops.schemas import (
    EvidenceOut,
    HypothesisChange,
    HypothesisIn,
    SentenceOut,
    Statement,
)
from services.workshops.sight import Sight
from services.workshops.tables import Hypothesis, ProgrammeAuthority


class UnknownAuthority(Invalid):
    """The hypothesis names an authority that takes part in no programme."""

    sentence = "Cette collectivité ne participe à aucun programme."


class AssessmentsRevealed(Conflict):
    """The hypothesis was assessed as it stands and its assessments were shown: neither changes any more."""

    sentence = (
        "Les évaluations de cette hypothèse sont dévoilées\u00a0: elle ne peut plus être modifiée ni évaluée."
    )


async def draft(session: AsyncSession, new: HypothesisIn, *, by: Principal) -> Hypothesis:
    """Write a hypothesis down with its first evidence.

    Raises: UnknownAuthority, UnknownEvidence.
    """
    enrolled = select(ProgrammeAuthority.authority_id).where(
        ProgrammeAuthority.authority_id == new.authority_id
    )
    if (await session.exec(enrolled)).first() is None:
        raise UnknownAuthority
    hypothesis = Hypothesis(**new.model_dump(exclude={"evidence"}), drafted_by=by.subject)
    session.add(hypothesis)
    await session.flush()
    for piece in new.evidence:
        await evidence.link(session, hypothesis, piece, by=by)
    drafted = HypothesisDrafted(
        authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id, evidence=len(new.evidence)
    )
    record(session, drafted, actor=by)
    return hypothesis


async def get(session: AsyncSession, hypothesis_id: UUID) -> Hypothesis:
    """Give one hypothesis the caller may see.

    Raises: NotFound.
    """
    hypothesis = await session.get(Hypothesis, hypothesis_id)
    if hypothesis is None:
        raise NotFound("Cette hypothèse n’existe pas, ou n’est pas de votre collectivité.")
    return hypothesis


async def page(
    session: AsyncSession, window: Window, *, authority: UUID | None = None, by: Principal
) -> dict[str, object]:
    """Give the hypotheses the caller may see, the latest first, as they are shown."""
    query = select(Hypothesis).order_by(col(Hypothesis.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(Hypothesis.id) < window.after)
    if authority:
        query = query.where(Hypothesis.authority_id == authority)
    found = cut((await session.exec(query)).all(), window)
    pieces = await evidence.shown(session, found.items, sight=Sight.of(by))
    read = await _read(session, found.items)
    shown = [_shown(one, pieces.get(one.id, []), read=read[one.id]) for one in found.items]
    return {"items": shown, "next": found.next}


async def change(session: AsyncSession, hypothesis: Hypothesis, new: HypothesisChange) -> Hypothesis:
    """Reword a hypothesis; what is left out stays.

    Raises: AssessmentsRevealed, Invalid.
    """
    if hypothesis.assessments_revealed_at:
        raise AssessmentsRevealed
    values = forms.merged(HypothesisIn, hypothesis, new)
    for name in new.model_fields_set:
        setattr(hypothesis, name, getattr(values, name))
    hypothesis.version += 1
    await session.flush()
    return hypothesis


async def described(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> dict[str, object]:
    """Give one hypothesis as it is shown: with its sentence and its evidence."""
    pieces = await evidence.shown(session, [hypothesis], sight=Sight.of(by))
    read = await _read(session, [hypothesis])
    return _shown(hypothesis, pieces.get(hypothesis.id, []), read=read[hypothesis.id])


def say(statement: Statement) -> SentenceOut:
    """Say a hypothesis in one sentence, written down or not."""
    return SentenceOut(sentence=sentences.assemble(statement))


async def _read(session: AsyncSession, found: Sequence[Hypothesis]) -> dict[UUID, dict[str, object]]:
    states, hours = await standing.of(session, found), await losses.of(session, found)
    places = await ranks.of(session, found)
    return {
        one.id: {"state": states[one.id], "hours_lost": hours[one.id], "rank": places.get(one.id)}
        for one in found
    }


def _shown(
    hypothesis: Hypothesis, pieces: list[EvidenceOut], *, read: dict[str, object]
) -> dict[str, object]:
    sentence = sentences.assemble(Statement.model_validate(hypothesis, from_attributes=True))
    return {**hypothesis.model_dump(), **read, "sentence": sentence, "evidence": pieces}
