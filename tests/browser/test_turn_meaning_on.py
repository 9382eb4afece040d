"""An administrator has documents found by meaning too, says where somebody works, and shares a template there."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.assistant.meaning import RULES
from tests.browser.test_ask_documents import look
from tests.browser.visit import Visit


@pytest.fixture
async def administrator(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """An administrator who is an agent too, signed in."""
    await visit.open(await link_for("admin", "agent", at="ARNia", name="Camille Exemple"))
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")
    return visit.page


async def test_it_names_a_model_and_finds_what_no_word_shares(
    visit: Visit, administrator: Page, tmp_path: Path
) -> None:
    page = administrator
    await visit.open("/administration/fournisseurs")
    await expect(page.get_by_text("cherchés par leurs mots seulement")).to_be_visible()
    await look(visit, "suppliers-by-words")
    await page.get_by_role("textbox", name="Nom obligatoire").fill("recherche")
    await page.get_by_label("Modèle désigné").select_option("concepts")
    await page.get_by_role("button", name="Donner ce nom").click()
    await expect(page.get_by_text("cherchés par leurs mots et par leur sens")).to_be_visible()
    await look(visit, "suppliers-by-meaning")

    await visit.open("/assistant/documents")
    await page.get_by_label("Ouvrir une collection").fill("Déchets")
    await page.get_by_role("button", name="Ouvrir", exact=True).click()
    paper = tmp_path / "dechets.txt"
    paper.write_text(RULES)
    await page.get_by_label("Ajouter un document").set_input_files(paper)
    await page.get_by_role("button", name="Ajouter", exact=True).click()
    await expect(page.get_by_text("« dechets.txt » est ajouté.")).to_be_visible()
    for _ in range(50):
        if await page.get_by_text("aussi par leur sens").count():
            break
        await page.wait_for_timeout(100)
        await page.reload()
    await expect(page.get_by_text("aussi par leur sens")).to_be_visible()
    await page.get_by_label("Chercher dans ces documents").fill("un vieux canapé")
    await page.get_by_role("button", name="Chercher").click()
    await expect(page.get_by_text("Les meubles hors d’usage").first).to_be_visible()
    await look(visit, "collection-by-meaning")


async def test_it_says_where_somebody_works_and_shares_a_template_there(
    visit: Visit, administrator: Page
) -> None:
    page = administrator
    await visit.open("/personnes")
    await page.locator("main").get_by_role("link", name="Camille Exemple").first.click()
    await page.get_by_label("Service").fill("Accompagnement")
    await page.get_by_role("button", name="Enregistrer la fiche").click()
    await expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    await look(visit, "person-with-service")

    await visit.open("/assistant/modeles")
    await page.locator("main ul.rows a").first.click()
    await page.get_by_role("button", name="Copier pour l’adapter").click()
    await expect(page.get_by_text("Copie faite : adaptez-la.")).to_be_visible()
    await visit.open(page.url.removesuffix("/modifier"))
    await page.get_by_label("Qui peut s’en servir ?").select_option(label="Mon service (Accompagnement)")
    await page.get_by_role("button", name="Changer le partage").click()
    await expect(page.get_by_text("Partage modifié.")).to_be_visible()
    await look(visit, "template-shared-with-service")
