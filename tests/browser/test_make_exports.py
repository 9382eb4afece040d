"""A snapshot made and downloaded in a real browser."""

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.visit import Visit

FORMATS = 9


async def test_it_makes_a_snapshot_and_downloads_each_format(
    visit: Visit, link_for: Callable[..., Awaitable[str]]
) -> None:
    page = visit.page
    await visit.open(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    await visit.open("/exports")
    await page.get_by_label("Périmètre").select_option(label="Chéroy")
    await page.get_by_role("button", name="Faire un cliché").click()
    links = page.get_by_role("list", name="Formats de ce cliché").get_by_role("link")
    await expect(links).to_have_count(FORMATS)
    for number in range(FORMATS):
        async with page.expect_download() as waited:
            await links.nth(number).click()
        assert (await (await waited.value).path()).stat().st_size > 0
    await visit.inspect("exports")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name="Chéroy")).to_be_visible()
    assert visit.complaints == []
