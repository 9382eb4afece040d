"""A whole day by keyboard alone: prepared, captured without a network, judged, decided, signed, reported."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.async_api import Browser, expect

from infra.faults.line import Line
from tests.browser.keys import Keyboard
from tests.browser.tablet import Tablet
from tests.browser.visit import Visit
from tests.servers import free_port

Link = Callable[..., Awaitable[str]]
PAIN = "La même demande d’acte est saisie trois fois"
SECOND = "Le registre papier est recopié chaque vendredi"


@pytest.fixture
def line(browsed: str) -> Iterator[Line]:
    """The tablet's line to the house."""
    with Line(port=free_port(), target=urlsplit(browsed).port or 0).laid() as line:
        yield line


@asynccontextmanager
async def somebody(browser: Browser, base_url: str) -> AsyncIterator[Keyboard]:
    """Somebody at another computer."""
    context = await browser.new_context(
        base_url=base_url, viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    page = await context.new_page()
    page.set_default_timeout(15_000)
    yield Keyboard(Visit(page))
    await context.close()


@pytest.mark.timeout(400)
async def test_it_goes_from_the_agenda_to_the_signed_decision_and_its_report(
    browser: Browser, browsed: str, line: Line, link_for: Link, owner: psycopg.Connection
) -> None:
    here = f"http://localhost:{line.port}"
    async with somebody(browser, here) as first, somebody(browser, browsed) as second:
        await first.enter(
            (await link_for("facilitator", at="ARNia", name="Dominique Exemple")).replace(browsed, here)
        )
        await _prepare(first)
        await _capture(first, line)
        await _review(first)
        hypothesis = await _draft(first)
        await _judge(first, hypothesis)
        await second.enter(await link_for("facilitator", at="ARNia", name="Claude Exemple"))
        await _judge(second, hypothesis)
        await _reveal(first, hypothesis)
        await _decide(first, hypothesis)
    async with somebody(browser, browsed) as elected:
        await elected.enter(await link_for("decision_maker", at="Chéroy", name="Alix Exemple"))
        await _sign(elected)
    assert owner.execute("select outcome, rung, signed_name from decision").fetchall() == [
        ("frugal", 1, "Alix Exemple")
    ]
    async with somebody(browser, browsed) as last:
        await last.enter(await link_for("facilitator", at="ARNia", name="Sacha Exemple"))
        await _report(last)


async def _prepare(one: Keyboard) -> None:
    page = one.page
    await page.goto("/ateliers")
    await one.follow("Préparer un atelier")
    await one.choose("Collectivité", "Chéroy")
    await one.write("Lieu", "Mairie, accueil")
    await one.follow("Préparer l’atelier")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Chéroy")
    await page.goto(f"{page.url}/preparation")
    await one.write("Début", "0900")
    await one.write("Fin", "1030")
    await one.write("Intitulé", "Accueil du public au guichet")
    await one.follow("Ajouter")
    await expect(page.get_by_text("Accueil du public au guichet").first).to_be_visible()
    await one.follow("Cocher")
    await one.follow("Marquer comme préparé")
    await expect(page.get_by_text("Atelier marqué comme préparé")).to_be_visible()
    await one.visit.inspect("day: prepared")
    await page.goto(page.url.split("/preparation")[0])


async def _capture(one: Keyboard, line: Line) -> None:
    tablet = Tablet(one.visit, line)
    await one.follow("Noter sur place")
    await tablet.open(one.page.url)
    line.cut()
    await tablet.note(PAIN)
    await tablet.note(SECOND)
    await tablet.press("Escape", "1")
    await tablet.note("L’agent rouvre trois logiciels", "Enter")
    await one.page.reload()
    await tablet.says("3 enregistrées sur cette tablette")
    await one.visit.inspect("day: captured without a network")
    line.mend()
    await tablet.says("3 envoyées", seconds=45)  # by itself, once the line is back
    await one.page.goto(one.page.url.replace("/saisie", ""))


async def _review(one: Keyboard) -> None:
    for words in (PAIN, SECOND):
        await expect(one.page.get_by_text(words).first).to_be_visible()
    await one.visit.inspect("day: reviewed")


async def _draft(one: Keyboard) -> str:
    page = one.page
    await one.follow("Rédiger une hypothèse")
    await one.tick(PAIN)
    await one.tick("L’agent rouvre trois logiciels") if await _comes_after(one, PAIN) else None
    for name, words in (
        ("Nom court", "Triple saisie"), ("Les agents de…", "l’accueil"), ("…rencontrent…", "une triple saisie"),
        ("…quand ils…", "enregistrent une demande d’acte"),
    ):  # fmt: skip
        await one.write(name, words)
    await one.follow("Enregistrer le brouillon")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Triple saisie")
    await one.visit.inspect("day: hypothesis")
    return urlsplit(page.url).path


async def _comes_after(one: Keyboard, words: str) -> bool:
    """Tell whether the observation is listed after the pain point, where Tab goes next."""
    labels = await one.page.locator("#field-evidence label").all_inner_texts()
    places = {
        key: next(i for i, label in enumerate(labels) if key in label) for key in (words, "trois logiciels")
    }
    return places["trois logiciels"] > places[words]


async def _judge(one: Keyboard, hypothesis: str) -> None:
    page = one.page
    await page.goto(hypothesis)
    await one.follow("Évaluer")
    for _ in range(3):
        await one.tick("Confirmé")
        await one.write("Pourquoi", "Vu sur place, trois fois dans la journée.")
        await one.tick("")
        await page.wait_for_timeout(50)
    await one.follow("Déposer mon évaluation")
    await expect(
        page.get_by_role("heading", level=2, name=re.compile("personnes? (a|ont) évalué"))
    ).to_be_visible()


async def _reveal(one: Keyboard, hypothesis: str) -> None:
    page = one.page
    await page.goto(f"{hypothesis}/qualification")
    await one.reach("Dévoiler les évaluations")
    await page.keyboard.press("Enter")
    await one.follow("Dévoiler pour de bon")
    await expect(page.get_by_role("table", name="Tous les avis, côte à côte")).to_be_visible()
    await one.visit.inspect("day: revealed")


async def _decide(one: Keyboard, hypothesis: str) -> None:
    page = one.page
    await page.goto(f"/decisions/preparer?hypothese={hypothesis.rsplit('/', 1)[1]}")
    await one.reach("0Échelon 0")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await one.write("Pourquoi l’échelon 0", "La demande est obligatoire.")
    await one.write("Pourquoi ce choix", "Une demi-journée de formation au logiciel suffit.")
    await one.follow("Soumettre à la signature")
    await expect(page.get_by_text("Décision préparée")).to_be_visible()
    await one.visit.inspect("day: decision prepared")


async def _sign(one: Keyboard) -> None:
    await one.page.goto("/decisions?etat=to_sign")
    await one.follow("Triple saisie")
    await one.visit.inspect("day: four minutes")
    await one.follow("Lire et signer")
    await one.tick("J’ai lu")
    await one.follow("Signer")
    await expect(one.page.get_by_text("Décision signée. Elle ne changera plus.")).to_be_visible()


async def _report(one: Keyboard) -> None:
    page = one.page
    await page.goto("/exports")
    await one.choose("Périmètre", "Chéroy")
    await one.follow("Faire un cliché")
    await one.follow("Lire le bilan")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bilan des ateliers, Chéroy")
    await expect(page.get_by_text(PAIN).first).to_be_visible()
    await one.visit.inspect("day: report")
