"""What is to be done because of a decision: an owner, a day, an end; and how its trial goes."""

from uuid import uuid4

import pytest

from tests.workshops.decided import FRUGAL, STOP, decide, in_days
from tests.workshops.deciding import ROOM, at, person

TASK = {"task": "Demander l’export du registre", "owner_role": "État civil", "due_on": in_days(30)}


@pytest.fixture
async def decision(facilitator, decision_maker, judged):
    return await decide(facilitator, decision_maker, judged, FRUGAL)


@pytest.fixture
async def action(champion, decision):
    answer = await champion.post(f"{ROOM}/decisions/{decision['id']}/follow-ups", json=TASK)
    assert answer.status_code == 201, answer.text
    return answer.json()


def one(action):
    return f"{ROOM}/follow-ups/{action['id']}"


async def listed(who, **query):
    return [item["id"] for item in (await who.get(f"{ROOM}/follow-ups", params=query)).json()["items"]]


async def test_it_has_an_owner_and_a_day(champion, decision, action, owner):
    assert (action["owner_role"], action["due_on"], action["is_overdue"]) == (
        "État civil",
        TASK["due_on"],
        False,
    )
    assert action["added_by"] == str(await person(champion))
    mine = {**TASK, "owner_role": "", "owner_id": str(uuid4())}
    answer = await champion.post(f"{ROOM}/decisions/{decision['id']}/follow-ups", json=mine)
    assert answer.json()["owner_id"] == mine["owner_id"]
    facts = owner.execute("select body from event where name = 'workshops.follow_up_added'").fetchall()
    assert all(body.keys() == {"decision_id", "follow_up_id"} for (body,) in facts)


@pytest.mark.parametrize(
    "wrong",
    [{"owner_role": " "}, {"task": ""}, {"task": "x" * 201}, {"due_on": "2027-13-01"}, {"due_on": None}],
)
async def test_it_refuses_what_nobody_could_follow(champion, decision, owner, wrong):
    answer = await champion.post(f"{ROOM}/decisions/{decision['id']}/follow-ups", json={**TASK, **wrong})
    assert answer.status_code == 422
    assert owner.execute("select count(*) from follow_up").fetchone() == (0,)


async def test_it_tells_what_is_overdue(champion, agent, decision, action):
    late = await champion.post(
        f"{ROOM}/decisions/{decision['id']}/follow-ups", json={**TASK, "due_on": in_days(-2)}
    )
    late = late.json()
    assert late["is_overdue"]
    assert await listed(agent, is_overdue=True) == [late["id"]]
    assert await listed(agent, is_overdue=False) == [action["id"]]
    await champion.put(f"{one(late)}/end", json={"ended_as": "done"})
    assert await listed(agent, is_overdue=True) == []
    assert await listed(agent, is_open=True) == [action["id"]]


async def test_it_ends_and_its_end_is_undone(champion, action, owner):
    done = (await champion.put(f"{one(action)}/end", json={"ended_as": "done"})).json()
    assert (done["ended_as"], done["ended_by"]) == ("done", str(await person(champion)))
    assert (await champion.put(f"{one(action)}/end", json={"ended_as": "done"})).json() == done
    other = await champion.put(f"{one(action)}/end", json={"ended_as": "dropped"})
    assert (other.status_code, other.json()["code"]) == (409, "follow_up_is_ended")
    resumed = (await champion.delete(f"{one(action)}/end")).json()
    assert (resumed["ended_as"], resumed["ended_at"]) == (None, None)
    names = owner.execute("select name from event where name like 'workshops.follow_up%' order by seq")
    assert [name for (name,) in names] == [
        "workshops.follow_up_added", "workshops.follow_up_ended", "workshops.follow_up_resumed",
    ]  # fmt: skip


async def test_it_changes_from_the_version_that_was_read(champion, action):
    first = {"if-match": '"1"'}
    later = {"due_on": in_days(60)}
    assert (await champion.patch(one(action), json=later)).status_code == 428
    assert (await champion.patch(one(action), json=later, headers=first)).json()["due_on"] == in_days(60)
    assert (await champion.patch(one(action), json=later, headers=first)).status_code == 412
    bare = {"owner_role": ""}
    answer = await champion.patch(one(action), json=bare, headers={"if-match": '"2"'})
    assert answer.status_code == 422
    await champion.put(f"{one(action)}/end", json={"ended_as": "dropped"})
    ended = await champion.patch(one(action), json=later, headers={"if-match": '"3"'})
    assert ended.json()["code"] == "follow_up_is_ended"


