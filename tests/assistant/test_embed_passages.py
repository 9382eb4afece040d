"""Passages given their vectors in the background: what leaves, what is counted, what is taken up again."""

import json
from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from gateway.app import create_app
from gateway.settings import GatewaySettings
from services.assistant.desk import Desk
from services.assistant.embedding import texts
from services.assistant.refusals import SupplierFailed
from tests.assistant.conftest import Rows, until
from tests.assistant.meaning import (
    HEAP,
    RULES,
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
from tests.assistant.test_hold_collections import opened, put
from tests.conftest import Client

__all__ = ["hidden", "keeper", "pgvector"]


@pytest.fixture(autouse=True)
async def _nothing_under_way(desk: Desk, settled: None) -> None:
    """Every test waits for its own uses."""


@pytest.mark.usefixtures("pgvector")
async def test_it_counts_every_call_in_the_ledger_and_none_as_a_use(
    keeper: Client, desk: Desk, add_supplier: Add, rows: Rows
) -> None:
    await add_supplier(("recherche", "concepts"), settings={"kind": "embeddings", "price_in": 2})
    here = await shelved(keeper)
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
    here = await shelved(keeper)
    for _ in range(10):
        desk.deposited.set()
        await moment()
    assert await found(keeper, here) == []
    assert second.bodies == []
    told = (await admin.get("/api/assistant/v1/suppliers")).json()["meaning"]
    assert (told["state"], told["name"]) == (why, "recherche")


@pytest.mark.usefixtures("pgvector")
async def test_it_embeds_anew_when_the_model_changes_and_mixes_nothing(
    keeper: Client, desk: Desk, admin: Client, add_supplier: Add, rows: Rows
) -> None:
    await add_supplier(("un", "concepts"), ("deux", "concepts-long"), **VECTORS)
    alias = "/api/assistant/v1/aliases/recherche"
    assert (await admin.put(alias, json={"model": "un"})).status_code == 200
    here = await shelved(keeper)
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
    here = await shelved(keeper)
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
