"""From the reveal to agreed results: what is written about each criterion, and what is settled."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import assessments, qualifying_events as events
from services.workshops.schemas import Criterion
from services.workshops.schemas.qualification import CommentIn, ResultIn
from services.workshops.tables import CriterionComment, CriterionResult, Decision, Hypothesis


class NotRevealed(Conflict):
    """Nothing is discussed nor agreed before the assessments are shown to all."""

    sentence = "Les évaluations ne sont pas encore dévoilées\u00a0: la discussion commence ensuite."


class CriterionClosed(Conflict):
    """A result was agreed for this criterion. It can be opened again."""

    sentence = "La discussion de ce critère est close. Elle peut être rouverte."


class AlreadyDecided(Conflict):
    """A decision was signed on these results."""

    sentence = "Une décision signée s’appuie sur ces résultats\u00a0: ils ne changent plus."


async def read(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> dict[str, object]:
    """Give what the caller may see of the assessments, the discussion and all results, the reopened ones too."""
    comments = select(CriterionComment).where(CriterionComment.hypothesis_id == hypothesis.id)
    results = select(CriterionResult).where(CriterionResult.hypothesis_id == hypothesis.id)
    shown = await assessments.shown(session, hypothesis, by=by)
    return {
        "revealed_at": shown["revealed_at"],
        "complete_assessors": shown["complete_assessors"],
        "assessments": shown["items"],
        "comments": (await session.exec(comments.order_by(col(CriterionComment.id)))).all(),
        "results": (await session.exec(results.order_by(col(CriterionResult.id)))).all(),
    }


async def comment(
    session: AsyncSession, hypothesis: Hypothesis, new: CommentIn, *, by: Principal
) -> CriterionComment:
    """Write about a criterion. What is written stays.

    Raises: NotRevealed, CriterionClosed, NotAPerson.
    """
    await _open(session, hypothesis, by=by)
    if await _standing(session, hypothesis, new.criterion):
        raise CriterionClosed
    row = CriterionComment(
        hypothesis_id=hypothesis.id, authority_id=hypothesis.authority_id, criterion=new.criterion,
        text=new.text, author_id=by.subject, author_name=by.name,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    said = events.CriterionDiscussed(
        authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id, criterion=new.criterion.value
    )
    record(session, said, actor=by)
    return row


async def close(
    session: AsyncSession, hypothesis: Hypothesis, new: ResultIn, *, criterion: Criterion, by: Principal
) -> CriterionResult:
    """Say what was agreed of a criterion, and why.

    Raises: NotRevealed, CriterionClosed, AlreadyDecided, NotAPerson.
    """
    await _open(session, hypothesis, by=by)
    if await _standing(session, hypothesis, criterion):
        raise CriterionClosed
    await _check_undecided(session, hypothesis)
    row = CriterionResult(
        hypothesis_id=hypothesis.id, authority_id=hypothesis.authority_id, criterion=criterion,
        verdict=new.verdict, reason=new.reason, closed_by=by.subject, closed_by_name=by.name,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    closed = events.CriterionClosed(
        authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id, criterion=criterion.value, verdict=new.verdict.value,
    )  # fmt: skip
    record(session, closed, actor=by)
    return row


async def reopen(
    session: AsyncSession, hypothesis: Hypothesis, *, criterion: Criterion, by: Principal
) -> None:
    """Open the discussion of a criterion again; its result stays as history.

    Raises: NotFound when it is not closed, AlreadyDecided, NotAPerson.
    """
    assessments.check_person(by)
    await session.refresh(hypothesis, with_for_update=True)
    result = await _standing(session, hypothesis, criterion)
    if result is None:
        raise NotFound("La discussion de ce critère n’est pas close.")
    await _check_undecided(session, hypothesis)
    result.reopened_at, result.reopened_by = now(), by.subject
    await session.flush()
    reopened = events.CriterionReopened(
        authority_id=hypothesis.authority_id, hypothesis_id=hypothesis.id, criterion=criterion.value
    )
    record(session, reopened, actor=by)


async def _open(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> None:
    assessments.check_person(by)
    # The lock sets two closures at once one after the other: the second is told, rather than refused by an index.
    await session.refresh(hypothesis, with_for_update=True)
    if hypothesis.assessments_revealed_at is None:
        raise NotRevealed


async def _standing(
    session: AsyncSession, hypothesis: Hypothesis, criterion: Criterion
) -> CriterionResult | None:
    query = select(CriterionResult).where(
        CriterionResult.hypothesis_id == hypothesis.id,
        CriterionResult.criterion == criterion,
        col(CriterionResult.reopened_at).is_(None),
    )
    return (await session.exec(query)).first()


async def _check_undecided(session: AsyncSession, hypothesis: Hypothesis) -> None:
    signed = select(Decision.id).where(
        Decision.hypothesis_id == hypothesis.id, col(Decision.signed_at).is_not(None)
    )
    if (await session.exec(signed.limit(1))).first():
        raise AlreadyDecided
