"""The closing report of an authority read in a real browser, on the screen and on paper."""

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.visit import Visit


async def test_it_reads_the_report_of_a_snapshot(
    visit: Visit, link_for: Callable[..., Awaitable[str]]
) -> None:
    page = visit.page
    await visit.open(await link_for("facilitator", at="ARNia", name="Camille Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    await visit.open("/exports")
    await page.get_by_label("Périmètre").select_option(label="Chéroy")
    await page.get_by_role("button", name="Faire un cliché").click()
    await page.get_by_role("link", name="Lire le bilan").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bilan des ateliers, Chéroy")
    await visit.inspect("report")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name="Ce que ce bilan ne dit pas")).to_be_visible()
    assert visit.complaints == []
