"""Request templates: written, versioned, copied, shared, exchanged; a version never changes."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import psycopg
import pytest

from services.assistant.request_templates import filling, library
from services.assistant.use_cases import BY_CODE, Restriction
from tests.assistant.test_fill_cards import CARD

ROOT = "/api/assistant/v1/templates"
LETTER: dict[str, Any] = {
    "title": "Lettre aux bénévoles", "use_case": "RED-COU",
    "body": "Écris une lettre à {{a_qui}}.\nLe {{jour}}, {{nombre}} personnes.\nDétails : {{details}}",
    "variables": [
        {"name": "a_qui", "label": "À qui"},
        {"name": "jour", "label": "Jour", "kind": "date"},
        {"name": "nombre", "label": "Combien", "kind": "number"},
        {"name": "details", "label": "Détails", "kind": "long_text", "required": False},
    ],
}  # fmt: skip
VALUES = {"a_qui": "des bénévoles", "jour": "2026-09-01", "nombre": "12,5"}


async def written(person: httpx.AsyncClient, sharing: str = "private") -> str:
    made = await person.post(ROOT, json=LETTER)
    assert made.status_code == 201, made.text
    address = f"{ROOT}/{made.json()['id']}"
    shared = await person.put(f"{address}/sharing", json={"sharing": sharing})
    assert shared.status_code == 200, shared.text
    return address


def test_it_comes_with_a_library_of_thirty_good_templates() -> None:
    known = list(library.entries().values())
    assert len(known) >= 30
    assert len({one.use_case for one in known}) >= 20
    for one in known:
        assert filling.check(one) == [], one.title
        assert BY_CODE[one.use_case].restriction is not Restriction.FORBIDDEN
        values = {v.name: {"number": "3", "date": "2026-09-01", "choice": (v.choices or [""])[0]}.get(v.kind, "du texte") for v in one.variables}  # fmt: skip
        assert "{{" not in filling.fill(one.body, one.variables, values)


async def test_it_fills_a_template_and_drops_what_was_left_out(agent: httpx.AsyncClient) -> None:
    address = await written(agent)
    filled = await agent.post(f"{address}/fillings", json={"values": VALUES})
    assert filled.json()["content"] == (
        "Écris une lettre à des bénévoles.\nLe 1er septembre 2026, 12,5 personnes."
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [("a_qui", ""), ("a_qui", "deux\nlignes"), ("jour", "31/02/2026"), ("nombre", "douze"), ("autre", "x")],
)
async def test_it_says_which_value_is_wrong(agent: httpx.AsyncClient, name: str, told: str) -> None:
    address = await written(agent)
    refused = await agent.post(f"{address}/fillings", json={"values": VALUES | {name: told}})
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [f"/values/{name}"]


async def test_it_adds_versions_and_keeps_the_ones_before(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    address = await written(agent)
    again = await agent.post(f"{address}/versions", json=LETTER | {"title": "Lettre courte"})
    assert (again.json()["version"], again.json()["versions"]) == (2, 2)
    assert (await agent.get(address)).json()["title"] == "Lettre courte"
    assert (await agent.get(f"{address}?version=1")).json()["title"] == LETTER["title"]
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute("update request_template_version set title = 'Réécrit'")
    owner.rollback()


async def test_it_is_seen_by_those_it_is_shared_with(
    agent: httpx.AsyncClient, champion: httpx.AsyncClient, stranger: httpx.AsyncClient,
    decision_maker: httpx.AsyncClient,
) -> None:  # fmt: skip
    for sharing, seen in (("private", (404, 404)), ("authority", (200, 404)), ("region", (200, 200))):
        address = await written(agent, sharing)
        assert ((await champion.get(address)).status_code, (await stranger.get(address)).status_code) == seen
        for other, status in zip((champion, stranger), seen, strict=True):
            expected = 403 if status == 200 else 404
            assert (await other.post(f"{address}/versions", json=LETTER)).status_code == expected
            assert (await other.delete(address)).status_code == expected
    assert (await decision_maker.get(ROOT)).status_code == 403


async def test_it_copies_with_its_origin(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    known = next(iter(library.entries().values()))
    copy = await agent.post(f"{ROOT}/{known.id}/copies")
    assert copy.status_code == 201, copy.text
    assert copy.json()["origin"] == {"id": str(known.id), "version": 1}
    assert (copy.json()["sharing"], copy.json()["is_mine"]) == ("private", True)
    assert (await stranger.get(f"{ROOT}/{copy.json()['id']}")).status_code == 404
    refused = await agent.delete(f"{ROOT}/{known.id}")
    assert refused.json()["code"] == "not_your_template"


async def test_it_travels_as_a_file(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    address = await written(agent)
    file = (await agent.get(f"{address}/file")).json()
    brought = await stranger.post("/api/assistant/v1/template-files", json=file)
    assert brought.status_code == 201, brought.text
    (made,) = brought.json()["items"]
    assert {name: made[name] for name in ("title", "body")} == {n: LETTER[n] for n in ("title", "body")}
    assert made["origin"]["id"] == address.rpartition("/")[2]
    broken = file | {"templates": [*file["templates"], file["templates"][0] | {"use_case": "XXX"}]}
    refused = await stranger.post("/api/assistant/v1/template-files", json=broken)
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/templates/1/use_case"]
    mine = [one for one in (await stranger.get(ROOT)).json()["items"] if one["is_mine"]]
    assert len(mine) == 1, "all of a file, or none"


async def test_it_withdraws(agent: httpx.AsyncClient, champion: httpx.AsyncClient) -> None:
    address = await written(agent, "authority")
    assert (await agent.delete(address)).status_code == 204
    for one in (agent, champion):
        assert (await one.get(address)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"use_case": "XXX"}, {"body": "Écris à {{personne}} maintenant."}, {"variables": []}, {"title": ""},
        {"body": "nul\x00 et plus encore"}, {"title": "a\nb"},
        {"variables": [*LETTER["variables"], LETTER["variables"][0]]},
        {"variables": [*LETTER["variables"][1:], {"name": "a_qui", "label": "x", "kind": "choice"}]},
    ],
)  # fmt: skip
async def test_it_refuses_what_cannot_be_filled(
    agent: httpx.AsyncClient, owner: psycopg.Connection, wrong: dict[str, Any]
) -> None:
    refused = await agent.post(ROOT, json=LETTER | wrong)
    assert refused.status_code == 422, refused.text
    assert owner.execute("select count(*) from request_template").fetchone() == (0,)


async def test_it_measures_a_template_once_five_agents_told_of_it(
    sign_in: Callable[..., Awaitable[httpx.AsyncClient]],
) -> None:
    known = str(next(iter(library.entries())))
    for place in range(5):
        person = await sign_in("agent", at="Chéroy", name=f"Agent {place}")
        version = (await person.get("/api/assistant/v1/charter")).json()["version"]
        await person.post("/api/assistant/v1/charter/acceptances", json={"version": version})
        results = (await person.get(f"{ROOT}/{known}")).json()["results"]
        assert results == {"n": None, "kept_share": None, "hidden": True}
        question = {"content": "Écris une lettre de remerciement.", "template_id": known}
        begun = await person.post("/api/assistant/v1/conversations", json={"question": question})
        thread, answer = begun.json()["id"], begun.json()["messages"][-1]["id"]
        done = await person.get(f"/api/assistant/v1/conversations/{thread}/messages/{answer}?wait=20")
        card = CARD | {"outcome": "discarded" if place == 0 else "kept"}
        use = done.json()["use_id"]
        assert (await person.put(f"/api/assistant/v1/uses/{use}/card", json=card)).status_code == 200
    results = (await person.get(f"{ROOT}/{known}")).json()["results"]
    assert results == {"n": 5, "kept_share": 0.8, "hidden": False}


async def test_it_refuses_a_question_from_an_unknown_template(agent: httpx.AsyncClient) -> None:
    question = {"content": "Bonjour", "template_id": "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70"}
    refused = await agent.post("/api/assistant/v1/conversations", json={"question": question})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/template_id"
