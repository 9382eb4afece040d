"""Hidden votes: each has a budget of points, nobody sees another's, a facilitator closes the round."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import assessments, qualifying_events as events, ranks, sentences
from services.workshops.schemas import Statement
from services.workshops.schemas.votes import BallotIn, BallotLineOut, RankedOut, RoundIn, VotesOut
from services.workshops.tables import Decision, Hypothesis, Programme, ProgrammeAuthority, Vote, VoteRound

MOST_CANDIDATES = 100


class VotesOpen(Conflict):
    """A round of votes is under way in this programme."""

    sentence = "Un vote est déjà ouvert dans ce programme."


class VotesClosed(Conflict):
    """No round of votes is open in this programme."""

    sentence = "Aucun vote n’est ouvert dans ce programme."


class NobodyVoted(Conflict):
    """A round without a vote has nothing to rank."""

    sentence = "Personne n’a encore voté\u00a0: il n’y a rien à classer."


class BudgetSpent(Invalid):
    """A ballot gives more points than a person has, or too many to one hypothesis."""

    sentence = "Ce vote donne plus de points que permis."


class UnknownCandidate(Invalid):
    """A ballot names a hypothesis that is not to be voted on, or names one twice."""

    sentence = "Une des hypothèses choisies n’est pas soumise à ce vote."


async def find_programme(session: AsyncSession, programme_id: UUID) -> Programme:
    """Give one programme.

    Raises: NotFound.
    """
    programme = await session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("Ce programme n’existe pas.")
    return programme


async def open_round(session: AsyncSession, programme: Programme, new: RoundIn, *, by: Principal) -> VotesOut:
    """Begin a round of votes.

    Raises: VotesOpen, Invalid, NotAPerson.
    """
    assessments.check_person(by)
    if new.most > new.budget:
        fault = {"pointer": "/most", "type": "most", "message": "Pas plus de points que le vote n’en a."}
        raise Invalid(errors=[fault])
    # The lock sets two openings at once one after the other.
    await session.refresh(programme, with_for_update=True)
    if await _running(session, programme):
        raise VotesOpen
    one = VoteRound(programme_id=programme.id, opened_by=by.subject, **new.model_dump())
    session.add(one)
    await session.flush()
    opened = events.VotesOpened(authority_id=None, round_id=one.id, programme_id=programme.id)
    record(session, opened, actor=by)
    return await _shown(session, one, by=by)


async def read(session: AsyncSession, programme: Programme, *, by: Principal) -> VotesOut:
    """Give the latest round of a programme, as far as the caller may see it.

    Raises: NotFound when there was none.
    """
    query = select(VoteRound).where(VoteRound.programme_id == programme.id)
    one = (await session.exec(query.order_by(col(VoteRound.opened_at).desc()).limit(1))).first()
    if one is None:
        raise NotFound("Aucun vote n’a encore eu lieu dans ce programme.")
    return await _shown(session, one, by=by)


async def cast(session: AsyncSession, programme: Programme, new: BallotIn, *, by: Principal) -> VotesOut:
    """Put this ballot in the place of the caller's earlier one. Sent twice, it counts once.

    Raises: VotesClosed, BudgetSpent, UnknownCandidate, NotAPerson.
    """
    assessments.check_person(by)
    one = await _running(session, programme)
    if one is None:
        raise VotesClosed
    await _wait_turn(session, one, by=by)
    if one.closed_at is not None:
        raise VotesClosed
    _check_budget(new, one)
    candidates = {each.id: each for each in await _candidates(session, programme)}
    wanted = [choice.hypothesis_id for choice in new.choices]
    if len(set(wanted)) < len(wanted) or not candidates.keys() >= set(wanted):
        raise UnknownCandidate
    await session.exec(delete(Vote).where(col(Vote.round_id) == one.id, col(Vote.voter_id) == by.subject))
    for choice in new.choices:
        vote = Vote(
            round_id=one.id, voter_id=by.subject, hypothesis_id=choice.hypothesis_id, points=choice.points,
            authority_id=candidates[choice.hypothesis_id].authority_id,
        )  # fmt: skip
        session.add(vote)
    await session.flush()
    return await _shown(session, one, by=by)


async def close(session: AsyncSession, programme: Programme, *, by: Principal) -> VotesOut:
    """Close the round, for good: the ranking is shown to all.

    Raises: VotesClosed, NobodyVoted, NotAPerson.
    """
    assessments.check_person(by)
    one = await _running(session, programme)
    if one is None:
        raise VotesClosed
    await session.refresh(one, with_for_update=True)
    turnout = await _turnout(session, one)
    if not turnout:
        raise NobodyVoted
    if one.closed_at is None:
        one.closed_at, one.closed_by = now(), by.subject
        await session.flush()
        closed = events.VotesClosed(
            authority_id=None, round_id=one.id, programme_id=programme.id, voters=turnout
        )
        record(session, closed, actor=by)
    return await _shown(session, one, by=by)


async def _wait_turn(session: AsyncSession, one: VoteRound, *, by: Principal) -> None:
    """Wait for an earlier ballot of the same person, and keep the round from being closed under this one.

    The trigger takes the same lock: it stands where a ballot comes by another door.
    """
    turn = func.hashtextextended(f"{one.id}{by.subject}", 0)
    await session.exec(select(func.pg_advisory_xact_lock(turn)))
    await session.refresh(one, with_for_update={"read": True})


async def _running(session: AsyncSession, programme: Programme) -> VoteRound | None:
    query = select(VoteRound).where(VoteRound.programme_id == programme.id)
    return (await session.exec(query.where(col(VoteRound.closed_at).is_(None)))).first()


def _check_budget(new: BallotIn, one: VoteRound) -> None:
    points = [choice.points for choice in new.choices]
    if sum(points) > one.budget or max(points, default=0) > one.most:
        sentence = f"Vous avez {one.budget} points, dont {one.most} au plus sur une hypothèse."
        raise BudgetSpent(sentence)


async def _candidates(session: AsyncSession, programme: Programme) -> Sequence[Hypothesis]:
    """Give what may be voted on: the programme's hypotheses that nobody has decided on."""
    enrolled = select(ProgrammeAuthority.authority_id).where(ProgrammeAuthority.programme_id == programme.id)
    decided = select(Decision.hypothesis_id).where(col(Decision.signed_at).is_not(None))
    query = select(Hypothesis).where(
        col(Hypothesis.authority_id).in_(enrolled), col(Hypothesis.id).not_in(decided)
    )
    return (await session.exec(query.order_by(col(Hypothesis.id).desc()).limit(MOST_CANDIDATES))).all()


