"""Two people or more judge a hypothesis, each alone, until all is shown at once."""

from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import events
from services.workshops.evidence import UnknownEvidence
from services.workshops.hypotheses import AssessmentsRevealed
from services.workshops.schemas import AssessmentIn, Criterion
from services.workshops.tables import Assessment, Hypothesis, HypothesisEvidence

ENOUGH = 2
"""How many people must have judged all three criteria before anything is shown or decided."""


class NotAPerson(Forbidden):
    """A program's key tried to judge or to sign."""

    sentence = "Une clé de programme ne peut ni évaluer ni signer\u00a0: seule une personne le peut."


class TooFewAssessments(Conflict):
    """Fewer than two people have judged all three criteria."""

    sentence = "Il faut d’abord que deux personnes aient évalué les trois critères, chacune de son côté."


async def give(
    session: AsyncSession, hypothesis: Hypothesis, new: AssessmentIn, *, criterion: Criterion, by: Principal
) -> Assessment:
    """Judge one criterion; judged already by the same person, their verdict is replaced.

    Raises: AssessmentsRevealed, NotAPerson, UnknownEvidence.
    """
    check_person(by)
    # The lock keeps a reveal from slipping in between this look and the writing.
    await session.refresh(hypothesis, with_for_update=True)
    if hypothesis.assessments_revealed_at:
        raise AssessmentsRevealed
    await check_evidence(session, hypothesis, new.evidence_ids)
    own = (Assessment.hypothesis_id == hypothesis.id, Assessment.assessor_id == by.subject)
    found = select(Assessment).where(*own, Assessment.criterion == criterion)
    assessment = (await session.exec(found)).first() or Assessment(
        hypothesis_id=hypothesis.id, authority_id=hypothesis.authority_id, assessor_id=by.subject,
        criterion=criterion, **new.model_dump(),
    )  # fmt: skip
    assessment.verdict, assessment.reason, assessment.made_at = new.verdict, new.reason, now()
    assessment.evidence_ids = new.evidence_ids
    session.add(assessment)
    hypothesis.tested_at = hypothesis.tested_at or now()
    made = events.AssessmentMade(authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id)
    record(session, made, actor=by)
    await session.flush()
    return assessment


async def shown(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> dict[str, object]:
    """Give the caller's own assessments, or everybody's once they are revealed."""
    query = select(Assessment).where(Assessment.hypothesis_id == hypothesis.id).order_by(col(Assessment.id))
    if hypothesis.assessments_revealed_at is None:
        query = query.where(Assessment.assessor_id == by.subject)
    return {
        "revealed_at": hypothesis.assessments_revealed_at,
        "complete_assessors": await complete(session, hypothesis),
        "items": (await session.exec(query)).all(),
    }


async def reveal(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> None:
    """Show all assessments to all, for good. Revealed already, nothing changes.

    Raises: TooFewAssessments.
    """
    await session.refresh(hypothesis, with_for_update=True)
    if hypothesis.assessments_revealed_at:
        return
    assessors = await complete(session, hypothesis)
    if assessors < ENOUGH:
        raise TooFewAssessments
    hypothesis.assessments_revealed_at = now()
    revealed = events.AssessmentsRevealed(
        authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id, assessors=assessors
    )
    record(session, revealed, actor=by)
    await session.flush()


async def complete(session: AsyncSession, hypothesis: Hypothesis) -> int:
    """Count the people who judged all three criteria. The database counts what it hides from the caller."""
    return int((await session.exec(select(func.complete_assessors(hypothesis.id)))).one())


def check_person(by: Principal) -> None:
    """Let a person through, not a program: only a person's session opens everything.

    Raises: NotAPerson.
    """
    if "*" not in by.scopes:
        raise NotAPerson


async def check_evidence(session: AsyncSession, hypothesis: Hypothesis, wanted: list[UUID]) -> None:
    """Let through pieces of evidence that are the hypothesis's own.

    Raises: UnknownEvidence.
    """
    query = select(HypothesisEvidence.id).where(HypothesisEvidence.hypothesis_id == hypothesis.id)
    if not set(wanted) <= set((await session.exec(query)).all()):
        raise UnknownEvidence
