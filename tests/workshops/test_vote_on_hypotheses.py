"""Hidden votes rank the hypotheses of a programme."""

import asyncio
from uuid import uuid4

import psycopg
import pytest

from tests.workshops.deciding import ROOM, as_application, draft, person


@pytest.fixture
async def hypotheses(facilitator, day, plan, authority):
    there = f"{ROOM}/workshops/{(await plan(at='Lormes'))['id']}"
    return [
        await draft(facilitator, day, authority("Chéroy")),
        await draft(facilitator, day, authority("Chéroy")),
        await draft(facilitator, there, authority("Lormes")),
    ]


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("facilitator", at="ARNia", name="Collègue")


@pytest.fixture
async def votes(facilitator, programme, hypotheses):
    address = f"{ROOM}/programmes/{programme}/votes"
    answer = await facilitator.post(address, json={})
    assert (answer.status_code, answer.json()["budget"], answer.json()["most"]) == (201, 5, 3)
    return address


def ballot(hypotheses, *points):
    given = zip(hypotheses, points, strict=False)
    return {"choices": [{"hypothesis_id": one["id"], "points": n} for one, n in given if n]}


async def give(who, votes, hypotheses, *points):
    answer = await who.put(f"{votes}/ballot", json=ballot(hypotheses, *points))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_ranks_once_the_round_is_closed(
    facilitator, colleague, champion, agent, votes, hypotheses, owner
):
    await give(facilitator, votes, hypotheses, 1, 3, 1)
    await give(colleague, votes, hypotheses, 2, 0, 3)
    open_round = await give(champion, votes, hypotheses, 1, 2)
    assert (open_round["turnout"], open_round["ranking"]) == (3, [])
    assert (await facilitator.get(f"{ROOM}/hypotheses/{hypotheses[0]['id']}")).json()["rank"] is None

    closed = await facilitator.post(f"{votes}/closure")
    assert (closed.status_code, closed.json()["candidates"]) == (200, [])
    ranked = [
        (one["hypothesis_id"], one["place"], one["points"], one["voters"]) for one in closed.json()["ranking"]
    ]
    first, second, third = (one["id"] for one in hypotheses)
    assert ranked[0] == (second, 1, 5, 2)
    assert sorted(ranked[1:]) == sorted([(first, 2, 4, 3), (third, 2, 4, 2)])
    listed = (await agent.get(f"{ROOM}/hypotheses")).json()["items"]
    assert {one["id"]: one["rank"]["place"] for one in listed} == {first: 2, second: 1}
    assert [one["place"] for one in (await agent.get(votes)).json()["ranking"]] == [1, 2]
    fact = owner.execute("select body->>'voters' from event where name = 'workshops.votes_closed'").fetchone()
    assert fact == ("3",)


async def test_it_counts_a_ballot_once_however_often_it_is_sent(facilitator, votes, hypotheses, owner):
    for _ in range(3):
        await give(facilitator, votes, hypotheses, 2, 3)
    again = await give(facilitator, votes, hypotheses, 1)
    assert {one["points"] for one in again["candidates"]} == {0, 1}
    assert owner.execute("select sum(points), count(*) from vote").fetchone() == (1, 1)


async def test_it_counts_one_of_two_ballots_sent_at_once(facilitator, votes, hypotheses, owner):
    answers = await asyncio.gather(
        *(
            facilitator.put(f"{votes}/ballot", json=ballot(hypotheses, *points))
            for points in ((3, 2), (2, 3), (1, 1, 3), (0, 2, 2)) * 2
        )
    )
    assert {one.status_code for one in answers} == {200}
    (total,) = owner.execute("select sum(points) from vote").fetchone()
    assert total in {4, 5}


@pytest.mark.parametrize("points", [(3, 3), (4,), (2, 2, 2)])
async def test_it_refuses_more_points_than_a_person_has(facilitator, votes, hypotheses, owner, points):
    await give(facilitator, votes, hypotheses, 1)
    answer = await facilitator.put(f"{votes}/ballot", json=ballot(hypotheses, *points))
    assert (answer.status_code, answer.json()["code"]) == (422, "budget_spent")
    assert owner.execute("select sum(points) from vote").fetchone() == (1,)


