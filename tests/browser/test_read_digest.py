"""The monthly digest: read by an administrator before it leaves, stopped by whoever received it."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from playwright.async_api import expect

from gateway.identity import digests
from gateway.settings import GatewaySettings
from infra.seeds import sample
from tests.browser.visit import Visit


async def test_it_is_previewed_and_stopped(
    visit: Visit, settings: GatewaySettings, link_for: Callable[..., Awaitable[str]]
) -> None:
    await asyncio.to_thread(sample.load, settings)
    page = visit.page
    await visit.open(await link_for("admin", "facilitator", at="ARNia", name="Dominique Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")

    await visit.open("/administration/bilan-mensuel")
    await expect(page.get_by_label("Le courriel en texte seul")).to_be_visible()
    await visit.inspect("digest")
    await page.get_by_role("link", name="Voir le courriel mis en page").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("bilan d")
    await visit.inspect("digest as mail")

    await visit.open("/compte")
    await visit.inspect("account with digest")
    me = await (await page.request.get("/api/identity/v1/me")).json()
    token = digests.token(UUID(me["id"]), key=settings.principal_key.get_secret_value())
    await visit.open(f"/bilan-mensuel/arret/{token}")
    await visit.inspect("digest stop")
    await page.get_by_role("button", name="Ne plus le recevoir").click()
    await expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    await visit.open("/compte")
    await page.get_by_role("button", name="Le recevoir").click()
    await expect(page.get_by_text("Vous recevrez le bilan mensuel.")).to_be_visible()
