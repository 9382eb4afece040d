"""The gain of a decision, checked again after six and twelve months beside what was expected."""

import asyncio

import psycopg
import pytest

from tests.workshops.decided import FRUGAL, STOP, age, decide
from tests.workshops.deciding import ROOM

SEEN = {
    "months": 6, "observed_hours": 31.5, "grade": "measured", "note": "Relevé sur deux semaines.",
    "conclusion": "kept",
}  # fmt: skip


@pytest.fixture
async def decision(facilitator, decision_maker, judged):
    return await decide(facilitator, decision_maker, judged, FRUGAL)


def checks(decision):
    return f"{ROOM}/decisions/{decision['id']}/gain-checks"


async def due(who):
    items = (await who.get(f"{ROOM}/due-gain-checks")).json()["items"]
    return [(one["months"], one["is_open"], one["is_overdue"]) for one in items]


async def test_it_is_due_after_six_and_twelve_months(champion, agent, decision, owner):
    assert await due(agent) == [(6, False, False), (12, False, False)]
    age(owner, decision, months=7)
    assert await due(agent) == [(6, True, True), (12, False, False)]
    answer = await champion.post(checks(decision), json=SEEN)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["expected_hours"], made["observed_hours"]) == (40, 31.5)
    assert await due(agent) == [(12, False, False)]
    assert (await agent.get(f"{ROOM}/gain-checks")).json()["items"] == [made]


async def test_it_waits_until_its_time_is_near(champion, decision, owner):
    assert (await champion.post(checks(decision), json=SEEN)).json()["code"] == "too_early"
    age(owner, decision, months=6)
    late = {**SEEN, "months": 12}
    assert (await champion.post(checks(decision), json=late)).json()["code"] == "too_early"
    assert owner.execute("select count(*) from gain_check").fetchone() == (0,)


async def test_it_may_find_a_loss_but_not_twice(champion, decision, owner):
    age(owner, decision, months=6)
    loss = {**SEEN, "observed_hours": -12, "conclusion": "stop"}
    assert (await champion.post(checks(decision), json=loss)).json()["observed_hours"] == -12
    again = await champion.post(checks(decision), json=SEEN)
    assert (again.status_code, again.json()["code"]) == (409, "gain_is_checked")


async def test_it_lets_one_of_two_simultaneous_writers_win(champion, facilitator, decision, owner):
    age(owner, decision, months=6)
    answers = await asyncio.gather(
        *(who.post(checks(decision), json=SEEN) for who in (champion, facilitator))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert owner.execute("select count(*) from gain_check").fetchone() == (1,)


@pytest.mark.parametrize(
    "wrong",
    [{"months": 7}, {"observed_hours": None}, {"observed_hours": 1e12}, {"grade": "sûr"}, {"note": " "}, {"conclusion": ""}],
)  # fmt: skip
async def test_it_refuses_what_says_nothing(champion, decision, owner, wrong):
    age(owner, decision, months=6)
    assert (await champion.post(checks(decision), json={**SEEN, **wrong})).status_code == 422
    assert owner.execute("select count(*) from gain_check").fetchone() == (0,)


async def test_it_looks_for_no_gain_of_a_stop(facilitator, decision_maker, agent, stranger, judged, owner):
    stopped = await decide(facilitator, decision_maker, judged, STOP)
    age(owner, stopped, months=6)
    assert await due(agent) == []
    assert (await facilitator.post(checks(stopped), json=SEEN)).json()["code"] == "nothing_to_check"
    assert (await stranger.post(checks(stopped), json=SEEN)).status_code in {403, 404}


async def test_it_looks_no_further_once_the_trial_is_stopped(facilitator, agent, decision, owner):
    age(owner, decision, months=6)
    for step in ("in_trial", "evaluated", "stopped"):
        body = {"step": step, "note": "Trop de relectures."}
        answer = await facilitator.post(f"{ROOM}/decisions/{decision['id']}/trial-steps", json=body)
        assert answer.status_code == 201
    assert await due(agent) == []
    assert (await facilitator.post(checks(decision), json=SEEN)).json()["code"] == "nothing_to_check"


@pytest.mark.parametrize(
    "body",
    [{**STOP, "expected_hours": 10}, {**FRUGAL, "expected_hours": -1}, {**FRUGAL, "expected_hours": 1e9}],
)
async def test_it_expects_hours_of_answers_only(facilitator, judged, owner, body):
    answer = await facilitator.post(f"{ROOM}/hypotheses/{judged['id']}/decisions", json=body)
    assert answer.status_code == 422
    assert owner.execute("select count(*) from decision").fetchone() == (0,)


async def test_it_refuses_in_raw_sql_a_gain_without_a_signed_answer(facilitator, judged, owner):
    prepared = await facilitator.post(f"{ROOM}/hypotheses/{judged['id']}/decisions", json=FRUGAL)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(
            "insert into gain_check (id, decision_id, authority_id, months, observed_hours, grade, note, conclusion,"
            " checked_at, checked_by, checked_name) select gen_random_uuid(), id, authority_id, 6, 1, 'measured', 'Vu.', 'kept',"
            " now(), id, 'Nom' from decision where id = %s",
            [prepared.json()["id"]],
        )
