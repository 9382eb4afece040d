"""Answers that cite: only passages that were given, each by its number, readable where they stand."""

import json
from typing import Any

import pytest

from services.assistant import markdown
from services.assistant.citations import numbers
from services.kit.db import uuid7
from tests.assistant.conftest import Rows
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_collections import opened, put
from tests.assistant.test_hold_conversations import begin, read
from tests.conftest import Client, SignIn

pytestmark = pytest.mark.usefixtures("settled")
RULES = (
    "# Règlement\n\n## Caution\nLa caution de 500 € est rendue sous huit jours [2].\n\n"
    "## Clés\nMme Durand, au 06 12 34 56 78, remet les clés de la salle.\n\n## Bruit\nLa musique cesse à une heure."
)
LINK = "/assistant/documents/"


@pytest.fixture
async def keeper(sign_in: SignIn) -> Client:
    """Who writes and asks the collection of Chéroy."""
    return await sign_in("champion", at="Chéroy", name="Référente")


@pytest.fixture
async def collection(keeper: Client) -> str:
    """A collection with one document; its id."""
    here = await opened(keeper)
    await put(keeper, here, "salle.md", RULES.encode())
    return here.rpartition("/")[2]


async def ask(person: Client, collection: str, content: str, **more: Any) -> tuple[str, dict[str, Any]]:
    here = await begin(person)
    body = {"content": content, "collection_id": collection, **more}
    made = await person.post(f"{here}/messages", json=body)
    assert made.status_code == 201, made.text
    address = f"{here}/messages/{made.json()['answer']['id']}"
    return address, await read(person, address)


async def test_it_puts_numbered_passages_before_the_model(
    keeper: Client, collection: str, supplier: FakeSupplier
) -> None:
    _, answer = await ask(keeper, collection, "Quand la caution est-elle rendue ?", model="good")

    text = supplier.asked[0]["messages"][-1]["content"]
    assert "[1] « salle.md », section « Caution »\n" in text
    assert "rendue sous huit jours [\u00a02\u00a0]" in text, "the document's own brackets are not ours"
    assert text.endswith("Question : Quand la caution est-elle rendue ?")
    assert "n’invente aucune source" in text
    assert next((one["number"], one["place"], one["is_cited"]) for one in answer["citations"]) == (
        1, "section « Caution »", False,
    )  # fmt: skip


async def test_it_links_the_numbers_it_gave_and_no_other(
    keeper: Client, collection: str, supplier: FakeSupplier
) -> None:
    address, answer = await ask(
        keeper, collection, "La caution ? Voir [1], [1, 7], [42] et `[1]`.", model="echo"
    )

    cited = answer["citations"][0]
    link = f'<a href="{LINK}{collection}/passages/{cited["passage_id"]}" aria-label="Passage [1]">[1]</a>'
    assert cited["is_cited"]
    assert link in answer["html"]
    assert "[42]" in answer["html"]
    assert "passages/" not in answer["html"].partition("[42]")[2], (
        "no link from code, nor from a number not given"
    )
    assert "[7]</a>" not in answer["html"]
    stream = (await keeper.get(f"{address}/stream")).text
    assert link in stream
    passage = await keeper.get(f"/api/assistant/v1/collections/{collection}/passages/{cited['passage_id']}")
    assert "500 €" in passage.json()["text"]


def test_it_lets_no_text_turn_a_number_into_a_link_elsewhere() -> None:
    links = {1: "/assistant/documents/a/passages/b"}
    for text in (
        "Selon [1].\n\n[1]: https://evil.example/",
        "Selon [1](https://evil.example/).",
        "Selon \ue0002\ue001 [1].",
        'Selon [1]<a href="/x">[1]</a>',
    ):
        html = markdown.render(text, cited=links)
        assert 'href="https://evil.example/">[1]' not in html
        assert "passages/2" not in html
        assert "\ue000" not in html
    assert markdown.render("Selon [1].", cited={}) == markdown.render("Selon [1].") == "<p>Selon [1].</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[1][2]", {1, 2}), ("[1, 3 ; 12]", {1, 3, 12}), ("[a] [123] [ 1 ]", set()), ("", set())],
)
def test_it_reads_numbers(text: str, expected: set[int]) -> None:
    assert numbers.cited(text) == expected


