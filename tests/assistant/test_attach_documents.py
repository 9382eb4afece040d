"""Documents attached to a conversation: what goes with a question, what never leaves, what is not kept."""

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from services.assistant import retention
from services.assistant.documents import giving
from services.assistant.documents.attached import tidy
from services.assistant.documents.tables import AttachedDocument
from services.kit.db import Sessions, now, uuid7
from tests import dump
from tests.assistant import papers
from tests.assistant.conftest import Rows
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_conversations import HOME, ask, begin, read
from tests.conftest import Client, SignIn

pytestmark = pytest.mark.usefixtures("settled")
ROOT = "/api/assistant/v1"
LETTER = (
    "Mme Durand habite 12 rue des Lilas ; son numéro est le 06 12 34 56 78. Elle demande la salle le 3 mai."
)
SECRETS = ("Durand", "rue des Lilas", "06 12 34 56 78")


async def attach(
    agent: Client, here: str, data: bytes = LETTER.encode(), name: str = "lettre.txt"
) -> dict[str, Any]:
    answer = await agent.post(f"{here}/documents", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def sent(supplier: FakeSupplier) -> str:
    text: str = supplier.asked[-1]["messages"][-1]["content"]
    return text


async def test_it_keeps_the_text_of_a_document_and_says_what_it_holds(agent: Client, rows: Rows) -> None:
    here = await begin(agent)
    made = await attach(
        agent, here, papers.pdf(f"= Règlement\n{LETTER}", "Caution : 150 €."), "Règlement.pdf"
    )

    assert (made["name"], made["kind"], made["pages"]) == ("Règlement.pdf", "pdf", 2)
    assert made["found"]["phone"] == made["found"]["person_name"] == 1
    assert made["sent_characters"] == made["characters"]
    assert (await agent.get(f"{here}/documents")).json()["items"] == [made]
    assert (await agent.get(here)).json()["documents"] == [made]
    detail = (await agent.get(f"{here}/documents/{made['id']}")).json()
    assert detail["text"].startswith("[page 1]\nRèglement\nMme Durand")
    assert (await agent.delete(f"{here}/documents/{made['id']}")).status_code == 204
    assert (await agent.get(f"{here}/documents/{made['id']}")).status_code == 404
    assert rows("select 1 from attached_document") == []


async def test_it_sends_the_document_with_each_question(agent: Client, supplier: FakeSupplier) -> None:
    here = await begin(agent)
    made = await attach(agent, here, b"La salle ferme a 23 heures.", "horaires.txt")
    for question in ("À quelle heure ferme la salle ?", "Et le dimanche ?"):
        await read(agent, await ask(agent, here, question, model="good"))
        assert (
            sent(supplier)
            == f"Document joint « horaires.txt » :\n\nLa salle ferme a 23 heures.\n\n---\n\n{question}"
        )
    await agent.delete(f"{here}/documents/{made['id']}")
    await read(agent, await ask(agent, here, "Et le samedi ?", model="good"))

    assert sent(supplier) == "Et le samedi ?"
    assert "23 heures" not in supplier.bodies[-1].decode()


async def test_it_never_lets_a_name_of_a_document_leave(agent: Client, supplier: FakeSupplier) -> None:
    here = await begin(agent)
    await attach(agent, here, name="Courrier Mme Durand.txt")
    asked = await ask(agent, here, "Qui demande quoi ? Mme Durand a-t-elle signé ?", model="echo")
    answer = await read(agent, asked)

    assert [secret for secret in SECRETS if secret.encode() in supplier.bodies[0]] == []
    assert sent(supplier).count("[PERSONNE_1]") == 3, "the same person in the name, the text and the question"
    assert LETTER in answer["content"], "the person reads the real words"


async def test_it_asks_for_the_choice_that_a_document_calls_for(
    agent: Client, supplier: FakeSupplier, rows: Rows
) -> None:
    here = await begin(agent)
    await attach(agent, here)
    question = {"content": "Que demande cette lettre ?", "model": "echo", "handling": "refuse"}
    refused = await agent.post(f"{here}/messages", json=question)
    told = await agent.post(
        f"{ROOT}/safeguards/findings",
        json={"text": question["content"], "conversation_id": here.rpartition("/")[2]},
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "personal_data_found")
    assert refused.json()["kinds"] == ["address", "person_name", "phone"]
    assert supplier.bodies == []
    assert told.json()["documents"] == [
        {"name": "lettre.txt", "counts": {"person_name": 1, "address": 1, "phone": 1}}
    ]

    passed = question | {"handling": "pass", "reason": "Elle m’a donné son accord."}
    made = await agent.post(f"{here}/messages", json=passed)
    await read(agent, f"{here}/messages/{made.json()['answer']['id']}")
    assert LETTER in sent(supplier)
    (fact,) = rows("select body from event where name = 'assistant.data_passed'")
    assert fact["body"]["kinds"] == ["address", "person_name", "phone"]
    assert "Durand" not in json.dumps(fact["body"])


async def test_it_does_not_let_a_later_document_pass_by_an_earlier_choice(
    agent: Client, supplier: FakeSupplier
) -> None:
    here = await begin(agent)
    asked = {"content": "Bonjour M. Benali", "model": "echo", "handling": "pass", "reason": "Accord écrit."}
    made = (await agent.post(f"{here}/messages", json=asked)).json()
    await read(agent, f"{here}/messages/{made['answer']['id']}")
    await attach(agent, here)
    again = await agent.post(f"{here}/messages/{made['question']['id']}/answers", json={"model": "echo"})
    await read(agent, f"{here}/messages/{again.json()['id']}")

    assert sent(supplier) == "Bonjour M. Benali"
    assert [secret for secret in SECRETS if secret.encode() in b"".join(supplier.bodies)] == []


async def test_it_says_what_is_left_out_of_a_long_document(agent: Client, supplier: FakeSupplier) -> None:
    here = await begin(agent)
    lines = "\n".join(f"Article {n}. La salle est ouverte." for n in range(3_000))
    made = await attach(
        agent, here, f"# Premier\n{lines[:50_000]}\n# Second\n{lines[50_000:]}".encode(), "long.md"
    )
    late = await attach(agent, here, b"Rien ne reste pour lui.", "court.txt")
    await read(agent, await ask(agent, here, "Résume.", model="good"))

    listed = (await agent.get(f"{here}/documents")).json()["items"]
    assert made["sent_characters"] < 60_000 < made["characters"]
    assert made["sent_to"] == "section « Second »"
    assert listed[1]["sent_characters"] == late["sent_characters"] <= 60_000 - made["sent_characters"]
    left = made["characters"] - made["sent_characters"]
    assert f"[La suite, {left} caractères, n’est pas transmise.]" in sent(supplier)


async def test_it_lets_the_embedded_engine_summarise_a_document(
    agent: Client, supplier: FakeSupplier
) -> None:
    here = await begin(agent)
    text = " ".join(
        f"La navette du mardi a transporté {n} élèves vers le collège du bourg." for n in range(20, 60)
    )
    await attach(agent, here, text.encode(), "navette.txt")
    answer = await read(agent, await ask(agent, here, "Résume ce document en 3 phrases"))

    assert "Résumé par extraits" in answer["content"]
    assert "La navette du mardi a transporté" in answer["content"]
    assert supplier.bodies == []


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [(papers.blank_pdf(), "scan.pdf", "images"), (papers.locked_pdf(), "a.pdf", "encrypted"), (b"PK\x03\x04", "a.docx", "broken")],
)  # fmt: skip
async def test_it_refuses_a_document_and_keeps_nothing(
    agent: Client, rows: Rows, data: bytes, name: str, why: str
) -> None:
    here = await begin(agent)
    refused = await agent.post(f"{here}/documents", files={"file": (name, data)})

    assert (refused.status_code, refused.json()["code"], refused.json()["why"]) == (
        422,
        "document_unreadable",
        why,
    )
    assert rows("select 1 from attached_document") == []
    assert (await agent.get(HOME)).status_code == 200


