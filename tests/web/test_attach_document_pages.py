"""Documents on the chat page: joined without script, listed, looked at, removed; what is typed stays."""

import re

from tests.assistant import papers
from tests.assistant.test_hold_conversations import begin
from tests.conftest import Client

LETTER = b"Mme Durand demande la salle. Son num\xc3\xa9ro est le 06 12 34 56 78."
HTMX = {"hx-request": "true"}


def place(page: str) -> str:
    """The address that the form of a page sends to."""
    found = re.search(r'action="(/assistant/[0-9a-f-]{36})"', page)
    assert found
    return found[1]


async def test_it_begins_with_a_document_and_keeps_what_was_typed(agent: Client) -> None:
    home = (await agent.get("/assistant")).text
    assert 'formaction="/assistant/nouvelle/documents"' in home
    typed = {"content": "Que demande cette lettre ?", "use_case": "REL-USA"}
    shown = await agent.post(
        "/assistant/nouvelle/documents", data=typed, files={"file": ("lettre.txt", LETTER)}
    )

    assert shown.status_code == 200
    assert "1\u00a0document joint" in shown.text
    assert "Que demande cette lettre ?</textarea>" in shown.text
    here = place(shown.text)
    assert "lettre.txt" in (await agent.get(here)).text
    assert len(shown.content) < 100_000
    with_script = await agent.post(
        "/assistant/nouvelle/documents", data=typed, files={"file": ("a.txt", LETTER)}, headers=HTMX
    )
    assert with_script.headers["hx-push-url"] == place(with_script.text)


async def test_it_shows_what_a_supplier_would_read_of_it(agent: Client) -> None:
    shown = (await agent.post("/assistant/nouvelle/documents", files={"file": ("l.txt", LETTER)})).text
    link = re.search(r'href="(/assistant/[0-9a-f-]+/documents/[0-9a-f-]+)"', shown)
    assert link
    page = (await agent.get(link[1])).text

    assert "<mark>[PERSONNE_1]</mark>" in page
    assert "Durand" not in page
    assert "1\u00a0nom et\u00a01\u00a0numéro de téléphone" in page


async def test_it_warns_of_the_names_in_a_document_while_one_writes(agent: Client) -> None:
    shown = (await agent.post("/assistant/nouvelle/documents", files={"file": ("l.txt", LETTER)})).text
    typed = {"content": "Que demande cette lettre ?", "model": "anything"}
    preview = (await agent.post(f"{place(shown)}/apercu", data=typed)).text

    assert "dans «\u00a0l.txt\u00a0»" in preview
    assert "Masquer et envoyer" in preview


async def test_it_removes_a_document_and_keeps_what_was_typed(agent: Client) -> None:
    shown = (await agent.post("/assistant/nouvelle/documents", files={"file": ("l.txt", LETTER)})).text
    away = re.search(r'formaction="(/assistant/[0-9a-f-]+/documents/[0-9a-f-]+/retrait)"', shown)
    assert away
    after = await agent.post(away[1], data={"content": "Ma question"})

    assert "document joint" not in after.text
    assert "Ma question</textarea>" in after.text


async def test_it_says_why_a_document_is_not_taken_and_opens_nothing(agent: Client) -> None:
    refused = await agent.post(
        "/assistant/nouvelle/documents",
        data={"content": "Résume"},
        files={"file": ("s.pdf", papers.blank_pdf())},
    )
    nothing = await agent.post("/assistant/nouvelle/documents", data={"content": "Résume"})

    assert (refused.status_code, nothing.status_code) == (422, 422)
    assert "ne contient que des images" in refused.text
    assert "Résume</textarea>" in refused.text
    assert "Choisissez d’abord un fichier." in nothing.text
    assert (await agent.get("/api/assistant/v1/conversations")).json()["items"] == []


async def test_it_does_not_forget_a_file_that_was_chosen_and_not_joined(agent: Client) -> None:
    here = (await begin(agent)).rpartition("/")[2]
    for address in ("/assistant", f"/assistant/{here}"):
        asked = await agent.post(address, data={"content": "Résume ce document", "file": "bilan.pdf"})
        assert asked.status_code == 422
        assert "pas encore joint" in asked.text
    assert (await agent.get(f"/api/assistant/v1/conversations/{here}")).json()["messages"] == []
