"""Scores of applications: each person alone, blind to the others until they hand in theirs.

The database keeps the secret (policies on `application_score`); what is counted here is what it lets the caller see.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import (
    applications,
    assessments,
    criteria,
    programme_events as events,
    programmes,
    scores,
)
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.selection import (
    ApplicationOut,
    CriterionSummary,
    ReviewIn,
    ReviewsOut,
    ScoreOut,
    ScoreSummary,
)
from services.workshops.tables import (
    Application,
    ApplicationReview,
    ApplicationScore,
    Programme,
    ProgrammeAuthority,
    SelectionCriterion,
)


class ReviewSubmitted(Conflict):
    """The caller has handed in their scores: having seen the others', they keep theirs."""

    sentence = "Vous avez rendu vos notes\u00a0: elles ne changent plus, puisque vous voyez maintenant celles des autres."


class ScoringClosed(Conflict):
    """Scoring is closed: no score comes in any more."""

    sentence = "La notation de ce programme est close."


async def score(session: AsyncSession, application: Application, new: ReviewIn, *, by: Principal) -> None:
    """Keep the caller's scores, in place of those they kept before; hand them in when asked to.

    Raises: Forbidden, Invalid, NoLongerCandidate, NotAPerson, ReviewSubmitted, ScoringClosed.
    """
    programmes.check_operator(by)
    assessments.check_person(by)
    programme = await _held(session, application, by=by)
    known = {one.id for one in await criteria.listed(session, programme.id)}
    _check(new, known)
    own = (ApplicationScore.application_id == application.id, ApplicationScore.assessor_id == by.subject)
    await session.exec(delete(ApplicationScore).where(*own))  # type: ignore[arg-type]  # sqlmodel types columns as values
    session.add_all(
        ApplicationScore(
            **one.model_dump(), application_id=application.id, assessor_id=by.subject,
            authority_id=application.authority_id,
        )
        for one in new.scores
    )  # fmt: skip
    await session.flush()
    if new.is_submitted:
        await _submit(session, application, by=by)


async def read(session: AsyncSession, application: Application, *, by: Principal) -> ReviewsOut:
    """Give the caller's scores of an application, and everybody's once they may see them.

    Raises: Forbidden.
    """
    programmes.check_operator(by)
    programme = await programmes.get(session, application.programme_id)
    asked = await criteria.listed(session, programme.id)
    given = await _scores(session, [application])
    handed_in = await _handed_in(session, [application])
    mine = [one for one in given if one.assessor_id == by.subject]
    summary = _summary(programme, asked, given, handed_in, by=by)
    shown = [one for one in given if one.assessor_id in {review.assessor_id for review in handed_in}]
    seen = shown if summary.is_open else []
    return ReviewsOut(
        criteria=[one.model_dump() for one in asked],
        mine=[ScoreOut.model_validate(one.model_dump(include=set(ScoreOut.model_fields))) for one in mine],
        summary=summary,
        by_criterion=[_of_criterion(one.id, seen) for one in asked] if summary.is_open else [],
        others=[
            ScoreOut.model_validate(one.model_dump(include=set(ScoreOut.model_fields)))
            for one in seen
            if one.assessor_id != by.subject
        ],
    )


async def summed(
    session: AsyncSession, programme: Programme, rows: Sequence[Application], *, by: Principal
) -> list[ApplicationOut]:
    """Give applications with how far each is and, to the operator's people, what its scores come to."""
    places = select(ProgrammeAuthority).where(ProgrammeAuthority.programme_id == programme.id)
    states = {one.authority_id: one.state for one in await session.exec(places)}
    if not by.is_operator:
        return [_shown(one, states, None) for one in rows]
    asked = await criteria.listed(session, programme.id)
    given, handed_in = defaultdict(list), defaultdict(list)
    for one in await _scores(session, rows):
        given[one.application_id].append(one)
    for review in await _handed_in(session, rows):
        handed_in[review.application_id].append(review)
    return [
        _shown(one, states, _summary(programme, asked, given[one.id], handed_in[one.id], by=by))
        for one in rows
    ]


