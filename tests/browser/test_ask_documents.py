"""An authority's documents, as people use them: a collection filled and searched, a document joined, an answer that cites."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.assistant import papers
from tests.browser.test_hold_conversation import _LISTEN, MOST_ANNOUNCEMENTS
from tests.browser.visit import Visit

PICTURES = os.environ.get("TERRAIN_LOOK", "")
"""A folder to look at each page in, wide, narrow and dark; empty: none are taken."""
RULES = (
    "= Règlement de la salle\nLa caution de 500 € est rendue sous huit jours.",
    "La musique cesse à une heure.",
)
LETTER = "Mme Durand demande la salle pour le 3 mai. Elle est joignable au 06 12 34 56 78."


@pytest.fixture
async def champion(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """A champion, signed in, whose page counts what a screen reader would say."""
    await visit.page.add_init_script(_LISTEN)
    await visit.open(await link_for("champion", "agent", at="Lormes", name="Camille Exemple"))
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")
    return visit.page


async def test_it_fills_a_collection_and_opens_what_an_answer_cites(
    visit: Visit, champion: Page, tmp_path: Path
) -> None:
    page = champion
    await visit.open("/assistant/documents")
    await look(visit, "collections-empty")
    await page.get_by_label("Ouvrir une collection").fill("Règlements de la commune")
    await page.get_by_role("button", name="Ouvrir", exact=True).click()
    await expect(page.get_by_text("Cette collection est vide")).to_be_visible()
    await look(visit, "collection-empty")
    paper = tmp_path / "Règlement de la salle.pdf"
    paper.write_bytes(papers.pdf(*RULES))
    await page.get_by_label("Ajouter un document").set_input_files(paper)
    await page.get_by_role("button", name="Ajouter", exact=True).click()
    await expect(page.get_by_text("« Règlement de la salle.pdf » est ajouté.")).to_be_visible()
    await page.get_by_label("Chercher dans ces documents").fill("cautions rendues")
    await page.get_by_role("button", name="Chercher").click()
    await expect(page.get_by_role("heading", name="1 passage trouvé")).to_be_visible()
    await look(visit, "collection")
    await page.get_by_text("Retirer", exact=True).click()
    await look(visit, "collection-removal")
    await page.get_by_role("link", name="Règlement de la salle.pdf, page 1").click()
    await expect(page.locator("mark")).to_have_count(2)
    await look(visit, "passage")

    await visit.open("/assistant")
    await page.get_by_label("Répondre à partir de").select_option(label="Règlements de la commune")
    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value="echo")
    await page.get_by_label("Votre demande").fill("La caution est rendue en huit jours [1], selon [9].")
    await page.get_by_role("button", name="Envoyer la demande").click()
    answer = page.locator("article[id^=reponse-]")
    await expect(answer.get_by_role("heading", name="Sources citées")).to_be_visible()
    spoken = await page.evaluate("spoken")
    assert len(spoken) <= MOST_ANNOUNCEMENTS, spoken
    await look(visit, "answer-with-sources")
    assert await answer.get_by_role("link", name="[9]").count() == 0
    await answer.get_by_role("link", name="Passage [1]").last.click()
    await expect(page.get_by_text("La caution de 500 € est rendue sous huit jours.")).to_be_visible()


async def test_it_joins_a_document_without_losing_what_is_typed(
    visit: Visit, champion: Page, tmp_path: Path
) -> None:
    page, letter, scan = champion, tmp_path / "lettre.txt", tmp_path / "scan.pdf"
    letter.write_text(LETTER)
    scan.write_bytes(papers.blank_pdf())
    await visit.open("/assistant")
    box = page.get_by_label("Votre demande")
    await box.fill("Que demande cette lettre ?")
    await page.get_by_text("Joindre un document").click()
    await page.get_by_label("Document à joindre").set_input_files(scan)
    await expect(page.get_by_role("alert")).to_contain_text("ne contient que des images")
    await expect(box).to_have_value("Que demande cette lettre ?")
    await look(visit, "document-refused")
    await page.get_by_label("Document à joindre").set_input_files(letter)
    await expect(page.get_by_role("heading", name="1 document joint")).to_be_visible()
    await page.wait_for_url("**/assistant/*-*")
    await expect(box).to_have_value("Que demande cette lettre ?")
    await look(visit, "document-joined")

    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value="echo")
    found = page.locator("#apercu")
    await expect(found).to_contain_text("dans « lettre.txt »")
    await look(visit, "document-preview")
    await found.get_by_role("button", name="Masquer et envoyer").click()
    await expect(page.locator("article[id^=reponse-]")).to_contain_text("Mme Durand demande la salle")
    await page.get_by_role("link", name="lettre.txt").click()
    await expect(page.locator(".masked")).to_contain_text("[PERSONNE_1]")
    await look(visit, "document")
    await page.get_by_role("link", name="Retour à la conversation").click()
    await page.get_by_role("button", name="Retirer lettre.txt").click()
    await expect(page.get_by_role("heading", name="1 document joint")).to_be_hidden()


async def look(visit: Visit, name: str) -> None:
    """Inspect a page; keep its picture where one asks for it."""
    await visit.inspect(name)
    if not PICTURES:
        return
    for scheme, width in (("light", 1280), ("light", 320), ("dark", 1280)):
        await visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal, in a loop
        await visit.page.set_viewport_size({"width": width, "height": 900})
        await visit.page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{width}.png", full_page=True)
    await visit.page.set_viewport_size({"width": 1280, "height": 900})
    await visit.page.emulate_media(color_scheme="light")
