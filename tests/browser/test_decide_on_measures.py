"""A decider's page of the sample programme: narrowed, opened to its proof, exported, printed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import openpyxl
from playwright.async_api import expect

from gateway.settings import GatewaySettings
from infra.seeds import sample
from tests.browser.visit import Visit


async def test_it_narrows_to_nievre_opens_a_proof_and_takes_it_away(
    visit: Visit, settings: GatewaySettings, link_for: Callable[..., Awaitable[str]], tmp_path: Path
) -> None:
    await asyncio.to_thread(sample.load, settings)
    page = visit.page
    page.set_default_timeout(40_000)
    await visit.open(await link_for("facilitator", "decision_maker", at="ARNia", name="Dominique Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")

    await visit.open("/mesures/decider")
    await expect(page.get_by_text("Données d’exemple")).to_be_visible()
    await expect(
        page.get_by_role("heading", name="Ce que l’IA a changé, et ce qu’elle n’a pas changé")
    ).to_be_visible()
    everyone = await page.locator(".figure").first.inner_text()
    await visit.inspect("decider")

    await page.get_by_label("Groupe").select_option(label="Nièvre")
    await page.get_by_role("button", name="Afficher").click()
    await expect(page.locator(".eyebrow").first).to_contain_text("Nièvre")
    assert everyone.strip().startswith("+")
    await visit.inspect("decider, Nièvre")
    await page.emulate_media(media="print", color_scheme="light")
    await expect(page.locator(".bars").first).to_be_visible()
    await expect(page.locator(".chart-table td").first).to_be_visible()
    await expect(page.locator(".filters")).to_be_hidden()
    await page.emulate_media(media="screen")

    await page.get_by_role("link", name="Voir la preuve : Gain net").click()
    await expect(page.get_by_role("heading", name="D’où vient ce chiffre")).to_be_visible()
    await expect(page.get_by_role("definition").filter(has_text="Temps habituel")).to_be_visible()
    await expect(page.get_by_role("rowheader", name="Rédaction")).to_be_visible()
    await visit.inspect("evidence")

    for name in ("CSV", "XLSX"):
        async with page.expect_download() as waited:
            await page.get_by_role("link", name=name, exact=True).click()
        await (await waited.value).save_as(tmp_path / f"gain.{name.lower()}")
    written = (tmp_path / "gain.csv").read_text("utf-8-sig")
    assert "Données d’exemple" in written
    assert "Groupe;Nièvre" in written
    assert "Données d’exemple" in openpyxl.load_workbook(tmp_path / "gain.xlsx").sheetnames
