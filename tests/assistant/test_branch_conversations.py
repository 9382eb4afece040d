"""Conversations that branch: another question, another answer, and each branch remembers only itself."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given, strategies

from services.assistant.conversations import branches
from services.assistant.tables import Message
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_conversations import ask, begin, read

pytestmark = pytest.mark.usefixtures("settled")


async def line(person: httpx.AsyncClient, here: str, **query: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = (await person.get(here, params=query)).json()["messages"]
    return messages


async def test_it_keeps_a_question_and_its_other_wording(
    agent: httpx.AsyncClient, supplier: FakeSupplier
) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here, "Premier jet", model="good"))
    first = (await line(agent, here))[0]
    await read(agent, await ask(agent, here, "Suite du premier", model="good"))
    body = {"content": "Second jet", "model": "good", "instead_of": first["id"]}
    edited = (await agent.post(f"{here}/messages", json=body)).json()
    await read(agent, f"{here}/messages/{edited['answer']['id']}")

    shown = await line(agent, here)
    assert [one["content"] for one in shown if one["role"] == "user"] == ["Second jet"]
    assert shown[0]["siblings"] == [first["id"], edited["question"]["id"]]
    other = await line(agent, here, through=first["id"])
    assert [one["content"] for one in other if one["role"] == "user"] == ["Premier jet", "Suite du premier"]
    told = [message["content"] for message in supplier.asked[-1]["messages"] if message["role"] == "user"]
    assert told == ["Second jet"]  # the model is told of no other branch


async def test_it_goes_on_from_an_older_answer(agent: httpx.AsyncClient, supplier: FakeSupplier) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here, "Un", model="good"))
    answer = (await line(agent, here))[1]
    await read(agent, await ask(agent, here, "Deux", model="good"))
    body = {"content": "Deux bis", "model": "good", "after": answer["id"]}
    asked = (await agent.post(f"{here}/messages", json=body)).json()
    await read(agent, f"{here}/messages/{asked['answer']['id']}")
    assert [one["content"] for one in await line(agent, here) if one["role"] == "user"] == ["Un", "Deux bis"]
    told = [message["content"] for message in supplier.asked[-1]["messages"] if message["role"] == "user"]
    assert told == ["Un", "Deux bis"]


async def test_it_answers_again_and_keeps_both(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    old = await read(agent, await ask(agent, here, "Rédige un courrier de remerciement aux bénévoles."))
    again = await agent.post(f"{here}/messages/{old['parent_id']}/answers", json={})
    assert (again.status_code, again.json()["state"]) == (201, "pending")
    new = await read(agent, f"{here}/messages/{again.json()['id']}")
    assert (new["state"], new["parent_id"], new["id"] == old["id"]) == ("complete", old["parent_id"], False)
    assert (await line(agent, here))[1]["siblings"] == [old["id"], new["id"]]
    assert (await line(agent, here, through=old["id"]))[1]["id"] == old["id"]
    assert (await agent.post(f"{here}/messages/{old['id']}/answers", json={})).status_code == 404


async def test_it_refuses_a_place_in_another_conversation(
    agent: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    here, there = await begin(agent), await begin(agent)
    answer = await read(agent, await ask(agent, here, "Un"))
    for field, message in (
        ("after", answer["id"]),
        ("instead_of", answer["parent_id"]),
        ("after", str(uuid4())),
    ):
        refused = await agent.post(f"{there}/messages", json={"content": "Non", field: message})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"/{field}")
    wrong = await agent.post(f"{here}/messages", json={"content": "Non", "after": answer["parent_id"]})
    assert wrong.status_code == 422  # a question follows an answer, not a question
    assert (await stranger.post(f"{here}/messages/{answer['parent_id']}/answers", json={})).status_code == 404
    assert await line(agent, there) == []


@given(strategies.lists(strategies.integers(-1, 30), max_size=30), strategies.integers(0, 40))
def test_it_always_shows_one_whole_line(parents: list[int], chosen: int) -> None:
    ids = [UUID(int=index + 1) for index in range(len(parents))]
    rows = [
        Message(
            id=ids[index], authority_id=uuid4(), person_id=uuid4(), conversation_id=uuid4(), role="user",
            parent_id=ids[parent] if 0 <= parent < index else None,
        )
        for index, parent in enumerate(parents)
    ]  # fmt: skip
    through = ids[chosen] if chosen < len(ids) else None
    shown = branches.shown(rows, through=through)

    assert bool(shown) == bool(rows)
    for above, below in zip([None, *shown], shown, strict=False):
        assert below.row.parent_id == (above.row.id if above else None)
        assert below.row.id in below.siblings
    if through:
        assert through in [one.row.id for one in shown]
    elif rows:
        assert shown[-1].row.id == ids[-1]  # the latest said is always in sight
    if shown:
        assert not [row for row in rows if row.parent_id == shown[-1].row.id]
