"""The capture page where nothing can be kept on the tablet: a plain form, sent at once."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, expect

Link = Callable[..., Awaitable[str]]


async def test_it_notes_with_the_plain_form_where_nothing_can_be_kept(
    browser: Browser, browsed: str, link_for: Link
) -> None:
    context = await browser.new_context(base_url=browsed, locale="fr-FR")
    await context.add_init_script("delete Navigator.prototype.locks")
    page = await context.new_page()
    await page.goto(await link_for("facilitator", at="ARNia", name="Sacha Ancien"))
    await page.get_by_role("button", name="Entrer").click()
    await page.goto("/ateliers/nouveau")
    await page.get_by_label("Collectivité").select_option(label="Chéroy")
    await page.get_by_role("button", name="Préparer l’atelier").click()
    await page.get_by_role("link", name="Noter sur place").first.click()
    await page.get_by_role("radio", name="Souhait").check(force=True)
    await page.get_by_role("button", name="Changer de nature").click()
    await expect(page.get_by_label("Qui le souhaite")).to_be_visible()
    await page.locator("#field-words").fill("Un seul registre")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_role("complementary").get_by_text("Un seul registre").first).to_be_visible()
    await context.close()
