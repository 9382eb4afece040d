"""Collections found by meaning too: what is found, what is said, and what goes on without."""

import asyncio

import psycopg
import pytest
from hypothesis import given, strategies as st

from services.assistant.collections import fusion
from services.assistant.desk import Desk
from tests import dump
from tests.assistant.conftest import Rows
from tests.assistant.meaning import (
    ASKED,
    HEAP,
    VECTORS,
    Add,
    embedded,
    found,
    hidden,
    keeper,
    moment,
    pgvector,
    shelved,
)
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_collections import ROOT, opened, put
from tests.conftest import Client, SignIn

__all__ = ["hidden", "keeper", "pgvector"]


@pytest.fixture(autouse=True)
async def _nothing_under_way(desk: Desk, settled: None) -> None:
    """Every test waits for its own uses."""


@pytest.mark.usefixtures("pgvector")
async def test_it_finds_by_meaning_what_no_word_shares(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add, rows: Rows
) -> None:
    here = await shelved(keeper)
    agent = await sign_in("agent", at="Chéroy", name="Agente")
    assert await found(agent, here) == [], "no word of the question is in the document"

    await add_supplier(("recherche", "concepts"), **VECTORS)
    await embedded(keeper, here, desk)
    first, *_ = await found(agent, here)
    assert first == (HEAP, ["meaning"])
    assert (await found(agent, here, "Que faire des meubles ?"))[0] == (HEAP, ["words", "meaning"])
    shelf = (await agent.get(ROOT)).json()["items"][0]
    assert shelf["by_meaning"] == shelf["passages"] > 1
    kept = rows("select distinct model, dimension, round(sqrt((select sum(v*v) from unnest(vector) v))::numeric, 3) as long from passage_vector")  # fmt: skip
    assert [(one["model"], one["dimension"], float(one["long"])) for one in kept] == [("concepts", 256, 1.0)]


@pytest.mark.usefixtures("hidden")
async def test_it_goes_on_by_words_without_pgvector(
    keeper: Client, desk: Desk, admin: Client, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await shelved(keeper)
    for _ in range(10):
        desk.deposited.set()
        await moment()
    by_words = await found(keeper, here, "Que faire des meubles ?")
    assert by_words[0][0] == HEAP
    assert {tuple(by) for _, by in by_words} == {("words",)}
    assert (await keeper.get(here)).json()["by_meaning"] == 0
    assert second.bodies == []
    told = (await admin.get("/api/assistant/v1/suppliers")).json()["meaning"]
    assert (told["state"], told["model"], told["supplier"]) == ("no_extension", "concepts", "Second")
    page = (await admin.get("/administration/fournisseurs")).text
    assert "l’extension « vector » (pgvector) manque" in page.replace("\u00a0", " ")


@pytest.mark.usefixtures("pgvector")
async def test_it_answers_by_words_when_the_supplier_is_down(
    keeper: Client, desk: Desk, add_supplier: Add
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await shelved(keeper)
    await embedded(keeper, here, desk)
    for asked in ("PANNE meubles", "meubles"):
        by_words = await found(keeper, here, asked)
        assert by_words[0] == (HEAP, ["words"])
        assert desk.memory.is_resting, "it is left alone for a while"


@pytest.mark.usefixtures("pgvector")
async def test_who_waits_for_a_meaning_keeps_nobody_else_from_the_database(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await shelved(keeper)
    await embedded(keeper, here, desk)
    agent = await sign_in("agent", at="Chéroy", name="Agente")

    # More than the room has connections.
    waiting = [asyncio.create_task(found(agent, here, f"LENTEMENT meubles {n}")) for n in range(12)]
    await asyncio.sleep(0.5)
    assert (await agent.get(ROOT)).status_code == 200
    assert not any(one.done() for one in waiting)

    for passages in await asyncio.gather(*waiting):
        assert any("meaning" in by for _, by in passages)


@pytest.mark.usefixtures("pgvector")
async def test_it_cites_what_was_found_by_meaning(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await shelved(keeper)
    await embedded(keeper, here, desk)
    agent = await sign_in("agent", at="Chéroy", name="Agente")
    version = (await agent.get("/api/assistant/v1/charter")).json()["version"]
    await agent.post("/api/assistant/v1/charter/acceptances", json={"version": version})
    question = {"content": ASKED, "collection_id": here.rpartition("/")[2]}
    preview = {"text": ASKED, "collection_id": question["collection_id"]}
    second.forget()
    assert (await agent.post("/api/assistant/v1/safeguards/findings", json=preview)).status_code == 200
    begun = await agent.post("/api/assistant/v1/conversations", json={"question": question})
    assert begun.status_code == 201, begun.text
    read = await agent.get(f"/api/assistant/v1/conversations/{begun.json()['id']}")
    first = read.json()["messages"][-1]["citations"][0]
    passage = await agent.get(f"{here}/passages/{first['passage_id']}")
    assert passage.json()["text"].startswith(HEAP)
    assert len(second.bodies) == 1, "a preview and its question make one call"


@pytest.mark.usefixtures("pgvector")
async def test_it_forgets_a_meaning_with_its_document(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add, rows: Rows, owner: psycopg.Connection
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    made = await put(keeper, here, "perroquetblanc.txt", b"Le perroquetblanc et les meubles.")
    await embedded(keeper, here, desk)
    stranger = await sign_in("champion", at="Lormes", name="Étrangère")
    assert (await stranger.get(f"{here}/passages", params={"q": ASKED})).status_code == 404
    assert (await keeper.delete(f"{here}/documents/{made['id']}")).status_code == 204
    assert rows("select 1 from passage_vector") == []
    assert dump.tables_with(owner, "perroquetblanc") == set()


@pytest.mark.usefixtures("pgvector")
async def test_it_says_on_the_page_how_much_is_found_by_meaning(
    keeper: Client, admin: Client, desk: Desk, add_supplier: Add
) -> None:
    here = await shelved(keeper)
    page = here.replace(ROOT, "/assistant/documents")
    assert "aussi par leur sens" not in (await keeper.get(page)).text
    await add_supplier(("recherche", "concepts"), **VECTORS)
    await embedded(keeper, here, desk)
    shelf = (await keeper.get(here)).json()
    told = (await keeper.get(page)).text.replace("\u00a0", " ")
    assert f"{shelf['passages']} passages se trouvent par leurs mots, dont {shelf['passages']} aussi par leur sens." in told  # fmt: skip
    assert (
        "cherchés par leurs mots et par leur sens" in (await admin.get("/administration/fournisseurs")).text
    )


lists = st.lists(st.integers(0, 40), unique=True, max_size=30)


@given(lists, lists)
def test_it_fuses_every_thing_once_whatever_the_order_of_the_lists(one: list[int], other: list[int]) -> None:
    fused = dict(fusion.fuse(one, other))
    assert fused.keys() == {*one, *other}
    assert fused == pytest.approx(dict(fusion.fuse(other, one)))
    scores = [score for _, score in fusion.fuse(one, other)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 2 / (fusion.K + 1) for score in scores)


@given(lists)
def test_it_keeps_the_order_of_a_list_fused_with_itself_or_with_nothing(one: list[int]) -> None:
    assert [thing for thing, _ in fusion.fuse(one, one)] == one
    assert [thing for thing, _ in fusion.fuse(one, [])] == one
