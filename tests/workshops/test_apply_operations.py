"""A batch of captures from a tablet."""

import gzip
import hashlib
import json
from uuid import uuid4


def operation(kind="wish", *, id=None, **body):
    return {"id": id or str(uuid4()), "kind": kind, "body": body or {"text": "Un seul registre"}}


def payload_hash(operation):
    """Hash an operation as a tablet does: canonical JSON of all but its id."""
    left_out = dict.fromkeys(("target_id", "base_version", "base_operation"))
    content = {"action": "create", **left_out, **operation}
    del content["id"]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


async def send(client, day, *operations, **more):
    answer = await client.post(f"{day}/operations", json={"operations": list(operations), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def counts(client, day):
    return (await client.get(f"{day}/overview")).json()["counts"]


async def test_it_writes_each_one_and_says_so(facilitator, day):
    first = operation("pain_point", statement="Triple saisie", theme="citizens", severity=2)
    batch = [first, operation("wish", text="Un seul registre", pain_point_id=first["id"])]
    answer = await facilitator.post(f"{day}/operations", json={"operations": batch})
    assert (answer.status_code, answer.headers["x-terrain"]) == (200, "1")
    assert [(item["id"], item["outcome"]) for item in answer.json()["items"]] == [
        (one["id"], "applied") for one in batch
    ]
    assert await counts(facilitator, day) == {
        "observation": 0, "task": 0, "pain_point": 1, "wish": 1, "key_moment": 0,
    }  # fmt: skip


async def test_it_echoes_the_hash_of_what_arrived(facilitator, day):
    batch = [
        operation("observation", text='Guichet « fermé » à 12 h 30\u2028puis \\ "ouvert"\n\té😀'),
        operation("pain_point", statement="Attente", theme="citizens", severity="2", minutes="2.5"),
        operation("dream", text="?"),
    ]
    items = await send(facilitator, day, *batch)
    assert [item["hash"] for item in items] == [payload_hash(one) for one in batch]


async def test_it_does_nothing_twice(facilitator, day):
    batch = [operation(), operation("observation", text="Trois appels")]
    await send(facilitator, day, *batch)
    again = await send(facilitator, day, *batch, batch[0])
    assert [item["outcome"] for item in again] == ["duplicate"] * 3
    assert [item["hash"] for item in again] == [payload_hash(one) for one in (*batch, batch[0])]
    found = await counts(facilitator, day)
    assert (found["wish"], found["observation"]) == (1, 1)


async def test_it_knows_what_came_by_another_address(facilitator, day):
    noted = (await facilitator.post(f"{day}/wishes", json={"text": "Mieux"})).json()
    [item] = await send(
        facilitator, day, {**operation(text="Mieux", seen_at=noted["seen_at"]), "target_id": noted["id"]}
    )
    assert (item["outcome"], item["code"]) == ("rejected", "another_content")  # it had no `seen_at` then
    assert (await counts(facilitator, day))["wish"] == 1


async def test_it_lets_a_wrong_one_stop_none_of_the_others(facilitator, day):
    kept = operation()
    batch = [
        operation("pain_point", statement="Sans thème", severity=2),
        operation("dream", text="?"),
        operation(id="not-an-id"),
        operation(pain_point_id=str(uuid4()), text="Mieux"),
        operation("observation", text="Un\u0000deux"),
        kept,
        {**kept, "body": {"text": "Autre chose"}},
    ]
    items = await send(facilitator, day, *batch)
    assert [(item["outcome"], item.get("code")) for item in items] == [
        ("rejected", "invalid"), ("rejected", "unknown_kind"), ("rejected", "invalid"), ("rejected", "invalid"),
        ("rejected", "invalid"), ("applied", None), ("rejected", "another_operation"),
    ]  # fmt: skip
    assert [fault["pointer"] for fault in items[0]["errors"]] == ["/theme"]
    found = await counts(facilitator, day)
    assert (found["wish"], found["observation"]) == (1, 0)


async def test_it_survives_text_that_is_none(facilitator, day):
    half = json.dumps({"operations": [operation(text="\ud83d"), operation(text="entier")]})
    answer = await facilitator.post(
        f"{day}/operations", content=half, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 200
    assert [item["outcome"] for item in answer.json()["items"]] == ["rejected", "applied"]


async def test_it_judges_a_refused_one_again(facilitator, day):
    late = operation()
    await facilitator.post(f"{day}/opening")
    await facilitator.post(f"{day}/closure")
    [refused] = await send(facilitator, day, late)
    await facilitator.delete(f"{day}/closure")
    [taken] = await send(facilitator, day, late)
    assert (refused["code"], taken["outcome"]) == ("workshop_closed", "applied")


async def test_it_refuses_each_one_by_name_when_the_day_is_cancelled(facilitator, day):
    await facilitator.post(f"{day}/cancellation", json={"reason": "Neige"})
    [item] = await send(facilitator, day, operation())
    assert (item["outcome"], item["code"]) == ("rejected", "workshop_cancelled")


async def test_it_takes_fifty_at_a_time_and_128_kilobytes(facilitator, day):
    many = await facilitator.post(f"{day}/operations", json={"operations": [operation() for _ in range(51)]})
    heavy = await facilitator.post(
        f"{day}/operations", json={"operations": [operation(text="é" * 4000) for _ in range(40)]}
    )
    assert (many.status_code, heavy.status_code, heavy.json()["code"]) == (422, 413, "batch_too_large")
    assert (await counts(facilitator, day))["wish"] == 0


async def test_it_sends_nobody_elses(facilitator, day):
    batch = {"operations": [operation()], "person_id": str(uuid4())}
    answer = await facilitator.post(f"{day}/operations", json=batch)
    assert (answer.status_code, answer.json()["code"]) == (409, "another_person")
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    [item] = await send(facilitator, day, operation(), person_id=me)
    assert item["outcome"] == "applied"


async def test_it_is_for_the_project_team(agent, stranger, day):
    batch = {"operations": [operation()]}
    assert (await agent.post(f"{day}/operations", json=batch)).status_code == 403
    assert (await stranger.post(f"{day}/operations", json=batch)).status_code in {403, 404}


async def test_it_reads_what_is_packed_and_packs_its_answer(facilitator, day):
    batch = {"operations": [operation(text=f"Un seul registre {n}") for n in range(50)]}
    packed = gzip.compress(json.dumps(batch).encode())
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    answer = await facilitator.post(f"{day}/operations", content=packed, headers=headers)
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert {item["outcome"] for item in answer.json()["items"]} == {"applied"}
    assert (await counts(facilitator, day))["wish"] == 50


async def test_it_refuses_what_unpacks_to_too_much_or_to_nothing(facilitator, day):
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    whole = gzip.compress(json.dumps({"operations": [operation()]}).encode())
    bomb = gzip.compress(b" " * 50_000_000)
    answers = [
        await facilitator.post(f"{day}/operations", content=body, headers=headers)
        for body in (bomb, whole[:-12], b"nothing of the kind")
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (413, "batch_too_large"), (422, "badly_packed"), (422, "badly_packed"),
    ]  # fmt: skip
    assert (await counts(facilitator, day))["wish"] == 0
