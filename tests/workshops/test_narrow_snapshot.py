"""A withdrawal reaches what was frozen before it; everything else of the snapshot stays as it was."""

import pytest

ROOM = "/api/workshops/v1"


@pytest.fixture
async def participant(facilitator, agent, day):
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    new = {"job_family": "secrétariat", "person_id": me}
    made = (await facilitator.post(f"{day}/participants", json=new)).json()
    await say(facilitator, made, "granted")
    return made


@pytest.fixture
async def frozen(facilitator, day, programme, participant):
    """Two notes of an ordinary day, one of them a participant's, in a snapshot of the whole programme."""
    said = {"text": "Je recopie tout le soir", "participant_id": participant["id"]}
    for body in (said, {"text": "Trois appels"}):
        assert (await facilitator.post(f"{day}/observations", json=body)).status_code == 201
    answer = await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})
    return f"{ROOM}/snapshots/{answer.json()['id']}"


async def say(client, participant, act, *, door="participants"):
    body = {"purpose": "notes", "act": act}
    assert (await client.post(f"{ROOM}/{door}/{participant['id']}/consents", json=body)).status_code == 201


async def texts(client, frozen):
    content = (await client.get(f"{frozen}/files/json")).json()["content"]
    return [one["text"] for one in content["tables"]["observations"]]


async def test_it_takes_what_was_withdrawn_out_of_a_snapshot_for_good(
    facilitator, agent, participant, frozen, owner
):
    assert await texts(facilitator, frozen) == ["Je recopie tout le soir", "Trois appels"]
    before = (await facilitator.get(frozen)).json()
    await say(agent, participant, "withdrawn", door="participations")
    assert await texts(facilitator, frozen) == ["Trois appels"]
    after = (await facilitator.get(frozen)).json()
    assert after["narrowed_at"]
    assert (after["rows"], after["sha256"] == before["sha256"]) == (before["rows"] - 1, False)
    [[notes]] = owner.execute(
        "select body->>'notes' from event where name = 'workshops.snapshot_narrowed'"
    ).fetchall()
    assert int(notes) == 1


async def test_it_gives_the_same_bytes_again_once_narrowed(facilitator, agent, participant, frozen):
    await say(agent, participant, "withdrawn", door="participations")
    first, second = [(await facilitator.get(f"{frozen}/files/xlsx")).content for _ in range(2)]
    assert first == second


async def test_it_changes_nothing_when_nobody_withdrew(facilitator, participant, frozen):
    before = (await facilitator.get(frozen)).json()
    await facilitator.get(f"{frozen}/files/csv")
    assert (await facilitator.get(frozen)).json() == before
    assert before["narrowed_at"] is None