async def test_it_is_followed_by_those_of_the_place(agent, stranger, decision_maker, decision, action):
    actions = f"{ROOM}/decisions/{decision['id']}/follow-ups"
    assert (await decision_maker.post(actions, json=TASK)).status_code == 201
    assert (await agent.post(actions, json=TASK)).status_code == 403
    assert (await agent.get(one(action))).status_code == 200
    for answer in (
        await stranger.get(one(action)),
        await stranger.get(f"{ROOM}/decisions/{decision['id']}/dossier"),
    ):
        assert answer.status_code == 404
    assert await listed(stranger) == []


async def test_it_follows_only_what_is_signed_and_in_force(facilitator, decision_maker, judged, decision):
    actions = f"{ROOM}/decisions/{decision['id']}/follow-ups"
    prepared = await facilitator.post(f"{at(judged)}/decisions", json={**STOP, "supersedes": decision["id"]})
    unsigned = f"{ROOM}/decisions/{prepared.json()['id']}/follow-ups"
    assert (await facilitator.post(unsigned, json=TASK)).json()["code"] == "not_in_force"
    assert (await facilitator.post(actions, json=TASK)).status_code == 201
    signature = {"content_hash": prepared.json()["content_hash"]}
    await decision_maker.post(f"{ROOM}/decisions/{prepared.json()['id']}/signature", json=signature)
    assert (await facilitator.post(actions, json=TASK)).json()["code"] == "not_in_force"


async def take(who, decision, step, note="Vu sur trois semaines."):
    return await who.post(f"{ROOM}/decisions/{decision['id']}/trial-steps", json={"step": step, "note": note})


async def state(who, hypothesis):
    return (await who.get(at(hypothesis))).json()["state"]


@pytest.mark.parametrize("last", ["generalised", "stopped"])
async def test_it_is_tried_evaluated_then_generalised_or_stopped(facilitator, agent, judged, decision, last):
    assert await state(agent, judged) == "decided"
    for step in ("in_trial", "evaluated", last):
        taken = await take(facilitator, decision, step)
        assert (taken.status_code, taken.json()["taken_by"]) == (201, str(await person(facilitator)))
        assert await state(agent, judged) == step
    assert (await take(facilitator, decision, "in_trial")).json()["code"] == "wrong_step"
    steps = (await agent.get(f"{ROOM}/decisions/{decision['id']}/trial-steps")).json()["items"]
    assert [one["step"] for one in steps] == ["in_trial", "evaluated", last]


async def test_it_takes_no_step_out_of_order_or_without_a_word(facilitator, agent, decision):
    assert (await take(facilitator, decision, "evaluated")).json()["code"] == "wrong_step"
    assert (await take(agent, decision, "in_trial")).status_code == 403
    assert (await take(facilitator, decision, "in_trial", note="")).status_code == 201
    assert (await take(facilitator, decision, "evaluated", note=" ")).json()["code"] == "missing_note"


async def test_it_takes_the_last_step_back(facilitator, agent, judged, decision):
    first = (await take(facilitator, decision, "in_trial")).json()
    second = (await take(facilitator, decision, "evaluated")).json()
    assert (await facilitator.delete(f"{ROOM}/trial-steps/{first['id']}")).json()["code"] == "wrong_step"
    assert (await facilitator.delete(f"{ROOM}/trial-steps/{second['id']}")).status_code == 204
    assert await state(agent, judged) == "in_trial"


async def test_it_tries_no_stop_and_starts_anew_after_a_revision(
    facilitator, decision_maker, agent, judged, decision
):
    await take(facilitator, decision, "in_trial")
    stopped = await decide(facilitator, decision_maker, judged, {**STOP, "supersedes": decision["id"]})
    assert await state(agent, judged) == "decided"
    assert (await take(facilitator, stopped, "in_trial")).json()["code"] == "wrong_step"