async def test_it_refuses_what_is_no_file_too_big_or_one_too_many(agent: Client) -> None:
    here = await begin(agent)
    address = f"{here}/documents"
    big = await agent.post(address, files={"file": ("a.txt", b"a" * 10_500_000)})
    huge = await agent.post(address, files={"file": ("a.txt", b"a" * 11_000_000)})
    for refused, status in (
        (await agent.post(address, json={"file": "x"}), 422),
        (await agent.post(address, data={"file": "x"}), 422),
        (await agent.post(address, content=b"x", headers={"content-type": "multipart/form-data"}), 422),
        (big, 413),
        (huge, 413),
        (await agent.post(f"{HOME}/{uuid7()}/documents", files={"file": ("a.txt", b"Bonjour")}), 404),
    ):
        assert refused.status_code == status, refused.text
    for number in range(10):
        await attach(agent, here, b"Bonjour", f"{number}.txt")
    full = await agent.post(address, files={"file": ("a.txt", b"Bonjour")})
    assert (full.status_code, full.json()["code"]) == (409, "too_many_documents")


async def test_it_shows_a_document_to_its_author_alone(agent: Client, sign_in: SignIn) -> None:
    here = await begin(agent)
    made = await attach(agent, here)
    others = [
        await sign_in("agent", at="Chéroy", name="Collègue"),
        await sign_in("agent", at="Lormes", name="Étrangère"),
        await sign_in("admin", at="ARNia", name="Opératrice"),
    ]
    for other in others:
        for answer in (
            await other.get(f"{here}/documents"),
            await other.get(f"{here}/documents/{made['id']}"),
            await other.delete(f"{here}/documents/{made['id']}"),
            await other.post(f"{here}/documents", files={"file": ("a.txt", b"Bonjour")}),
        ):
            assert answer.status_code == 404
            assert "Durand" not in answer.text
        told = {"text": "Bonjour", "conversation_id": here.rpartition("/")[2]}
        assert (await other.post(f"{ROOT}/safeguards/findings", json=told)).json()["documents"] == []
    assert len((await agent.get(f"{here}/documents")).json()["items"]) == 1


