"""A survey, from the contact who opens it to the agent who answers on a phone, by keyboard, and the figures at the end."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from httpx import AsyncClient
from playwright.async_api import Page, expect

from tests.browser.visit import Visit
from tests.metrics.surveys import USER, reply

LOOK = os.environ.get("TERRAIN_LOOK", "")
"""A folder for pictures to look at; empty: none are taken."""


async def look(page: Page, name: str) -> None:
    if LOOK:
        for width, scheme in ((1280, "light"), (320, "dark")):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal, in a loop
            await page.screenshot(path=Path(LOOK) / f"survey-{name}-{width}.png", full_page=True)
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(color_scheme="light")


async def test_it_holds_a_survey_and_reads_its_figures(
    visit: Visit, link_for: Callable[..., Awaitable[str]], browsed: str
) -> None:
    page = visit.page
    await visit.open(await link_for("champion", at="Chéroy", name="Référente"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    here, links = await invite(visit)
    async with AsyncClient(base_url=browsed) as client:
        for number, link in enumerate(links[1:]):
            told = USER | {"satisfaction": 4 + number % 6, "quality": 3 + number % 4}
            await reply(client, link.rpartition("/")[2], told)

    await answer(visit, "/enquete/" + links[0].rpartition("/")[2])

    await visit.open(here)
    await look(page, "show")
    await visit.inspect("survey")
    await page.get_by_label("Feuilles à ajouter").fill("3")
    await page.get_by_role("button", name="Ajouter des feuilles").click()
    await expect(page.get_by_text("Avant d’imprimer")).to_be_visible()
    await look(page, "paper")
    await visit.inspect("survey-paper")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("Avant d’imprimer")).to_be_hidden()
    await page.emulate_media(media="screen")
    await visit.open(f"{here}/saisie")
    await visit.inspect("survey-entry")
    await visit.open(here)
    await page.get_by_text("Terminer l’enquête").click()
    await page.get_by_role("button", name="Oui, terminer").click()
    await page.get_by_role("link", name="Lire les résultats").click()
    await expect(page.get_by_role("heading", name="Satisfaction", exact=True)).to_be_visible()
    await look(page, "results")
    await visit.inspect("survey-results")
    await visit.open("/enquetes")
    await look(page, "list")
    await visit.inspect("surveys")


async def invite(visit: Visit) -> tuple[str, list[str]]:
    """Open a survey; give its address and twelve links."""
    page = visit.page
    await visit.open("/enquetes")
    await visit.inspect("surveys-empty")
    await visit.open("/enquetes/nouvelle")
    await look(page, "new")
    await visit.inspect("survey-new")
    await page.get_by_label("Avant de commencer").check()
    await page.get_by_role("button", name="Ouvrir l’enquête").click()
    await expect(page.get_by_role("heading", name="Inviter par lien")).to_be_visible()
    here = page.url

    await page.get_by_label("Nombre de liens").fill("12")
    await page.get_by_role("button", name="Préparer les liens").click()
    links = (await page.get_by_label("Liens à distribuer").input_value()).split()
    await visit.inspect("survey-links")
    return here, links


async def answer(visit: Visit, form: str) -> None:
    """Answer by keyboard alone, leaving and coming back on the way."""
    page = visit.page
    await visit.open(form)
    await look(page, "step")
    await visit.inspect("survey-answer")
    await page.get_by_label("plusieurs fois par semaine").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Finir plus tard").press("Enter")
    await visit.inspect("survey-later")
    await page.get_by_role("link", name="Reprendre maintenant").press("Enter")
    await expect(page.get_by_label("plusieurs fois par semaine")).to_be_checked()
    await page.get_by_role("button", name="Continuer").press("Enter")
    await expect(page.get_by_text("Recommanderiez-vous")).to_be_visible()
    await look(page, "work")
    await visit.inspect("survey-work")
    await page.get_by_role("button", name="Continuer").press("Enter")
    await expect(page.get_by_text("rédiger (courrier")).to_be_visible()
    await page.get_by_role("button", name="Continuer").press("Enter")
    await expect(page.get_by_role("heading", name="Relire et envoyer")).to_be_visible()
    await look(page, "again")
    await visit.inspect("survey-again")
    await page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    await expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    await visit.inspect("survey-thanks")
