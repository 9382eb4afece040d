"""A whole conversation in a real browser: it comes, survives, stops, begins again, branches, and is not noisy."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.visit import Visit

MOST_ANNOUNCEMENTS = 3
_LISTEN = """
window.spoken = []
const live = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('[aria-live],[role=status],[role=alert],[role=log]')
const isLoud = (region) => region && region.getAttribute('aria-live') !== 'off'
document.addEventListener('DOMContentLoaded', () => {
  const hear = (node) => isLoud(live(node)) && spoken.push(live(node).textContent.trim())
  new MutationObserver((all) => all.forEach(one => {
    if (one.type === 'characterData') hear(one.target)
    if (one.addedNodes.length) hear(one.target)
  })).observe(document.body, {subtree: true, childList: true, characterData: true})
})
"""


@pytest.fixture
async def agent(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """An agent, signed in, whose page counts what a screen reader would say."""
    page = visit.page
    await page.add_init_script(_LISTEN)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await visit.open(await link_for("agent", at="Lormes", name="Sacha Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    return page


async def test_it_holds_a_whole_conversation(visit: Visit, agent: Page) -> None:
    await visit.open("/assistant")
    await _ask(agent, "Une réponse lente, s’il vous plaît.", model="slow", verb="Envoyer la demande")
    answer = agent.locator("article[id^=reponse-]")
    await expect(answer).to_contain_text("Monsieur")
    await agent.reload()  # the answer goes on without its reader
    await _ended(answer)
    await expect(answer).to_contain_text("votre demande est bien reçue")
    spoken = await agent.evaluate("spoken")
    assert 1 <= len(spoken) <= MOST_ANNOUNCEMENTS, spoken
    assert "Réponse terminée" in spoken[-1]

    await agent.get_by_role("button", name="Copier").click()
    await expect(agent.get_by_role("button", name="Copié")).to_be_visible()
    copied = await agent.evaluate("navigator.clipboard.readText()")
    assert copied == "Madame, Monsieur, votre demande est bien reçue."

    await agent.get_by_role("button", name="Refaire la réponse").click()
    await expect(agent.get_by_role("button", name="Arrêter")).to_be_visible()
    await agent.get_by_role("button", name="Arrêter").click()
    await expect(answer).to_contain_text("Réponse interrompue")
    await expect(agent.get_by_text("Version 2 sur 2")).to_be_visible()
    await agent.get_by_role("link", name="Précédente").click()
    await expect(agent.get_by_text("Version 1 sur 2")).to_be_visible()
    await expect(answer).to_contain_text("bien reçue")

    await agent.get_by_role("link", name="Modifier la demande").click()
    await expect(agent.get_by_label("Votre demande")).to_have_value("Une réponse lente, s’il vous plaît.")
    await visit.inspect("assistant-reword")
    await _picture(agent, "reword")
    await agent.get_by_label("Votre demande").fill("Une autre demande.")
    await agent.get_by_role("button", name="Envoyer la demande modifiée").click()
    await expect(agent.get_by_text("Une autre demande.").first).to_be_visible()
    await _ended(answer.last)
    await expect(agent.get_by_text("Version 2 sur 2")).to_be_visible()

    await agent.get_by_text("Titre, dossier, copie").click()
    await agent.get_by_label("Titre", exact=True).fill("Lettres de la fête")
    await agent.get_by_role("textbox", name="Dossier").fill("Courriers")
    await agent.get_by_role("button", name="Enregistrer").click()
    await expect(agent.get_by_role("heading", name="Lettres de la fête")).to_be_visible()
    await visit.open(agent.url)  # weighed, as a page of its own
    await visit.inspect("assistant-branches")
    await _picture(agent, "branches")
    await visit.open("/assistant")
    await agent.get_by_label("Chercher dans mes conversations").fill("demandes reçues")
    await agent.get_by_role("button", name="Chercher").click()
    await expect(agent.get_by_role("link", name="Lettres de la fête")).to_be_visible()
    await visit.inspect("assistant-search")
    await _picture(agent, "search")


async def test_it_goes_on_in_another_tab_and_says_little(visit: Visit, agent: Page) -> None:
    await visit.open("/assistant")
    await _ask(agent, "Encore une réponse lente.", model="slow", verb="Envoyer la demande")
    other = await agent.context.new_page()
    await other.goto("about:blank")
    await other.bring_to_front()
    answer = agent.locator("article[id^=reponse-]")
    await _ended(answer)
    await agent.bring_to_front()
    await expect(answer).to_contain_text("votre demande est bien reçue")
    assert 1 <= len(await agent.evaluate("spoken")) <= MOST_ANNOUNCEMENTS
    await other.close()


async def _ask(page: Page, words: str, *, model: str, verb: str) -> None:
    await page.get_by_label("Votre demande").fill(words)
    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value=model)
    await page.get_by_role("button", name=verb).click()
    await page.wait_for_url("**/assistant/*-*")


async def _ended(answer: Locator) -> None:
    await expect(answer).not_to_have_attribute("aria-busy", "true", timeout=60_000)


async def _picture(page: Page, name: str) -> None:
    """Take a picture where somebody asks for it, wide, narrow and dark."""
    folder = os.environ.get("TERRAIN_LOOK", "")
    if not folder:
        return
    await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, caret="initial")
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size({"width": 320, "height": 900})
    await page.screenshot(path=Path(folder) / f"{name}-dark-320.png", full_page=True, caret="initial")
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.emulate_media(color_scheme="light")
