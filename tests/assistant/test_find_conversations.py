"""Conversations found again: named, put in folders, searched in French, taken away as files."""

import json

import httpx
import psycopg
import pytest

from tests.assistant.test_hold_conversations import HOME, ask, begin, read
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("settled")


async def test_it_is_named_by_its_author(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here, "Une question de départ"))
    assert (await agent.get(here)).json()["title"] == "Une question de départ"
    named = await agent.put(f"{here}/label", json={"title": "  Fête du village  ", "folder": "Courriers"})
    assert (named.status_code, named.json()["title"], named.json()["folder"]) == (
        200,
        "Fête du village",
        "Courriers",
    )
    assert (await agent.put(f"{here}/label", json={"title": "Fête"})).json()["folder"] == ""
    assert (await agent.put(f"{here}/label", json={"title": ""})).json()["title"] == "Une question de départ"
    assert (await stranger.put(f"{here}/label", json={"title": "À moi"})).status_code == 404
    for wrong in ({"title": "x" * 81}, {"title": "a\x00b"}, {"folder": "a\nb"}, {"name": "x"}):
        assert (await agent.put(f"{here}/label", json=wrong)).status_code == 422
    assert (await agent.get(here)).json()["title"] == "Une question de départ"


async def test_it_is_kept_in_a_folder(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    for folder in ("Courriers", "Éloges", "courriers", ""):
        await agent.put(f"{await begin(agent)}/label", json={"folder": folder})
    page = (await agent.get(HOME)).json()
    assert [one.casefold() for one in page["folders"]] == ["courriers", "courriers", "éloges"]
    listed = (await agent.get(HOME, params={"folder": "Éloges"})).json()["items"]
    assert [one["folder"] for one in listed] == ["Éloges"]
    assert len((await agent.get(HOME, params={"folder": ""})).json()["items"]) == 1
    assert (await stranger.get(HOME)).json()["folders"] == []


async def test_it_is_found_by_its_words_whatever_their_ending(
    agent: httpx.AsyncClient, sign_in: SignIn, stranger: httpx.AsyncClient
) -> None:
    colleague = await sign_in("agent", at="Chéroy", name="Collègue")
    for person in (agent, colleague, stranger):
        here = await begin(person)
        await read(person, await ask(person, here, "Faut-il deux délibérations pour le marché communal ?"))
    await read(
        agent, await ask(agent, await begin(agent), "Rédige un courrier de remerciement aux bénévoles.")
    )

    for words in ("délibération", "marchés communaux", '"marché communal"', "délibération -bénévole"):
        found = (await agent.get(HOME, params={"q": words})).json()["items"]
        assert [one["title"][:9] for one in found] == ["Faut-il d"], words
    assert "délibérations" in found[0]["excerpt"]
    for words in ("piscine", "!!!", "&|:*", "'"):
        assert (await agent.get(HOME, params={"q": words})).json()["items"] == []
    assert (await agent.get(HOME, params={"q": "a\x00"})).status_code == 422


async def test_it_is_found_by_its_title(agent: httpx.AsyncClient) -> None:
    await agent.put(f"{await begin(agent)}/label", json={"title": "Travaux de la piscine"})
    assert len((await agent.get(HOME, params={"q": "piscines"})).json()["items"]) == 1


async def test_it_is_taken_away_as_a_file(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    here = await begin(agent)
    old = await read(agent, await ask(agent, here, "Rédige un courrier de remerciement aux bénévoles."))
    again = await agent.post(f"{here}/messages/{old['parent_id']}/answers", json={})
    await read(agent, f"{here}/messages/{again.json()['id']}")

    text = await agent.get(f"{here}/file")
    assert text.headers["content-type"].startswith("text/markdown")
    assert text.headers["content-disposition"] == 'attachment; filename="conversation.md"'
    assert text.text.startswith("# Rédige un courrier")
    assert text.text.count("## Réponse (terrain-embarque, terrain)") == 1
    whole = json.loads((await agent.get(f"{here}/file", params={"format": "json"})).text)
    assert [one["role"] for one in whole["messages"]] == ["user", "assistant", "assistant"]
    assert {one["follows"] for one in whole["messages"][1:]} == {old["parent_id"]}
    assert (await stranger.get(f"{here}/file")).status_code == 404
    assert (await agent.get(f"{here}/file", params={"format": "doc"})).status_code == 422


async def test_it_keeps_a_branch_whose_beginning_was_purged(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here, "Ancienne"))
    await read(agent, await ask(agent, here, "Récente"))
    owner.execute(
        "delete from message where content = 'Ancienne' or id = (select parent_id from message where content = 'Récente')"
    )
    assert next(one["content"] for one in (await agent.get(here)).json()["messages"]) == "Récente"
