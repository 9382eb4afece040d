"""What many agents did shows as charts that everybody can read."""

from collections.abc import Awaitable, Callable, Iterator

import psycopg
import pytest
from anyio import to_thread
from playwright.async_api import expect

from gateway.settings import GatewaySettings
from infra.seeds import demo, load
from tests.browser.visit import Visit

TABLES = "document.querySelectorAll('figure').length - document.querySelectorAll('figure table').length"


@pytest.fixture
def invented(owner: psycopg.Connection) -> Iterator[list[object]]:
    """The sample's authorities, gone after the test."""
    ids = [load.authority_id(one) for one in demo.INVENTED]
    yield list(ids)
    owner.execute("truncate workshop cascade")
    owner.execute("delete from programme_authority where authority_id = any(%s)", [ids])
    owner.execute("delete from authority where id = any(%s)", [ids])


async def test_it_draws_the_overview_of_a_sample(
    visit: Visit, link_for: Callable[..., Awaitable[str]], settings: GatewaySettings, invented: list[object]
) -> None:
    await to_thread.run_sync(demo.load, settings)
    page = visit.page
    await visit.open(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")

    await visit.open("/mesures")

    await expect(page.locator("figure").first).to_be_visible()
    await expect(page.locator(".figure-card .figure").first).to_contain_text("240")
    assert await page.evaluate(TABLES) <= 0, "every figure has its table"
    for summary in await page.get_by_text("Voir le tableau").all():
        await summary.click()
    await expect(page.locator("figure").get_by_text("Bourg-Modèle (exemple)").first).to_be_visible()
    await visit.inspect("overview-tables")
    await visit.open("/mesures")
    await visit.inspect("overview")
    await page.emulate_media(media="print")
    await expect(page.locator("figure table").first).to_be_visible()