async def test_it_refuses_what_is_not_to_be_voted_on(facilitator, champion, votes, hypotheses, owner):
    twice = {"choices": ballot(hypotheses, 1)["choices"] * 2}
    unknown = {"choices": [{"hypothesis_id": str(uuid4()), "points": 1}]}
    for who, body in (
        (facilitator, twice),
        (facilitator, unknown),
        (champion, ballot(hypotheses[2:], 1)),
    ):
        answer = await who.put(f"{votes}/ballot", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_candidate")
    for points in (0, -1, 10**9):
        body = {"choices": [{"hypothesis_id": hypotheses[0]["id"], "points": points}]}
        assert (await facilitator.put(f"{votes}/ballot", json=body)).status_code == 422
    assert owner.execute("select count(*) from vote").fetchone() == (0,)


async def test_it_keeps_the_budget_in_raw_sql(facilitator, votes, hypotheses, settings, authority, owner):
    await give(facilitator, votes, hypotheses, 3, 1)
    me = await person(facilitator)
    (round_id,) = owner.execute("select id from vote_round").fetchone()
    insert = "insert into vote values (%s, %s, %s, %s, %s, now())"

    def row(hypothesis, points, voter=me):
        return [round_id, voter, hypothesis["id"], hypothesis["authority_id"], points]

    with as_application(settings, person=me, authority=authority("ARNia"), is_operator=True) as sql:
        for statement, values in (
            (insert, row(hypotheses[2], 2)),
            ("update vote set points = 4 where points = 1", []),
            ("update vote set points = 3 where points = 1", []),
            ("update vote_round set budget = 50, most = 50", []),
        ):
            with pytest.raises(psycopg.errors.CheckViolation), sql.transaction():
                sql.execute(statement, values)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), sql.transaction():
            sql.execute(insert, row(hypotheses[2], 1, voter=uuid4()))


async def test_it_hides_the_votes_of_others_for_good(
    facilitator, colleague, votes, hypotheses, settings, authority, owner
):
    await give(facilitator, votes, hypotheses, 3, 2)
    other = await colleague.get(votes)
    assert {one["points"] for one in other.json()["candidates"]} == {0}
    (round_id,) = owner.execute("select id from vote_round").fetchone()
    reader = await person(colleague)

    def seen():
        with as_application(settings, person=reader, authority=authority("ARNia"), is_operator=True) as sql:
            counts = sql.execute("select count(*) from vote_counts(%s)", [round_id]).fetchone()
            return sql.execute("select count(*) from vote").fetchone() + counts

    assert seen() == (0, 0)
    await facilitator.post(f"{votes}/closure")
    assert seen() == (0, 2)


async def test_it_takes_no_vote_once_closed(facilitator, colleague, votes, hypotheses, owner):
    assert (await facilitator.post(f"{votes}/closure")).json()["code"] == "nobody_voted"
    await give(facilitator, votes, hypotheses, 1)
    await facilitator.post(f"{votes}/closure")
    late = await colleague.put(f"{votes}/ballot", json=ballot(hypotheses, 1))
    again = await facilitator.post(f"{votes}/closure")
    assert [one.json()["code"] for one in (late, again)] == ["votes_closed"] * 2
    for statement in (
        "update vote set points = 2",
        "delete from vote",
        "update vote_round set closed_at = null, closed_by = null",
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement)


async def test_it_opens_one_round_at_a_time(facilitator, votes, hypotheses):
    assert (await facilitator.post(votes, json={})).json()["code"] == "votes_open"
    await give(facilitator, votes, hypotheses, 1)
    await facilitator.post(f"{votes}/closure")
    second = await facilitator.post(votes, json={"budget": 8, "most": 2})
    assert (second.status_code, second.json()["budget"], second.json()["turnout"]) == (201, 8, 0)
    await facilitator.put(f"{votes}/ballot", json=ballot(hypotheses, 0, 2))
    await facilitator.post(f"{votes}/closure")
    ranks = [one["rank"] for one in (await facilitator.get(f"{ROOM}/hypotheses")).json()["items"]]
    assert [one["points"] for one in ranks if one] == [2]


async def test_it_refuses_a_round_that_makes_no_sense(facilitator, programme, owner):
    address = f"{ROOM}/programmes/{programme}/votes"
    for body in ({"budget": 0}, {"budget": 10**6}, {"budget": 2, "most": 3}, {"most": 0}):
        assert (await facilitator.post(address, json=body)).status_code == 422
    assert (await facilitator.get(address)).status_code == 404
    assert (await facilitator.post(f"{ROOM}/programmes/{uuid4()}/votes", json={})).status_code == 404
    assert owner.execute("select count(*) from vote_round").fetchone() == (0,)


async def test_it_is_for_those_who_decide_and_those_who_know(
    agent, decision_maker, champion, stranger, votes, hypotheses, admin, visitor
):
    assert (await agent.put(f"{votes}/ballot", json=ballot(hypotheses, 1))).status_code == 403
    for who in (decision_maker, champion):
        await give(who, votes, hypotheses, 1)
        assert (await who.post(f"{votes}/closure")).status_code == 403
        assert (await who.post(votes, json={})).status_code == 403
    titles = {one["hypothesis_id"] for one in (await stranger.get(votes)).json()["candidates"]}
    assert titles == {hypotheses[2]["id"]}
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Robot", "role": "admin"})).json()["key"]
    robot = {"authorization": f"Bearer {key}"}
    answer = await visitor.put(f"{votes}/ballot", json=ballot(hypotheses, 1), headers=robot)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_person")