async def _turnout(session: AsyncSession, one: VoteRound) -> int:
    return int((await session.exec(select(func.vote_turnout(one.id)))).one())


async def _shown(session: AsyncSession, one: VoteRound, *, by: Principal) -> VotesOut:
    return VotesOut(
        round_id=one.id, programme_id=one.programme_id, budget=one.budget, most=one.most,
        opened_at=one.opened_at, closed_at=one.closed_at, turnout=await _turnout(session, one),
        candidates=[] if one.closed_at else await _ballot(session, one, by=by),
        ranking=await _ranking(session, one) if one.closed_at else [],
    )  # fmt: skip


async def _ballot(session: AsyncSession, one: VoteRound, *, by: Principal) -> list[BallotLineOut]:
    """Give the candidates in an order of this voter's own: what stands first is chosen more often."""
    own = select(Vote).where(Vote.round_id == one.id, Vote.voter_id == by.subject)
    given = {vote.hypothesis_id: vote.points for vote in await session.exec(own)}
    programme = await find_programme(session, one.programme_id)
    found = sorted(
        await _candidates(session, programme),
        key=lambda each: hashlib.sha256(by.subject.bytes + each.id.bytes).digest(),
    )
    return [
        BallotLineOut(
            hypothesis_id=each.id, title=each.title, points=given.get(each.id, 0),
            sentence=sentences.assemble(Statement.model_validate(each, from_attributes=True)),
        )
        for each in found
    ]  # fmt: skip


async def _ranking(session: AsyncSession, one: VoteRound) -> list[RankedOut]:
    counted = await ranks.count(session, one.id)
    query = select(Hypothesis.id, Hypothesis.title).where(col(Hypothesis.id).in_(counted))
    titles = dict((await session.exec(query)).all())
    return [
        RankedOut(hypothesis_id=hypothesis_id, title=titles[hypothesis_id], **place.model_dump())
        for hypothesis_id, place in counted.items()
        if hypothesis_id in titles
    ]
