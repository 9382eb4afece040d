"""The page of adoption and the one of decisions, on the sample programme: cohorts, the mix, the words of stops."""

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from gateway.settings import GatewaySettings
from infra.seeds import sample
from tests.browser.visit import Visit


async def test_it_shows_cohorts_and_the_mix_beside_the_published_one(
    visit: Visit, settings: GatewaySettings, link_for: Callable[..., Awaitable[str]]
) -> None:
    await asyncio.to_thread(sample.load, settings)
    page = visit.page
    await visit.open(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")

    await visit.open("/mesures/adoption")
    table = page.get_by_role("region", name="Part des agents actifs de nouveau")
    await expect(table.get_by_role("columnheader", name="6 mois")).to_be_visible()
    await expect(page.get_by_text("ARNia a publié")).to_be_visible()
    await visit.inspect("adoption")
    await visit.open("/mesures/decider")
    await expect(page.get_by_role("heading", name="Pourquoi s’être arrêté")).to_be_visible()
    await visit.inspect("deciding with stops")