def _check(new: ReviewIn, known: set[UUID]) -> None:
    for place, one in enumerate(new.scores):
        if one.criterion_id not in known:
            message = "Ce critère n’est pas de ce programme."
            pointer = f"/scores/{place}/criterion_id"
            raise Invalid(errors=[{"pointer": pointer, "type": "unknown", "message": message}])
    if new.is_submitted and (not known or len(new.scores) < len(known)):
        message = (
            "Notez chaque critère avant de rendre vos notes."
            if known
            else "Ce programme n’a pas encore de critère."
        )
        raise Invalid(errors=[{"pointer": "/scores", "type": "incomplete", "message": message}])


async def _held(session: AsyncSession, application: Application, *, by: Principal) -> Programme:
    """Hold the programme, whose criteria then stay, and look whether scores may still come in."""
    programme = await programmes.get(session, application.programme_id)
    await session.refresh(programme, with_for_update=True)
    if programme.scoring_closed_at:
        raise ScoringClosed
    if await session.get(ApplicationReview, (application.id, by.subject)):
        raise ReviewSubmitted
    await applications.candidacy(session, application)
    return programme


async def _submit(session: AsyncSession, application: Application, *, by: Principal) -> None:
    session.add(
        ApplicationReview(
            application_id=application.id, assessor_id=by.subject, authority_id=application.authority_id
        )
    )
    await session.flush()
    submitted = events.ReviewSubmitted(
        authority_id=application.authority_id, programme_id=application.programme_id,
        application_id=application.id,
    )  # fmt: skip
    record(session, submitted, actor=by)


async def _scores(session: AsyncSession, rows: Sequence[Application]) -> Sequence[ApplicationScore]:
    wanted = select(ApplicationScore).where(
        col(ApplicationScore.application_id).in_([one.id for one in rows])
    )
    return (await session.exec(wanted.order_by(col(ApplicationScore.assessor_id)))).all()


async def _handed_in(session: AsyncSession, rows: Sequence[Application]) -> Sequence[ApplicationReview]:
    wanted = col(ApplicationReview.application_id).in_([one.id for one in rows])
    return (await session.exec(select(ApplicationReview).where(wanted))).all()


def _summary(
    programme: Programme, asked: Sequence[SelectionCriterion], given: Sequence[ApplicationScore],
    handed_in: Sequence[ApplicationReview], *, by: Principal,
) -> ScoreSummary:  # fmt: skip
    people = {one.assessor_id for one in handed_in}
    is_open = by.subject in people or programme.scoring_closed_at is not None
    reviews: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for one in given:
        if one.assessor_id in people:
            reviews[one.assessor_id][one.criterion_id] = one.score
    found = scores.overall(reviews.values(), {one.id: one.weight for one in asked})
    seen = found if is_open else scores.Spread(0)
    return ScoreSummary(
        submitted=len(people), wanted=programme.reviews_wanted, is_mine_submitted=by.subject in people,
        is_open=is_open, mean=seen.mean, low=seen.low, high=seen.high,
    )  # fmt: skip


def _of_criterion(criterion_id: UUID, given: Sequence[ApplicationScore]) -> CriterionSummary:
    values = [one.score for one in given if one.criterion_id == criterion_id]
    return CriterionSummary(
        criterion_id=criterion_id, count=len(values), mean=scores.spread(values).mean,
        low=min(values, default=None), high=max(values, default=None),
    )  # fmt: skip


def _shown(
    one: Application, states: dict[UUID, EnrolmentState], summary: ScoreSummary | None
) -> ApplicationOut:
    fields = one.model_dump(exclude={"withdrawn_by"})
    state = None if one.withdrawn_at else states.get(one.authority_id)
    return ApplicationOut(**fields, state=state, scores=summary)
