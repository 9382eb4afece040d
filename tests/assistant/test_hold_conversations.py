"""Conversations: questions, answers, and who reads them."""

import asyncio
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from services.assistant.conversations import generations
from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import WORDS, FakeSupplier

pytestmark = pytest.mark.usefixtures("settled")

HOME = "/api/assistant/v1/conversations"
QUESTION = "Rédige un courrier de remerciement aux bénévoles de la fête du village."
TEXT = "".join(WORDS)


async def begin(person: httpx.AsyncClient) -> str:
    answer = await person.post(HOME, json={})
    assert answer.status_code == 201, answer.text
    return f"{HOME}/{answer.json()['id']}"


async def ask(person: httpx.AsyncClient, here: str, content: str = QUESTION, **more: Any) -> str:
    """Ask, and give the address of the answer."""
    answer = await person.post(f"{here}/messages", json={"content": content, **more})
    assert answer.status_code == 201, answer.text
    return f"{here}/messages/{answer.json()['answer']['id']}"


async def read(person: httpx.AsyncClient, address: str, *, wait: float = 5) -> dict[str, Any]:
    answer = await person.get(address, params={"wait": wait})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_answers_a_question(agent: httpx.AsyncClient, rows: Rows) -> None:
    here = await begin(agent)
    exchange = (await agent.post(f"{here}/messages", json={"content": QUESTION})).json()
    assert exchange["question"]["content"] == QUESTION
    assert exchange["answer"] | {"content": "", "state": "pending"} == exchange["answer"]

    answer = await read(agent, f"{here}/messages/{exchange['answer']['id']}")
    assert answer["state"] == "complete"
    assert answer["is_embedded"]
    assert answer["use_case"]["code"] == "RED-COU"
    assert answer["words"] == len(answer["content"].split()) > 5
    assert answer["html"].startswith("<p>")
    whole = (await agent.get(here)).json()
    assert whole["title"] == "Rédige un courrier de remerciement aux bénévoles de la fête…"
    assert [message["role"] for message in whole["messages"]] == ["user", "assistant"]
    assert whole["messages"][1] == answer
    (use,) = rows("select * from assistant_use")
    assert (use["state"], use["caller_kind"], use["use_case"]) == ("complete", "person", "RED-COU")
    assert len(rows("select 1 from event where name = 'assistant.use_made'")) == 1


async def test_it_gives_a_supplier_what_was_said_before(
    agent: httpx.AsyncClient, supplier: FakeSupplier, rows: Rows
) -> None:
    here = await begin(agent)
    first = await read(agent, await ask(agent, here, model="good"))
    second = await read(agent, await ask(agent, here, "Plus court.", model="good"))
    assert first["content"] == second["content"] == TEXT
    cost = first["footprint"]
    assert (cost["status"], cost["kwh_low"]) == ("unknown", None), "no method knows this model: never a zero"
    assert cost["input_tokens"] > 0
    assert cost["output_tokens"] > 0
    assert [message["content"] for message in supplier.asked[1]["messages"]] == [
        QUESTION,
        TEXT,
        "Plus court.",
    ]
    assert {use["counted_in"] for use in rows("select * from assistant_use")} == {"tokens"}


async def test_it_streams_to_the_page(agent: httpx.AsyncClient, supplier: FakeSupplier) -> None:
    here = await begin(agent)
    address = await ask(agent, here, model="good")
    answer = await agent.get(f"{address}/stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    events = answer.text.strip().split("\n\n")
    assert events[-1] == "event: fin\ndata:"
    assert f'hx-target="#suite-{address.rpartition("/")[2]}"' in events[-2]
    assert f"<p>{TEXT}</p>" in events[-2]
    assert (await read(agent, address))["state"] == "complete"
    again = await agent.get(
        f"{address}/stream"
    )  # a page opened later sees the same text, and no second answer
    assert f"<p>{TEXT}</p>" in again.text
    assert len(supplier.asked) == 1


async def test_it_goes_on_when_the_reader_looks_away(
    agent: httpx.AsyncClient, served: str, supplier: FakeSupplier, rows: Rows
) -> None:
    address = await ask(agent, await begin(agent), model="slow")
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in agent.cookies.items())}
    async with (
        httpx.AsyncClient(base_url=served, headers=cookie) as browser,
        browser.stream("GET", f"{address}/stream") as answer,
    ):
        assert answer.status_code == 200
        async for line in answer.aiter_lines():
            if WORDS[0] in line:
                break
    await until(lambda: bool(rows("select 1 from message where state = 'complete'")))
    assert (await read(agent, address))["content"] == TEXT


async def test_it_saves_the_text_as_it_grows(agent: httpx.AsyncClient, rows: Rows) -> None:
    address = await ask(agent, await begin(agent), model="slow")
    await read(agent, address, wait=0)
    await until(lambda: rows("select content from message where role = 'assistant'")[0]["content"] != "")
    (answer,) = rows("select * from message where role = 'assistant'")
    assert answer["state"] == "pending"
    assert TEXT.startswith(answer["content"])
    assert (await read(agent, address))["content"] == TEXT


async def test_it_stops_when_asked(agent: httpx.AsyncClient, supplier: FakeSupplier, rows: Rows) -> None:
    address = await ask(agent, await begin(agent), model="slow")
    await read(agent, address, wait=0.6)
    assert (await agent.delete(f"{address}/generation")).status_code == 204
    await asyncio.wait_for(supplier.left.wait(), 2)
    answer = await read(agent, address)
    assert answer["state"] == "interrupted"
    assert TEXT.startswith(answer["content"])
    assert 0 < len(answer["content"]) < len(TEXT)
    await until(lambda: bool(rows("select 1 from assistant_use where state = 'interrupted'")))
    assert rows("select 1 from event where name = 'assistant.use_made'") == []
    assert (await agent.delete(f"{address}/generation")).status_code == 204  # twice is as good as once
    assert (await read(agent, address)) == answer


