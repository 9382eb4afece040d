"""Collections found by meaning too: what leaves, what is kept, what is counted, and what goes on without."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given, strategies as st

from gateway.app import create_app
from gateway.settings import GatewaySettings
from services.assistant.collections import fusion
from services.assistant.desk import Desk
from services.assistant.embedding import texts
from services.assistant.refusals import SupplierFailed
from tests import dump
from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_collections import ROOT, keeper, opened, put
from tests.conftest import Client, SignIn

__all__ = ["keeper"]
Add = Callable[..., Awaitable[dict[str, Any]]]
VECTORS: dict[str, Any] = {"settings": {"kind": "embeddings"}}
HEAP = "Les meubles hors d’usage sont enlevés le premier mardi du mois."
RULES = f"{HEAP}\n" + "\n".join(f"Article {n} : la salle numéro {n} ferme à minuit. " * 22 for n in range(6))
ASKED = "Où jeter un vieux canapé ?"


@pytest.fixture(autouse=True)
async def _nothing_under_way(desk: Desk, rows: Rows, settled: None) -> None:
    """Every test waits for its own uses."""


@pytest.fixture
def pgvector(owner: psycopg.Connection) -> None:
    """Only where the server has pgvector; the plain server of the continuous checks has none."""
    if not owner.execute("select to_regtype('vector') is not null").fetchone()[0]:  # type: ignore[index]
        pytest.skip("this server has no pgvector: see test_it_goes_on_by_words_without_pgvector")


@pytest.fixture
async def hidden(owner: psycopg.Connection) -> AsyncIterator[None]:
    """Take pgvector away for the time of a test, where it is."""
    there = owner.execute("select 1 from pg_extension where extname = 'vector'").fetchone()
    if there:
        owner.execute("create schema if not exists elsewhere")
        owner.execute("alter extension vector set schema elsewhere")
    yield
    if there:
        owner.execute("alter extension vector set schema public")


async def found(person: Client, here: str, asked: str = ASKED) -> list[tuple[str, list[str]]]:
    answer = await person.get(f"{here}/passages", params={"q": asked})
    assert answer.status_code == 200, answer.text
    return [(one["text"].partition("\n")[0], one["by"]) for one in answer.json()["items"]]


async def embedded(person: Client, here: str, desk: Desk, *, passages: int | None = None) -> None:
    """Wait until every passage of a collection, or so many, are found by meaning."""
    for _ in range(250):
        shelf = (await person.get(here)).json()
        if shelf["passages"] and shelf["by_meaning"] == (passages or shelf["passages"]):
            return
        desk.deposited.set()
        await _moment()
    raise AssertionError(shelf)


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(0.02)


@pytest.mark.usefixtures("pgvector")
async def test_it_finds_by_meaning_what_no_word_shares(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add, rows: Rows
) -> None:
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
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


@pytest.mark.usefixtures("pgvector")
async def test_it_counts_every_call_in_the_ledger_and_none_as_a_use(
    keeper: Client, desk: Desk, add_supplier: Add, rows: Rows
) -> None:
    await add_supplier(("recherche", "concepts"), settings={"kind": "embeddings", "price_in": 2})
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    await embedded(keeper, here, desk)
    await found(keeper, here)
    await found(keeper, here)
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    uses = rows("select * from assistant_use order by started_at")
    assert [(one["supplier"], one["model"], one["use_case"], one["state"]) for one in uses] == [
        ("Second", "recherche", "REC-INT", "complete")
    ] * 2, "one for the document, one for the question asked twice"
    me = UUID((await keeper.get("/api/identity/v1/me")).json()["id"])
    assert {one["caller_id"] for one in uses} == {me}
    assert all(one["cost"] == 2 * one["input_tokens"] > 0 for one in uses)
    assert rows("select 1 from event where name = 'assistant.use_made'") == []


@pytest.mark.usefixtures("pgvector")
async def test_it_sends_no_personal_data_of_a_passage_nor_of_a_question(
    keeper: Client, desk: Desk, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    said = "Écrire à Mme Camille Chevillard, 06 12 34 56 78, camille@example.org, pour les meubles."
    await put(keeper, here, "note.txt", said.encode())
    await embedded(keeper, here, desk)
    await found(keeper, here, "Quel est le téléphone 06 98 76 54 32 pour les meubles ?")
    sent = b"\n".join(second.bodies).decode()
    assert len(second.bodies) == 2
    assert "meubles" in sent
    assert not any(trace in sent for trace in ("Chevillard", "06 12", "camille@", "06 98"))


@pytest.mark.parametrize("why", ["public_only", "no_model"])
async def test_it_sends_nothing_to_whom_nothing_may_be_sent(
    keeper: Client, desk: Desk, admin: Client, authority: Callable[[str], UUID], add_supplier: Add,
    second: FakeSupplier, why: str,
) -> None:  # fmt: skip
    if why == "public_only":
        await add_supplier(("recherche", "concepts"), data_class="public", **VECTORS)
    else:
        allowed = {"kind": "embeddings", "authorities": [str(authority("Lormes"))]}
        await add_supplier(("recherche", "concepts"), settings=allowed)
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    for _ in range(10):
        desk.deposited.set()
        await _moment()
    assert await found(keeper, here) == []
    assert second.bodies == []
    told = (await admin.get("/api/assistant/v1/suppliers")).json()["meaning"]
    assert (told["state"], told["name"]) == (why, "recherche")


@pytest.mark.usefixtures("hidden")
async def test_it_goes_on_by_words_without_pgvector(
    keeper: Client, desk: Desk, admin: Client, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    for _ in range(10):
        desk.deposited.set()
        await _moment()
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
async def test_it_embeds_anew_when_the_model_changes_and_mixes_nothing(
    keeper: Client, desk: Desk, admin: Client, add_supplier: Add, rows: Rows
) -> None:
    await add_supplier(("un", "concepts"), ("deux", "concepts-long"), **VECTORS)
    alias = "/api/assistant/v1/aliases/recherche"
    assert (await admin.put(alias, json={"model": "un"})).status_code == 200
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    await embedded(keeper, here, desk)
    assert (await admin.put(alias, json={"model": "deux"})).status_code == 200
    assert (await keeper.get(here)).json()["by_meaning"] == 0, "the first model's figures count no more"
    await embedded(keeper, here, desk)
    assert rows("select distinct model, dimension from passage_vector") == [
        {"model": "concepts-long", "dimension": 384}
    ]
    assert (await found(keeper, here))[0] == (HEAP, ["meaning"])


@pytest.mark.usefixtures("pgvector")
async def test_it_sees_that_a_model_of_the_same_name_is_another(
    keeper: Client, desk: Desk, add_supplier: Add, rows: Rows, owner: psycopg.Connection
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    await embedded(keeper, here, desk)
    owner.execute("update passage_vector set dimension = 3, vector = '{1,0,0}'")
    await found(keeper, here)  # figures of another length are not compared: pgvector would refuse
    desk.deposited.set()
    await until(lambda: not rows("select 1 from passage_vector where dimension = 3"))
    await embedded(keeper, here, desk)
    assert (await found(keeper, here))[0] == (HEAP, ["meaning"])


@pytest.mark.usefixtures("pgvector")
async def test_it_takes_up_after_a_restart_what_was_left(
    keeper: Client, desk: Desk, settings: GatewaySettings, add_supplier: Add, rows: Rows,
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TERRAIN_SUPPLIER_NETWORKS", json.dumps(["127.0.0.9/32"]))
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    many = "\n".join(f"Article {n}. {'La salle ferme à minuit. ' * 30}" for n in range(40))
    await put(keeper, here, "salle.txt", many.encode())
    await embedded(keeper, here, desk)
    owner.execute("delete from passage_vector where passage_id in (select id from passage where number > 5)")
    again = create_app(settings)
    async with again.router.lifespan_context(again):
        await until(lambda: not rows("select 1 from passage p where not exists (select 1 from passage_vector v where v.passage_id = p.id)"))  # fmt: skip


@pytest.mark.usefixtures("pgvector")
async def test_it_passes_over_a_passage_that_the_supplier_refuses(
    keeper: Client, desk: Desk, add_supplier: Add, rows: Rows
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    lines = [f"Article {n}. {'La salle ferme à minuit. ' * 30}" for n in range(9)]
    lines[4] += " IMPRONONÇABLE"
    await put(keeper, here, "salle.txt", "\n".join(lines).encode())
    shelf = (await keeper.get(here)).json()
    await embedded(keeper, here, desk, passages=shelf["passages"] - 1)
    left = rows("select text from passage p where not exists (select 1 from passage_vector v where v.passage_id = p.id)")  # fmt: skip
    assert ["IMPRONONÇABLE" in one["text"] for one in left] == [True]
    assert (await found(keeper, here, "imprononçable"))[0][1] == ["words"]


@pytest.mark.usefixtures("pgvector")
async def test_it_answers_by_words_when_the_supplier_is_down(
    keeper: Client, desk: Desk, add_supplier: Add
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
    await embedded(keeper, here, desk)
    for asked in ("PANNE meubles", "meubles"):
        by_words = await found(keeper, here, asked)
        assert by_words[0] == (HEAP, ["words"])
        assert desk.memory.is_resting, "it is left alone for a while"


@pytest.mark.usefixtures("pgvector")
async def test_it_stops_at_the_quota(
    keeper: Client, desk: Desk, admin: Client, authority: Callable[[str], UUID], add_supplier: Add, second: FakeSupplier
) -> None:  # fmt: skip
    quota = {"authority_id": str(authority("Chéroy")), "unit": "tokens", "monthly": 1}
    assert (await admin.post("/api/assistant/v1/quotas", json=quota)).status_code == 201
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    await put(keeper, here, "a.txt", RULES.encode())
    await put(keeper, here, "b.txt", RULES.encode())
    await until(lambda: bool(desk.memory.paces) and all(one.until for one in desk.memory.paces.values()))
    asked = len(second.bodies)
    assert asked <= 1, "the last request may go beyond a quota, and nothing after it"
    assert (await found(keeper, here, "meubles"))[0][1] == ["words"]
    assert len(second.bodies) == asked


@pytest.mark.usefixtures("pgvector")
async def test_it_cites_what_was_found_by_meaning(
    keeper: Client, sign_in: SignIn, desk: Desk, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("recherche", "concepts"), **VECTORS)
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
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
    here = await opened(keeper)
    await put(keeper, here, "dechets.txt", RULES.encode())
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


@pytest.mark.parametrize(
    "body",
    [
        b"no", b"{}", b'{"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]}',
        b'{"data": [{"index": 0, "embedding": [1]}]}',
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}',
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [NaN]}]}',
        b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [0]}]}',
        b'{"data": [{"index": 0, "embedding": "AAAA"}, {"index": 1, "embedding": "AAAA"}]}',
    ],
)  # fmt: skip
def test_it_refuses_an_answer_that_is_not_as_many_vectors_of_one_length(body: bytes) -> None:
    with pytest.raises(SupplierFailed):
        texts.read(body, most=2)


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
