"""What a programme scores applications on: a label, a weight, and what each score from 0 to 5 means."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, NotFound
from services.kit.principal import Principal
from services.workshops import programmes
from services.workshops.schemas.programmes import CriterionIn
from services.workshops.tables import Application, ApplicationReview, Programme, SelectionCriterion


class ScoringBegun(Conflict):
    """Somebody has handed in scores: what they scored on no longer changes."""

    sentence = "Des notes ont déjà été rendues\u00a0: les critères ne changent plus, sinon elles ne diraient plus la même chose."


async def listed(session: AsyncSession, programme_id: UUID) -> Sequence[SelectionCriterion]:
    """Give the criteria of a programme, in the order in which they were written."""
    here = select(SelectionCriterion).where(SelectionCriterion.programme_id == programme_id)
    return (await session.exec(here.order_by(col(SelectionCriterion.id)))).all()


async def add(
    session: AsyncSession, programme: Programme, new: CriterionIn, *, by: Principal
) -> SelectionCriterion:
    """Add a criterion.

    Raises: Forbidden, ScoringBegun.
    """
    await _check_open(session, programme, by=by)
    criterion = SelectionCriterion(**new.model_dump(), programme_id=programme.id)
    session.add(criterion)
    await session.flush()
    return criterion


async def change(
    session: AsyncSession, programme: Programme, new: CriterionIn, *, criterion_id: UUID, by: Principal
) -> SelectionCriterion:
    """Write a criterion anew.

    Raises: Forbidden, NotFound, ScoringBegun.
    """
    await _check_open(session, programme, by=by)
    criterion = await _get(session, programme, criterion_id)
    criterion.sqlmodel_update(new.model_dump())
    await session.flush()
    return criterion


async def remove(session: AsyncSession, programme: Programme, *, criterion_id: UUID, by: Principal) -> None:
    """Take a criterion out, with the scores on it that nobody has handed in.

    Raises: Forbidden, NotFound, ScoringBegun.
    """
    await _check_open(session, programme, by=by)
    await session.delete(await _get(session, programme, criterion_id))
    await session.flush()


async def _check_open(session: AsyncSession, programme: Programme, *, by: Principal) -> None:
    programmes.check_operator(by)
    # The same lock as a review takes: no score is handed in on criteria that change under it.
    await session.refresh(programme, with_for_update=True)
    handed_in = (
        select(ApplicationReview.application_id)
        .join(Application, col(Application.id) == ApplicationReview.application_id)
        .where(Application.programme_id == programme.id)
    )
    if programme.scoring_closed_at or (await session.exec(handed_in.limit(1))).first():
        raise ScoringBegun


async def _get(session: AsyncSession, programme: Programme, criterion_id: UUID) -> SelectionCriterion:
    criterion = await session.get(SelectionCriterion, criterion_id)
    if criterion is None or criterion.programme_id != programme.id:
        raise NotFound("Ce critère n’est pas de ce programme.")
    return criterion
