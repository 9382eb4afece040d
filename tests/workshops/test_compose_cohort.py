"""A cohort is composed with its spread in sight, proposed with a reason, confirmed, and undone while nothing followed."""

from collections import Counter
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import given, strategies as st

from services.workshops import spreads
from services.workshops.schemas.selection import SpreadIn, SpreadPlace
from tests.workshops.conftest import ROOM

REASON = {"name": "Deux communes", "reason": "Un département chacune."}

places = st.builds(
    SpreadPlace,
    authority_id=st.uuids(), kind=st.sampled_from(spreads.KINDS),
    departments=st.lists(st.sampled_from(["01", "21", "58", "71", "89"]), min_size=1, max_size=3, unique=True),
    population=st.none() | st.integers(0, 1_000_000),
)  # fmt: skip


@st.composite
def choices(draw: st.DrawFn) -> SpreadIn:
    candidates = draw(st.lists(places, max_size=12, unique_by=lambda one: one.authority_id))
    ids = [one.authority_id for one in candidates]
    chosen = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    bounds = sorted(draw(st.sets(st.integers(1, 500_000), min_size=1, max_size=6)))
    return SpreadIn(candidates=candidates, chosen=chosen, bounds=bounds)


@given(choices())
def test_it_counts_every_candidate_once_by_kind_and_stratum(asked: SpreadIn) -> None:
    found = spreads.measure(asked)

    for lines in (found.kinds, found.strata):
        assert sum(line.candidates for line in lines) == len(asked.candidates)
        assert sum(line.chosen for line in lines) == len(asked.chosen)
    for line in (*found.departments, *found.kinds, *found.strata):
        assert 0 <= line.chosen <= line.candidates
    counted = Counter(code for one in asked.candidates for code in one.departments)
    assert {line.key: line.candidates for line in found.departments} == counted


@given(choices(), st.randoms())
def test_it_does_not_depend_on_the_order_nor_on_who_is_left_out(asked: SpreadIn, random) -> None:
    shuffled = random.sample(asked.candidates, len(asked.candidates))
    other = asked.model_copy(update={"candidates": shuffled, "chosen": asked.chosen[::-1]})
    everybody = asked.model_copy(update={"chosen": [one.authority_id for one in asked.candidates]})

    assert spreads.measure(other) == spreads.measure(asked)
    whole = spreads.measure(everybody)
    assert all(one.chosen == one.candidates for one in (*whole.departments, *whole.kinds, *whole.strata))


@given(choices())
def test_it_puts_a_population_between_its_bounds(asked: SpreadIn) -> None:
    for place in asked.candidates:
        alone = asked.model_copy(update={"candidates": [place], "chosen": []})
        (stratum,) = [one for one in spreads.measure(alone).strata if one.candidates]
        if place.population is None:
            assert (stratum.low, stratum.high) == (None, None)
        else:
            assert stratum.low <= place.population < (stratum.high or 10**9)


async def test_it_says_that_a_commune_lies_inside_and_sums_nothing(facilitator, authority):
    ids = {name: str(authority(name)) for name in ("Le Grand Chalon", "Lormes")}
    chalon = str(uuid4())
    asked = {
        "candidates": [
            {"authority_id": chalon, "kind": "commune", "departments": ["71"], "population": 45102,
             "siren": "217100767", "parent_siren": "247100589"},
            {"authority_id": ids["Le Grand Chalon"], "kind": "intercommunal", "departments": ["71"],
             "population": 113440, "siren": "247100589"},
            {"authority_id": ids["Lormes"], "kind": "commune", "departments": ["58"], "population": 1251},
        ],
        "chosen": [chalon, ids["Le Grand Chalon"]], "bounds": [2000, 50000],
    }  # fmt: skip
    found = (await facilitator.post(f"{ROOM}/spreads", json=asked)).json()

    assert found["overlaps"] == [{"inside": chalon, "around": ids["Le Grand Chalon"]}]
    assert str(45102 + 113440) not in str(found)
    assert [(one["key"], one["candidates"], one["chosen"]) for one in found["departments"]] == [
        ("58", 1, 0), ("71", 2, 2),
    ]  # fmt: skip
    stranger = asked | {"chosen": [str(uuid4())]}
    assert (await facilitator.post(f"{ROOM}/spreads", json=stranger)).status_code == 422


