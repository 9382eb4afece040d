"""An old tablet, a strict network, a script that failed to load: the work goes on."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect


@pytest.fixture
async def plain_page(browser: Browser, browsed: str) -> AsyncIterator[Page]:
    """A window where no script runs, as wide as a small phone."""
    context = await browser.new_context(
        base_url=browsed, viewport={"width": 320, "height": 640}, locale="fr-FR", java_script_enabled=False
    )
    page = await context.new_page()
    page.set_default_timeout(15_000)
    yield page
    await context.close()


async def test_it_goes_from_the_link_to_a_letter(
    plain_page: Page, link_for: Callable[..., Awaitable[str]]
) -> None:
    page = plain_page
    await page.goto(await link_for("facilitator", at="ARNia", name="Sacha Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")

    await page.goto("/ateliers/nouveau")
    await page.get_by_label("Collectivité").select_option(label="Lormes")
    await page.get_by_role("button", name="Préparer l’atelier").click()
    await page.get_by_role("link", name="Noter sur place").first.click()
    await page.get_by_label("Ce qui gêne").fill("Le registre est tenu trois fois")
    await page.get_by_role("radio", name="Documents et classement").check(force=True)
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(
        page.get_by_role("complementary").get_by_text("Le registre est tenu trois fois").first
    ).to_be_visible()

    await page.goto("/assistant")
    await page.get_by_label("Votre demande").fill(
        "Rédige une lettre à Mme Durand pour la remercier de son aide"
    )
    await page.get_by_role("button", name="Envoyer la demande").click()
    await expect(page.get_by_text("Je vous prie d'agréer, Madame")).to_be_visible()

    await page.goto("/mesures")
    await expect(page.get_by_role("heading", name="Vos propres usages")).to_be_visible()
