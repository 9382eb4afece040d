"""A cohort composed in a real browser, with its spread that follows each tick; then the year, and one's own calendar."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visit import Visit

LinkFor = Callable[..., Awaitable[str]]
CANDIDATES = ("Le Grand Chalon", "Chalon-sur-Saône", "Lormes")


async def enter(page: Page, link: str) -> None:
    await page.goto(link)
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")


async def create(page: Page) -> str:
    """Create a programme with one criterion; give its address."""
    await page.goto("/programmes/nouveau")
    await page.get_by_label("Nom").fill("Promotion 2027")
    await page.get_by_label("Début").fill("2026-09-01")
    await page.get_by_label(re.compile("^Fin")).fill("2027-08-31")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.wait_for_url(re.compile(r"/programmes/[0-9a-f-]{36}$"))
    here = page.url
    await page.goto(f"{here}/criteres")
    await page.get_by_role("textbox", name=re.compile("^Critère")).fill("Motivation et portage")
    for score in range(6):
        await page.get_by_label(f"Note {score}").fill(f"Ce que veut dire {score}")
    await page.get_by_role("button", name="Ajouter").click()
    await expect(page.get_by_role("heading", name="Motivation et portage")).to_be_visible()
    return here


async def apply(page: Page, here: str, name: str, *, has_script: bool = True) -> None:
    await page.goto(f"{here}/candidatures/nouvelle")
    await page.get_by_label("Chercher une collectivité").fill(name)
    if not has_script:
        await page.get_by_role("button", name="Chercher").click()
    choice = page.get_by_role("radio", name=name).first
    await expect(choice).to_be_visible()
    await choice.check()
    await page.get_by_label("Motivation").fill("Comprendre avant d’équiper.")
    await page.get_by_label("Fonction du contact").fill("Secrétaire de mairie")
    await page.get_by_role("button", name="Candidater").click()
    await expect(page.get_by_text("Candidature enregistrée.")).to_be_visible()


async def test_it_composes_a_cohort_with_its_spread_in_sight(visit: Visit, link_for: LinkFor) -> None:
    page = visit.page
    await enter(page, await link_for("facilitator", at="ARNia", name="Andrea Exemple"))
    here = await create(page)
    await visit.inspect("criteria")
    for name in CANDIDATES:
        await apply(page, here, name)
    await page.get_by_role("radio", name="4 · Ce que veut dire 4").check()
    await page.get_by_role("button", name="Rendre mes notes").click()
    await expect(page.get_by_role("region", name="Par critère")).to_be_visible()
    await visit.inspect("application")

    await visit.open(f"{here}/cohortes/nouvelle")
    balance = page.locator("#equilibre")
    await expect(balance.get_by_role("heading", level=2)).to_contain_text(re.compile(r"0.choisie sur 3"))
    await page.get_by_role("checkbox", name="Chalon-sur-Saône").check()
    await expect(balance.get_by_role("heading", level=2)).to_contain_text(re.compile(r"1.choisie sur 3"))
    await page.get_by_role("checkbox", name="Le Grand Chalon").check()
    await expect(balance.get_by_text("Chalon-sur-Saône, dans Le Grand Chalon")).to_be_visible()
    await expect(page.get_by_role("checkbox", name="Le Grand Chalon")).to_be_focused()
    await visit.inspect("composer")
    await page.get_by_label("Nom de la proposition").fill("Autour de Chalon")
    await page.get_by_label("Pourquoi celles-ci").fill("Une ville et son agglomération.")
    await page.get_by_role("button", name="Garder cette proposition").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Autour de Chalon")
    await visit.inspect("cohort")
    await page.get_by_text("Confirmer la cohorte").click()
    await page.get_by_role("button", name="Oui, les retenir").click()
    await expect(page.get_by_text("Cohorte confirmée")).to_be_visible()
    await page.get_by_role("link", name="Le Grand Chalon").click()
    await visit.inspect("way")
    assert visit.complaints == []


async def test_it_reads_the_year_and_subscribes_to_it(visit: Visit, link_for: LinkFor) -> None:
    page = visit.page
    await enter(page, await link_for("facilitator", at="ARNia", name="Dana Exemple"))
    here = await create(page)
    await page.goto(f"{here}/rendez-vous/nouveau")
    await page.get_by_label("Intitulé").fill("Écrire une demande claire")
    await page.get_by_label("Date").fill("2026-11-10")
    await page.get_by_role("button", name="Enregistrer").click()
    await visit.inspect("gathering")
    await visit.open(f"{here}/calendrier")
    november = page.get_by_role("table", name="Novembre 2026")
    await november.get_by_role("link", name=re.compile("^10")).click()
    assert page.url.endswith("#jour-2026-11-10")
    await visit.inspect("calendar")
    await page.emulate_media(media="print")
    await expect(november).to_be_visible()
    await page.emulate_media(media="screen")
    await visit.open("/agenda")
    await page.get_by_role("button", name="Créer mon adresse").click()
    address = await page.get_by_label("Mes jours").input_value()
    await visit.inspect("agenda")
    answer = await page.context.request.get(
        address.replace("http://localhost:8000", ""), headers={"cookie": ""}
    )
    assert "BEGIN:VCALENDAR" in await answer.text()
    assert visit.complaints == []


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


async def test_it_composes_without_scripts(plain_page: Page, link_for: LinkFor) -> None:
    page = plain_page
    await enter(page, await link_for("facilitator", at="ARNia", name="Maxime Exemple"))
    here = await create(page)
    await apply(page, here, "Lormes", has_script=False)
    await page.goto(f"{here}/cohortes/nouvelle")
    await page.get_by_role("checkbox", name="Lormes").check()
    await page.get_by_role("button", name="Voir l’équilibre").click()
    await expect(page.locator("#equilibre")).to_contain_text(re.compile(r"1.choisie sur 1"))
    await expect(page.get_by_role("checkbox", name="Lormes")).to_be_checked()
