"""A batch of captures from a tablet."""

from uuid import uuid4


def operation(kind="wish", *, id=None, **body):
    return {"id": id or str(uuid4()), "kind": kind, "body": body or {"text": "Un seul registre"}}


async def test_it_writes_each_one_and_says_so(facilitator, day):
    first = operation("pain_point", statement="Triple saisie", theme="citizens", severity=2)
    batch = [first, operation("wish", text="Un seul registre", pain_point_id=first["id"])]
    answer = await facilitator.post(f"{day}/operations", json={"operations": batch})
    assert answer.status_code == 200
    assert [(item["id"], item["outcome"]) for item in answer.json()["items"]] == [
        (one["id"], "created") for one in batch
    ]
    assert (await facilitator.get(f"{day}/overview")).json()["counts"] == {
        "observation": 0, "task": 0, "pain_point": 1, "wish": 1,
    }  # fmt: skip


async def test_it_does_nothing_twice(facilitator, day):
    batch = {"operations": [operation(), operation("observation", text="Trois appels")]}
    await facilitator.post(f"{day}/operations", json=batch)
    again = (await facilitator.post(f"{day}/operations", json=batch)).json()["items"]
    assert [item["outcome"] for item in again] == ["known", "known"]
    counts = (await facilitator.get(f"{day}/overview")).json()["counts"]
    assert (counts["wish"], counts["observation"]) == (1, 1)


async def test_it_lets_a_wrong_one_stop_none_of_the_others(facilitator, day):
    kept = operation()
    batch = [
        operation("pain_point", statement="Sans thème", severity=2),
        operation("dream", text="?"),
        operation(id="not-an-id"),
        operation(pain_point_id=str(uuid4()), text="Mieux"),
        kept,
        {**kept, "body": {"text": "Autre chose"}},
    ]
    items = (await facilitator.post(f"{day}/operations", json={"operations": batch})).json()["items"]
    assert [(item["outcome"], item["code"]) for item in items] == [
        ("refused", "invalid"), ("refused", "unknown_kind"), ("refused", "invalid"), ("refused", "invalid"),
        ("created", None), ("refused", "another_content"),
    ]  # fmt: skip
    assert [fault["pointer"] for fault in items[0]["errors"]] == ["/theme"]
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["wish"] == 1


async def test_it_refuses_each_one_by_name_when_the_day_is_cancelled(facilitator, day):
    await facilitator.post(f"{day}/cancellation", json={"reason": "Neige"})
    item = (await facilitator.post(f"{day}/operations", json={"operations": [operation()]})).json()["items"][
        0
    ]
    assert (item["outcome"], item["code"]) == ("refused", "workshop_cancelled")


async def test_it_is_for_the_project_team(agent, stranger, day):
    batch = {"operations": [operation()]}
    assert (await agent.post(f"{day}/operations", json=batch)).status_code == 403
    assert (await stranger.post(f"{day}/operations", json=batch)).status_code in {403, 404}
