"""Launch days, trainings, forums and deadlines are put in the calendar; who came is counted, never named."""

from uuid import uuid4

import pytest

from tests.workshops.conftest import ROOM

TRAINING = {
    "kind": "training", "label": "Écrire une demande", "held_on": "2026-11-10", "starts_at": "09:30",
    "ends_at": "12:30", "place": "Mâcon", "capacity": 30,
}  # fmt: skip


@pytest.fixture
def plan_one(facilitator, programme):
    """Plan a gathering in the programme of the nine: gives it as it was answered."""

    async def ask(**more):
        answer = await facilitator.post(f"{ROOM}/programmes/{programme}/gatherings", json=TRAINING | more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return ask


def told(owner, name):
    query = "select authority_id, body from event where name = %s order by seq"
    return owner.execute(query, [f"workshops.{name}"]).fetchall()


async def test_it_counts_people_and_hours_and_tells_them(plan_one, facilitator, authority, owner):
    one = await plan_one()
    address = f"{ROOM}/gatherings/{one['id']}/attendances/{authority('Chéroy')}"
    answer = await facilitator.put(address, json={"people": 3, "hours": 3})
    assert [(each["people"], each["hours"]) for each in answer.json()["attendances"]] == [(3, 3.0)]
    await facilitator.put(address, json={"people": 4, "hours": 2.5})
    assert (await facilitator.delete(address)).status_code == 204
    assert (await facilitator.delete(address)).status_code == 404

    marks = {"programme_id": one["programme_id"], "gathering_id": one["id"]}
    assert told(owner, "training_attended") == [
        (authority("Chéroy"), marks | {"people": people, "hours": hours})
        for people, hours in ((3, 3.0), (4, 2.5), (0, 0.0))
    ]
    assert [body["people"] for _, body in told(owner, "event_attended")] == [3, 4, 0]


async def test_it_shows_an_authority_its_own_attendance_only(
    plan_one, facilitator, champion, stranger, authority
):
    one = await plan_one()
    address = f"{ROOM}/gatherings/{one['id']}"
    for name, people in (("Chéroy", 3), ("Lormes", 5)):
        await facilitator.put(f"{address}/attendances/{authority(name)}", json={"people": people})

    def seen(answer):
        return sorted(each["people"] for each in answer.json()["attendances"])

    assert seen(await facilitator.get(address)) == [3, 5]
    assert (seen(await champion.get(address)), seen(await stranger.get(address))) == ([3], [5])
    assert (
        await champion.put(f"{address}/attendances/{authority('Chéroy')}", json={"people": 9})
    ).status_code == 403
    way = f"{ROOM}/programmes/{one['programme_id']}/authorities/{authority('Chéroy')}"
    assert [each["people"] for each in (await champion.get(way)).json()["attendances"]] == [3]


async def test_it_refuses_what_cannot_be_attended(plan_one, facilitator, authority):
    async def refusal(one, who="Chéroy", people=1, hours=0.0):
        place = who if who.count("-") == 4 else authority(who)
        body = {"people": people, "hours": hours}
        answer = await facilitator.put(f"{ROOM}/gatherings/{one['id']}/attendances/{place}", json=body)
        return answer.json().get("code")

    held = await plan_one()
    assert await refusal(held, who=str(uuid4())) == "not_enrolled"
    assert await refusal(held, people=0) == "invalid"
    assert await refusal(await plan_one(held_on="2099-01-01")) == "not_held_yet"
    assert await refusal(await plan_one(kind="deadline")) == "nobody_attends"
    assert await refusal(await plan_one(kind="forum"), hours=2) == "invalid"
    await facilitator.post(f"{ROOM}/gatherings/{held['id']}/cancellation")
    assert await refusal(held) == "gathering_cancelled"


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": "09:00"}, {"ends_at": None}, {"starts_at": "09:30Z"}, {"kind": "party"}, {"label": ""},
     {"held_on": "9999-12-31"}, {"capacity": 0}, {"place": "a\x00"}],
)  # fmt: skip
async def test_it_refuses_a_wrong_gathering(wrong, facilitator, programme):
    answer = await facilitator.post(f"{ROOM}/programmes/{programme}/gatherings", json=TRAINING | wrong)
    assert answer.status_code == 422
    items = (await facilitator.get(f"{ROOM}/calendar?programme_id={programme}")).json()["items"]
    assert {one["kind"] for one in items} == {"limit"}


async def test_it_changes_cancels_and_reinstates(plan_one, facilitator):
    one = await plan_one()
    address = f"{ROOM}/gatherings/{one['id']}"
    moved = await facilitator.put(address, json=TRAINING | {"held_on": "2026-11-17"})
    assert (moved.json()["held_on"], moved.json()["version"]) == ("2026-11-17", 2)
    assert (await facilitator.post(f"{address}/cancellation")).json()["is_cancelled"] is True
    assert (await facilitator.put(address, json=TRAINING)).json()["code"] == "gathering_cancelled"
    assert (await facilitator.delete(f"{address}/cancellation")).json()["is_cancelled"] is False


async def test_its_calendar_holds_ones_own_days(
    plan, plan_one, facilitator, admin, agent, champion, stranger, programme
):
    day = await plan(at="Chéroy", held_on="2026-12-03")
    gathering = await plan_one()
    mine = f"{ROOM}/calendar?is_mine=true&since=2026-01-01"

    async def ids(client, address=mine):
        return [one["id"] for one in (await client.get(address)).json()["items"]]

    assert await ids(facilitator) == [gathering["id"], day["id"]]
    assert await ids(admin) == [gathering["id"]]  # somebody else runs the workshop
    assert await ids(champion) == [gathering["id"], day["id"]]
    assert await ids(agent) == [gathering["id"]]  # nobody said that this agent is met there
    assert await ids(stranger) == [gathering["id"]]
    whole = f"{ROOM}/calendar?programme_id={programme}&until=2026-12-31"
    assert await ids(stranger, whole) == [programme, programme, gathering["id"]]
    assert day["id"] in await ids(agent, whole)