async def test_it_leaves_nothing_of_a_document_that_is_deleted(
    agent: Client, owner: psycopg.Connection, sessions: Sessions
) -> None:
    here = await begin(agent)
    await attach(agent, here, "Trace-de-canari à l’école".encode(), "trace-de-canari.txt")
    assert dump.tables_with(owner, "trace-de-canari") == {"attached_document"}
    await agent.delete(here)
    assert dump.tables_with(owner, "trace-de-canari") == set()


@pytest.mark.parametrize("days", [30, 0])
async def test_it_purges_documents_with_what_was_said(
    agent: Client, owner: psycopg.Connection, sessions: Sessions, rows: Rows, days: int
) -> None:
    here = await begin(agent)
    await attach(agent, here, b"Trace-de-canari", "a.txt")
    await retention.clean(sessions, content_days=days)
    assert len(rows("select 1 from attached_document")) == 1, "it waits for its first question"
    await read(agent, await ask(agent, here, "Que dit ce document ?"))
    age = timedelta(days=days, minutes=5)

    await retention.clean(sessions, content_days=days, at=now() + age)

    assert dump.tables_with(owner, "trace-de-canari", "Que dit ce document") == set()
    assert rows("select 1 from conversation") == []


async def test_it_purges_a_document_that_nobody_asked_about(
    agent: Client, sessions: Sessions, rows: Rows
) -> None:
    await attach(agent, await begin(agent))
    await retention.clean(sessions, content_days=0, at=now() + timedelta(hours=2))
    assert rows("select 1 from attached_document") == rows("select 1 from conversation") == []


def test_it_shares_the_bound_between_documents_and_cuts_at_a_line() -> None:
    first, second = (
        AttachedDocument(
            name=name, text=text, characters=len(text), authority_id=uuid7(), person_id=uuid7(),
            conversation_id=uuid7(), kind="txt", size=1, found={},
        )
        for name, text in (("a", "x" * 40), ("b", "[page 1]\nun\n[page 2]\ndeux trois quatre cinq six"))
    )  # fmt: skip
    both = [(one, one.text) for one in (first, second)]
    given = giving.fit(both, most=70)

    assert [one.is_whole for one in given] == [True, False]
    assert given[1].text == "[page 1]\nun\n[page 2]"
    assert given[1].last_place == "page 2"
    assert sum(len(one.text) for one in giving.fit(both, most=10)) == 10


def test_it_tidies_the_name_of_a_file() -> None:
    assert tidy("C:\\Mes documents\\Règlement.pdf") == "Règlement.pdf"
    assert tidy("../../etc/passwd\x00\n") == "passwd"
    assert tidy("") == tidy("/") == "document"
    assert len(tidy("é" * 300 + ".pdf")) <= 120
    assert tidy("é" * 300 + ".pdf").endswith("….pdf")