async def test_it_never_sends_a_name_that_stands_in_a_passage(
    keeper: Client, collection: str, supplier: FakeSupplier
) -> None:
    here = await begin(keeper)
    question = {"content": "Qui remet les clés ?", "collection_id": collection, "model": "echo"}
    refused = await keeper.post(f"{here}/messages", json=question | {"handling": "refuse"})
    told = {"text": question["content"], "collection_id": collection}
    findings = (await keeper.post("/api/assistant/v1/safeguards/findings", json=told)).json()
    assert refused.json()["code"] == "personal_data_found"
    assert findings["documents"] == [{"name": "salle.md", "counts": {"person_name": 1, "phone": 1}}]

    _, answer = await ask(keeper, collection, "Qui remet les clés ?", model="echo")
    assert "Durand" not in supplier.bodies[0].decode()
    assert "06 12 34" not in supplier.bodies[0].decode()
    assert "Mme Durand, au 06 12 34 56 78" in answer["content"]


async def test_it_quotes_without_any_model(keeper: Client, collection: str, supplier: FakeSupplier) -> None:
    _, answer = await ask(keeper, collection, "Quand la caution est-elle rendue ?")

    assert "« La caution de 500 € est rendue sous huit jours" in answer["content"]
    assert "[1], salle.md, section « Caution »" in answer["content"]
    assert answer["citations"][0]["is_cited"]
    assert supplier.bodies == []
    _, nothing = await ask(keeper, collection, "Photovoltaïque ?")
    assert nothing["citations"] == []
    assert "Aucun passage" in nothing["content"]


async def test_it_gives_another_answer_the_same_passages(
    keeper: Client, collection: str, supplier: FakeSupplier
) -> None:
    address, first = await ask(keeper, collection, "La caution ?", model="good")
    here, _, _ = address.rpartition("/messages/")
    await put(keeper, f"/api/assistant/v1/collections/{collection}", "b.txt", b"La caution de M. Benali.")
    again = await keeper.post(f"{here}/messages/{first['parent_id']}/answers", json={"model": "echo"})
    second = await read(keeper, f"{here}/messages/{again.json()['id']}")

    assert [one["passage_id"] for one in second["citations"]] == [
        one["passage_id"] for one in first["citations"]
    ]
    assert "Benali" not in supplier.bodies[-1].decode()


async def test_it_says_when_a_cited_document_is_gone(keeper: Client, collection: str, rows: Rows) -> None:
    _, answer = await ask(keeper, collection, "La caution ?")
    cited = answer["citations"][0]
    root = f"/api/assistant/v1/collections/{collection}"
    await keeper.delete(f"{root}/documents/{cited['document_id']}")
    gone = await keeper.get(f"{root}/passages/{cited['passage_id']}")

    assert (gone.status_code, gone.json()["code"]) == (404, "passage_missing")
    assert "a été retiré" in gone.json()["detail"]


async def test_it_takes_no_collection_of_another_authority(
    keeper: Client, collection: str, sign_in: SignIn, rows: Rows
) -> None:
    stranger = await sign_in("agent", at="Lormes", name="Étrangère")
    for unknown in (collection, str(uuid7())):
        body = {"question": {"content": "La caution ?", "collection_id": unknown}}
        refused = await stranger.post("/api/assistant/v1/conversations", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/collection_id")
        told = {"text": "La caution ?", "collection_id": unknown}
        assert (await stranger.post("/api/assistant/v1/safeguards/findings", json=told)).status_code == 422
    assert rows("select 1 from citation") == []


async def test_it_counts_a_citation_as_the_source_that_law_requires(keeper: Client, collection: str) -> None:
    _, cites = await ask(
        keeper, collection, "Rédige une délibération sur la caution [1]", model="echo", use_case="RED-DEL"
    )
    _, does_not = await ask(keeper, collection, "Rédige une délibération", model="good", use_case="RED-DEL")
    assert (cites["lacks_source"], does_not["lacks_source"]) == (False, True)
    assert json.dumps(cites["citations"])