async def test_it_gives_up_an_answer_that_nobody_waited_for(agent: httpx.AsyncClient, rows: Rows) -> None:
    here = await begin(agent)
    forgotten = await ask(agent, here)
    asked = await ask(agent, here, "Rédige un discours.")
    assert (await read(agent, forgotten))["state"] == "interrupted"
    assert (await read(agent, asked))["state"] == "complete"
    assert len(rows("select 1 from assistant_use")) == 1


@pytest.mark.parametrize(
    ("model", "start", "sentence"),
    [
        ("cut", "".join(WORDS[:3]), "interrompue"),
        ("status-500", "", "erreur"),
        ("nobody", "", "ne répond pas"),
    ],
)
async def test_it_says_why_there_is_no_answer(
    agent: httpx.AsyncClient, rows: Rows, model: str, start: str, sentence: str
) -> None:
    answer = await read(agent, await ask(agent, await begin(agent), model=model))
    assert (answer["state"], answer["content"]) == ("failed", start)
    assert sentence in answer["failure"]
    assert [use["state"] for use in rows("select * from assistant_use")] == ["failed"]


async def test_it_refuses_a_forbidden_use_that_is_chosen(agent: httpx.AsyncClient, rows: Rows) -> None:
    here = await begin(agent)
    refused = await agent.post(f"{here}/messages", json={"content": QUESTION, "use_case": "ACT-SOC"})
    assert (refused.status_code, refused.json()["code"]) == (403, "use_forbidden")
    assert "interdit par défaut" in refused.json()["detail"]
    assert rows("select 1 from message") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"content": "   "}, 422), ({"content": "x" * 100_001}, 422), ({}, 422),
        ({"content": "x", "extra": 1}, 422), ({"content": "x", "model": "none-such"}, 404),
        ({"content": "x", "use_case": "NADA"}, 400),
    ],
)  # fmt: skip
async def test_it_refuses_a_wrong_question(
    agent: httpx.AsyncClient, rows: Rows, body: dict[str, Any], status: int
) -> None:
    here = await begin(agent)
    answer = await agent.post(f"{here}/messages", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert rows("select 1 from message") == []


async def test_it_lists_the_latest_first(agent: httpx.AsyncClient) -> None:
    for content in ("La première", "La deuxième", "La troisième"):
        await ask(agent, await begin(agent), content)
    page = (await agent.get(HOME, params={"limit": 2})).json()
    assert [one["title"] for one in page["items"]] == ["La troisième", "La deuxième"]
    rest = (await agent.get(HOME, params={"limit": 2, "cursor": page["next"]})).json()
    assert [one["title"] for one in rest["items"]] == ["La première"]
    assert rest["next"] is None


async def test_it_shortens_a_long_title(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    await ask(agent, here, "mot\n" * 60)
    title = (await agent.get(here)).json()["title"]
    assert title == " ".join(["mot"] * 15) + "…"


async def test_it_follows_an_answer_that_another_process_writes(
    agent: httpx.AsyncClient, owner: psycopg.Connection, rows: Rows
) -> None:
    address = await ask(agent, await begin(agent))
    owner.execute("update message set started_at = now(), content = 'À moitié' where role = 'assistant'")
    reading = asyncio.create_task(agent.get(f"{address}/stream"))
    await asyncio.sleep(0.2)
    owner.execute(
        "update message set content = 'En entier', state = 'complete', ended_at = now() where role = 'assistant'"
    )
    told = (await asyncio.wait_for(reading, 3)).text
    assert "À moitié" in told
    assert "En entier" in told
    assert told.strip().endswith("event: fin\ndata:")
    assert rows("select 1 from assistant_use") == []  # the other process has its own


async def test_it_keeps_what_is_written_when_the_process_ends(
    agent: httpx.AsyncClient, app: FastAPI, rows: Rows
) -> None:
    address = await ask(agent, await begin(agent), model="slow")
    await read(agent, address, wait=0.5)
    (service,) = [route.app for route in app.routes if getattr(route, "path", "") == "/api/assistant"]
    await generations.close(service.state.desk)
    answer = await read(agent, address)
    assert answer["state"] == "interrupted"
    assert answer["content"].startswith(WORDS[0])
    assert [use["state"] for use in rows("select * from assistant_use")] == ["interrupted"]


async def test_it_begins_with_the_first_question(agent: httpx.AsyncClient) -> None:
    begun = await agent.post(HOME, json={"question": {"content": QUESTION}})
    assert begun.status_code == 201
    assert [message["state"] for message in begun.json()["messages"]] == ["complete", "pending"]
    assert begun.json()["title"].startswith(QUESTION[:50])
    answer = begun.json()["messages"][1]
    read_back = await read(agent, f"{HOME}/{begun.json()['id']}/messages/{answer['id']}")
    assert read_back["state"] == "complete"


async def test_it_begins_nothing_when_the_first_question_is_refused(
    agent: httpx.AsyncClient, rows: Rows
) -> None:
    refused = await agent.post(HOME, json={"question": {"content": QUESTION, "use_case": "ACT-SOC"}})
    assert refused.status_code == 403
    assert rows("select 1 from conversation") == []


async def test_it_takes_a_question_sent_twice_once(agent: httpx.AsyncClient, rows: Rows) -> None:
    here = await begin(agent)
    once = {"idempotency-key": "question-1"}
    first = await agent.post(f"{here}/messages", json={"content": QUESTION}, headers=once)
    second = await agent.post(f"{here}/messages", json={"content": QUESTION}, headers=once)
    assert first.json() == second.json()
    assert len(rows("select 1 from message")) == 2
