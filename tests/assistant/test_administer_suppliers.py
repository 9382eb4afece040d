"""Suppliers, what they offer and other names for it: kept by administrators alone, keys never shown."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from tests.assistant.conftest import PRIVATE, Rows, until
from tests.assistant.supplier import FakeSupplier
from tests.conftest import Client

pytestmark = pytest.mark.usefixtures("settled")

API = "/api/assistant/v1"
Add = Callable[..., Awaitable[dict[str, Any]]]


async def test_it_keeps_a_supplier_and_never_shows_its_key(
    admin: Client, add_supplier: Add, owner: psycopg.Connection
) -> None:
    supplier = await add_supplier(("second-model", "good"), api_key="a-very-secret-key", region="France")

    read = await admin.get(f"{API}/suppliers/{supplier['id']}")
    page = await admin.get(f"{API}/suppliers")

    assert (read.json()["has_key"], read.json()["region"]) == (True, "France")
    assert read.headers["etag"] == '"1"'
    assert "a-very-secret-key" not in read.text + page.text
    assert {one["name"] for one in page.json()["configured"]} == {"Essai", "Pressé", "Absent"}
    row = owner.execute("select sealed_key from supplier").fetchone()
    assert row
    assert b"secret" not in row[0]


async def test_it_answers_with_what_was_added(
    add_supplier: Add, program: httpx.AsyncClient, second: FakeSupplier
) -> None:
    await add_supplier(("second-model", "good"), api_key="its-key")

    asked = {"model": "second-model", "messages": [{"role": "user", "content": "é"}], "x": 1.5}
    answer = await program.post("/chat/completions", json=asked)

    assert answer.status_code == 200, answer.text
    assert second.asked == [asked | {"model": "good"}]
    assert second.headers[0]["authorization"] == "Bearer its-key"


async def test_it_stops_asking_a_deactivated_supplier(
    admin: Client, add_supplier: Add, program: httpx.AsyncClient
) -> None:
    supplier = await add_supplier(("second-model", "good"))
    address = f"{API}/suppliers/{supplier['id']}/deactivation"
    asked = {"model": "second-model", "messages": [{"role": "user", "content": "Bonjour"}]}

    assert (await admin.put(address)).status_code == 204
    refused = await program.post("/chat/completions", json=asked)
    assert (await admin.delete(address)).status_code == 204
    answered = await program.post("/chat/completions", json=asked)

    assert (refused.status_code, answered.status_code) == (404, 200)


async def test_it_opens_a_model_to_some_roles_and_authorities(
    add_supplier: Add, agent: Client, stranger: Client, facilitator: Client, authority: Callable[[str], UUID]
) -> None:
    opened = {"roles": ["agent"], "authorities": [str(authority("Chéroy"))]}
    await add_supplier(("reserved-model", "good"), settings=opened)
    asked = {"model": "reserved-model", "messages": [{"role": "user", "content": "Bonjour"}]}

    statuses = {
        name: (await one.post(f"{API}/chat/completions", json=asked)).status_code
        for name, one in (("agent", agent), ("stranger", stranger), ("facilitator", facilitator))
    }
    seen = [
        "reserved-model" in (await one.get(f"{API}/models")).text for one in (agent, stranger, facilitator)
    ]

    assert statuses == {"agent": 200, "stranger": 404, "facilitator": 404}
    assert seen == [True, False, False]


async def test_it_gives_a_model_another_name(
    admin: Client, program: httpx.AsyncClient, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("second-model", "good"))
    named = await admin.put(f"{API}/aliases/rapide", json={"model": "second-model"})
    answer = await program.post(
        "/chat/completions", json={"model": "rapide", "messages": [{"role": "user", "content": "Bonjour"}]}
    )

    assert (named.status_code, answer.status_code) == (200, 200)
    assert second.asked[0]["model"] == "good"
    assert (await admin.delete(f"{API}/aliases/rapide")).status_code == 204
    assert (await admin.delete(f"{API}/aliases/rapide")).status_code == 404


@pytest.mark.parametrize(
    ("alias", "model", "pointer"),
    [("autre", "nowhere", "/model"), ("auto", "good", "/name"), ("good", "slow", "/name")],
)
async def test_it_refuses_a_name_that_would_mislead(
    admin: Client, rows: Rows, alias: str, model: str, pointer: str
) -> None:
    answer = await admin.put(f"{API}/aliases/{alias}", json={"model": model})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert rows("select 1 from model_alias") == []


async def test_it_asks_for_the_key_again_when_the_address_moves(
    admin: Client, add_supplier: Add, rows: Rows
) -> None:
    supplier = await add_supplier(api_key="a-very-secret-key")
    address, edit = f"{API}/suppliers/{supplier['id']}", {"if-match": '"1"'}
    elsewhere = {"base_url": f"http://{PRIVATE}:9/v1"}

    refused = await admin.patch(address, json=elsewhere, headers=edit)
    kept = await admin.patch(address, json={"base_url": f"{supplier['base_url']}/x"}, headers=edit)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/api_key")
    assert (kept.status_code, kept.json()["has_key"], kept.json()["version"]) == (200, True, 2)
    stale = await admin.patch(address, json={"region": "Lyon"}, headers=edit)
    unread = await admin.patch(address, json={"region": "Lyon"})
    assert (stale.status_code, unread.status_code) == (412, 428)


async def test_it_changes_and_withdraws_a_model(admin: Client, add_supplier: Add, rows: Rows) -> None:
    supplier = await add_supplier(("second-model", "good"))
    models = (await admin.get(f"{API}/suppliers/{supplier['id']}")).json()["models"]
    address = f"{API}/supplier-models/{models[0]['id']}"

    changed = await admin.put(address, json={"price_in": 0.5, "priority": 2}, headers={"if-match": '"1"'})

    assert (changed.json()["price_in"], changed.json()["priority"], changed.json()["upstream"]) == (
        0.5,
        2,
        "",
    )
    assert (await admin.delete(address)).status_code == 204
    assert (await admin.get(address)).status_code == 404
    names = [row["name"] for row in rows("select name from event order by seq")]
    assert names[-3:] == ["assistant.model_offered", "assistant.model_changed", "assistant.model_withdrawn"]


async def test_it_tries_a_supplier(admin: Client, add_supplier: Add) -> None:
    supplier = await add_supplier()
    trial = (await admin.post(f"{API}/suppliers/{supplier['id']}/trials")).json()
    assert (trial["is_reachable"], trial["models"], trial["failure"]) == (True, ["good", "slow"], "")

    nobody = await add_supplier(name="Absent", base_url=f"http://{PRIVATE}:9/v1")
    trial = (await admin.post(f"{API}/suppliers/{nobody['id']}/trials")).json()
    assert not trial["is_reachable"]
    assert "ne répond pas" in trial["failure"]


async def test_it_is_for_administrators(
    add_supplier: Add, agent: Client, champion: Client, facilitator: Client
) -> None:
    supplier = await add_supplier(("second-model", "good"))
    for one in (agent, champion, facilitator):
        answers = [
            await one.get(f"{API}/suppliers"),
            await one.get(f"{API}/suppliers/{supplier['id']}"),
            await one.post(f"{API}/suppliers", json={}),
            await one.post(f"{API}/suppliers/{supplier['id']}/trials"),
            await one.put(f"{API}/aliases/rapide", json={"model": "good"}),
        ]
        assert [answer.status_code for answer in answers] == [403] * 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "a\u0000b"}, {"data_class": "secret"}, {"max_parallel": 0}, {"total": 601},
        {"max_parallel": 10**30}, {"api_key": "clé"}, {"api_key": "a\nb"}, {"base_url": "ftp://example.org"},
        {"base_url": "http://[::1"}, {"base_url": "https://example.org:99999/"}, {"x": 1},
    ],
)  # fmt: skip
async def test_it_refuses_bad_input_and_changes_nothing(
    admin: Client, rows: Rows, wrong: dict[str, Any]
) -> None:
    body = {"name": "Second", "base_url": f"http://{PRIVATE}:9/v1", "data_class": "internal"} | wrong
    answer = await admin.post(f"{API}/suppliers", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    assert rows("select 1 from supplier") == []


async def test_it_refuses_a_name_twice(admin: Client, add_supplier: Add) -> None:
    supplier = await add_supplier(("second-model", "good"))
    again = await admin.post(
        f"{API}/suppliers", json={"name": "Second", "base_url": supplier["base_url"], "data_class": "public"}
    )
    model = await admin.post(f"{API}/suppliers/{supplier['id']}/models", json={"name": "second-model"})
    assert (again.status_code, again.json()["code"]) == (409, "supplier_name_taken")
    assert (model.status_code, model.json()["code"]) == (409, "already_offered")


async def test_it_gives_vectors(program: httpx.AsyncClient, rows: Rows) -> None:
    answer = await program.post("/embeddings", json={"model": "vectors", "input": ["Bonjour"]})

    assert answer.json()["data"][0]["embedding"] == [0.5, -0.25]
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    use = rows("select * from assistant_use")[0]
    assert (use["input_tokens"], use["output_tokens"], use["counted_in"]) == (8, 0, "tokens")
    assert (await program.post("/embeddings", json={"model": "good", "input": "x"})).status_code == 404
    assert (await program.post("/embeddings", json={"model": "vectors"})).status_code == 400
