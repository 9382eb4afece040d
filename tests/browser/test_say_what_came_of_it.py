"""From a template to the card after its use, and a use of another tool by keyboard, as an agent lives them."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.browser.visit import Visit


@pytest.fixture
async def agent_page(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """An agent who has accepted the charter."""
    await visit.open(await link_for("agent", at="Lormes", name="Alix Exemple"))
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")
    return visit.page


async def test_it_goes_from_a_template_to_the_card(visit: Visit, agent_page: Page) -> None:
    page = agent_page
    await visit.open("/assistant/modeles")
    await visit.inspect("templates")
    await page.get_by_role("link", name="Lettre de remerciement").click()
    await page.get_by_label("À qui").fill("des bénévoles")
    await page.get_by_label("Pour quoi").fill("leur aide à la fête du village")
    await page.get_by_text("chaleureux", exact=True).click()
    await visit.inspect("template")
    await page.get_by_role("button", name="Voir la demande").click()
    await expect(page.get_by_label("Votre demande")).to_have_value(
        "Écris une lettre à des bénévoles pour les remercier de leur aide à la fête du village.\n"
        "Ton : chaleureux\n"
        "Quinze lignes au plus, sans emphase. N’invente ni nom, ni date, ni montant : laisse [À COMPLÉTER]"
        " là où une information manque."
    )
    await visit.inspect("template-ready")
    await page.get_by_role("button", name="Envoyer la demande").click()

    answer = page.locator("article[id^=reponse-]")
    await expect(answer).to_contain_text("aucun modèle n’a été appelé")
    await answer.get_by_text("Votre fiche, en 20 secondes").click()
    await answer.get_by_text("Un peu retouchée").click()
    for legend, choice in (("D’habitude", "30 min"), ("Cette fois", "5 min"), ("Relecture", "2 min")):
        await answer.get_by_role("group", name=legend).get_by_text(choice, exact=True).click()
    await visit.inspect("card")
    await answer.get_by_role("button", name="Enregistrer la fiche").click()
    await expect(page.get_by_text("Votre fiche est enregistrée")).to_be_visible()
    await page.get_by_role("link", name="La revoir").click()
    await expect(page.get_by_label("Un peu retouchée")).to_be_checked()
    await visit.inspect("card-again")


async def test_it_tells_of_another_tool_by_keyboard(visit: Visit, agent_page: Page) -> None:
    page = agent_page
    await visit.open("/assistant/autre-outil")
    await visit.inspect("other-tool")
    await page.get_by_label("Delibia").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Gardée telle quelle").focus()
    await page.keyboard.press("Space")
    for legend in ("D’habitude", "Cette fois", "Relecture"):
        await page.get_by_role("group", name=legend).get_by_role("radio").first.focus()
        await page.keyboard.press("ArrowRight")
    await page.get_by_role("button", name="Noter cet usage").press("Enter")
    await expect(page.get_by_text("Cet usage est noté")).to_be_visible()
    await visit.inspect("other-tool-told")