async def propose(client, call, *applications):
    body = REASON | {"authority_ids": [one["authority_id"] for one in applications]}
    answer = await client.post(f"{call}/cohorts", json=body)
    assert answer.status_code == 201, answer.text
    return f"{ROOM}/cohorts/{answer.json()['id']}"


async def states(client, call):
    return Counter(one["state"] for one in (await client.get(call)).json()["authorities"])


async def test_it_selects_a_confirmed_cohort_and_undoes_it(apply, call, facilitator, owner):
    chosen = [await apply("Chéroy"), await apply("Lormes")]
    await apply("Héry")
    cohort = await propose(facilitator, call, *chosen)
    assert await states(facilitator, call) == {"candidate": 3}

    for _ in range(2):  # the second time changes nothing
        answer = await facilitator.post(f"{cohort}/confirmation")
        assert answer.status_code == 201
        assert await states(facilitator, call) == {"selected": 2, "candidate": 1}
    told = owner.execute("select count(*) from event where name = 'workshops.enrolment_moved'").fetchone()
    assert told == (2,)
    assert (await facilitator.delete(cohort)).json()["code"] == "cohort_confirmed"
    assert (await facilitator.delete(f"{cohort}/confirmation")).json()["confirmed_at"] is None
    assert await states(facilitator, call) == {"candidate": 3}
    assert (await facilitator.delete(cohort)).status_code == 204


async def test_it_selects_nobody_when_one_has_withdrawn(apply, call, facilitator, champion):
    chosen = [await apply("Chéroy"), await apply("Lormes")]
    cohort = await propose(facilitator, call, *chosen)
    await champion.post(f"{ROOM}/applications/{chosen[0]['id']}/withdrawal")

    answer = await facilitator.post(f"{cohort}/confirmation")

    assert (answer.status_code, answer.json()["code"]) == (409, "no_longer_candidates")
    assert await states(facilitator, call) == {"candidate": 1}


async def test_it_takes_candidates_only(apply, call, facilitator, authority):
    made = await apply("Chéroy")
    for ids in ([str(uuid4())], [made["authority_id"], str(authority("Lormes"))], []):
        answer = await facilitator.post(f"{call}/cohorts", json=REASON | {"authority_ids": ids})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/authority_ids"
    assert (await facilitator.get(f"{call}/cohorts")).json()["items"] == []


async def test_it_is_the_operators_alone(apply, call, facilitator, champion, decision_maker, stranger):
    made = await apply("Chéroy")
    cohort = await propose(facilitator, call, made)
    for client in (champion, decision_maker, stranger):
        assert (await client.get(f"{call}/cohorts")).status_code == 403
        assert (
            await client.get(cohort)
        ).status_code == 404  # hidden by the database before any role is asked
        assert (await client.post(f"{cohort}/confirmation")).status_code == 404


async def test_it_goes_one_step_at_a_time_through_any_door(apply, call, owner):
    made = await apply("Chéroy")
    where = "where programme_id = %s and authority_id = %s"
    here = [UUID(made["programme_id"]), UUID(made["authority_id"])]
    for column in ("agreed_on", "activated_on", "closing_on", "left_on"):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(f"update programme_authority set {column} = now() {where}", here)
    owner.execute(f"update programme_authority set selected_on = now() {where}", here)
    with pytest.raises(psycopg.errors.CheckViolation):  # selected, but no agreement is recorded
        owner.execute(f"update programme_authority set agreed_on = now() {where}", here)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("insert into programme_authority (programme_id, authority_id, activated_on)"
                      " values (%s, gen_random_uuid(), now())", here[:1])  # fmt: skip
