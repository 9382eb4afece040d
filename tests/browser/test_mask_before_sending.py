"""The whole exchange with masking, as an agent lives it: the charter, the warning while writing, the choice, the answer."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.visit import Visit

TEXT = "Rédige une réponse à Mme Durand, 12 rue des Lilas, 89690 Chéroy. Son numéro est le 06 12 34 56 78."


@pytest.fixture
async def newcomer(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """An agent who has never used the assistant."""
    link = await link_for("agent", at="Lormes", name="Alix Exemple", has_accepted_charter=False)
    await visit.open(link)
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")
    return visit.page


async def test_it_masks_a_question_and_reads_the_answer_in_clear(visit: Visit, newcomer: Page) -> None:
    page = newcomer
    await visit.open("/assistant")
    await visit.inspect("assistant-before-charter")
    await page.get_by_role("link", name="Lire et accepter la charte").click()
    await page.wait_for_url("**/charte")
    await visit.inspect("charter")
    await page.get_by_label("J’ai lu cette charte").check()
    await page.get_by_role("button", name="Accepter la charte").click()

    box = page.get_by_label("Votre demande")
    await expect(box).to_be_visible()
    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value="echo")
    await box.fill(TEXT)
    found = page.locator("#apercu")
    await expect(found).to_contain_text("[PERSONNE_1]")
    await expect(found).to_contain_text("[TÉLÉPHONE_1]")
    await expect(found.get_by_role("button", name="Masquer et envoyer")).to_be_visible()
    await expect(page.get_by_role("button", name="Envoyer la demande")).to_be_hidden()
    await visit.inspect("assistant-preview")

    await found.get_by_role("button", name="Masquer et envoyer").click()
    answer = page.locator("article[id^=reponse-]")
    await expect(answer).to_contain_text("Mme Durand, 12 rue des Lilas, 89690 Chéroy")
    await expect(answer).to_contain_text("06 12 34 56 78")
    await expect(answer).not_to_contain_text("[PERSONNE_1]")
    await visit.inspect("assistant-masked")

    await box.fill("Et pour M. Benali ?")
    await found.get_by_text("Envoyer tel quel…").click()
    await found.get_by_label("Pourquoi ces données").fill("Il m’a donné son accord par écrit.")
    await visit.inspect("assistant-as-it-is")
    await found.get_by_role("button", name="Envoyer tel quel", exact=True).click()
    await expect(page.get_by_text("partie telle quelle, par votre choix")).to_be_visible()
    await expect(page.locator("article[id^=reponse-]").last).to_contain_text("Et pour M. Benali")


async def test_it_asks_where_writing_was_not_watched(visit: Visit, newcomer: Page) -> None:
    page = newcomer
    await visit.open("/assistant/charte")
    await page.get_by_label("J’ai lu cette charte").check()
    await page.get_by_role("button", name="Accepter la charte").click()
    await page.route("**/apercu", lambda route: route.abort())
    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value="echo")
    await page.get_by_label("Votre demande").fill(TEXT)
    await page.get_by_role("button", name="Envoyer la demande").click()

    await expect(page.get_by_text("Données personnelles repérées")).to_be_visible()
    await page.get_by_role("link", name="Annuler").click()
    await expect(page.get_by_label("Votre demande")).to_have_value("")
    await expect(page.get_by_text("Votre première demande en ouvrira une")).to_be_visible()
    visit.complaints.clear()  # the aborted request is the point of this test
