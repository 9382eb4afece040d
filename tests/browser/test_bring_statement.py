"""A supplier's statement: the file chosen, what was read of it, counted, taken back."""

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.visit import Visit
from tests.metrics.months import past


async def test_it_reads_counts_and_takes_back_a_file(
    visit: Visit, link_for: Callable[..., Awaitable[str]]
) -> None:
    page = visit.page
    await visit.open(await link_for("champion", at="Chéroy", name="Référente Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")

    await visit.open("/mesures/releves")
    await visit.inspect("statements")
    await page.get_by_label("Quel outil ?").fill("Delibia")
    content = f"Date;Requêtes;Utilisateurs actifs;Région\n{past(1):%d/%m/%Y};420;9;UE\nhier;3;1;UE\n"
    await page.get_by_label("Fichier CSV").set_input_files(
        {"name": "releve.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    await page.get_by_role("button", name="Lire ce fichier").click()
    await expect(page.get_by_text("Rien n’est encore compté")).to_be_visible()
    await expect(page.get_by_role("row", name="3 Le jour ne se lit pas")).to_be_visible()
    await visit.inspect("statement read")

    await page.get_by_role("button", name="Compter ce relevé").click()
    await expect(page.get_by_text("compte maintenant")).to_be_visible()
    await visit.inspect("statement counted")
    await visit.open("/mesures/adoption")
    await expect(page.get_by_text("Les fournisseurs déclarent 420")).to_be_visible()
    await visit.inspect("adoption with a statement")

    await page.get_by_role("link", name="Relevés de fournisseurs").click()
    await page.get_by_role("link", name="Delibia · Chéroy").click()
    await page.get_by_text("Retirer ce relevé").click()
    await page.get_by_role("button", name="Oui, retirer").click()
    await expect(page.get_by_text("il ne compte plus")).to_be_visible()
