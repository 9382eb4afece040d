"""A day of capture on a tablet whose line is cut: nothing is lost, nothing is written twice."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.async_api import Page, Route, expect

from infra.faults.line import Line
from tests.browser.tablet import Tablet
from tests.browser.visit import Visit
from tests.servers import free_port

Link = Callable[..., Awaitable[str]]
HARD = '« Où est l’acte ? » demande-t-on, 3 fois ; émoji 🗂️, chinois 手, \\ et "guillemets"'


@pytest.fixture
def line(browsed: str) -> Iterator[Line]:
    """The line to the house."""
    with Line(port=free_port(), target=urlsplit(browsed).port or 0).laid() as line:
        yield line


@pytest.fixture
async def tablet(page: Page, line: Line, link_for: Link) -> AsyncIterator[Tablet]:
    """A facilitator's tablet, on the capture page of a day in Chéroy. Cut lines fill its console: nobody reads it."""
    tablet = Tablet(Visit(page), line)
    await tablet.sign_in(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await tablet.plan()
    return tablet


def statements(owner: psycopg.Connection) -> list[str]:
    return [words for (words,) in owner.execute("select statement from pain_point order by id").fetchall()]


async def test_it_captures_without_a_line_and_sends_once_it_is_back(
    tablet: Tablet, line: Line, owner: psycopg.Connection
) -> None:
    line.cut()
    reloaded = await tablet.page.reload()
    assert reloaded is not None
    assert reloaded.from_service_worker
    await expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Saisie sur place")
    await tablet.note(HARD)
    await tablet.note("Double saisie")
    await tablet.page.reload()
    await tablet.says("2 enregistrées sur cette tablette")
    assert statements(owner) == []
    await tablet.visit.inspect("capture-offline")

    await tablet.send()
    await tablet.says("2 envoyées")
    assert statements(owner) == [HARD, "Double saisie"]
    await expect(tablet.row("Double saisie")).to_contain_text("envoyé")
    row = owner.execute("select theme, severity, times, per from pain_point limit 1").fetchone()
    assert row == ("citizens", 4, 6, "week")


async def test_it_never_writes_twice_when_the_answer_was_lost(
    tablet: Tablet, line: Line, owner: psycopg.Connection
) -> None:
    line.chance = 1  # every exchange meets a cut: some requests arrive, and no answer comes back
    for number in range(6):
        await tablet.note(f"Irritant {number}")
    line.chance = 0
    await tablet.send()
    await tablet.says("6 envoyées")
    assert statements(owner) == [f"Irritant {number}" for number in range(6)]
    assert owner.execute("select count(*) from operation").fetchone() == (6,)


async def test_it_keeps_what_was_being_typed(tablet: Tablet, line: Line) -> None:
    line.cut()
    await tablet.page.keyboard.type("Une phrase en cours")
    await tablet.press("Tab", "b")
    await tablet.page.wait_for_timeout(900)
    await tablet.page.reload()
    await expect(tablet.page.locator("#field-words")).to_have_value("Une phrase en cours")
    await expect(tablet.page.get_by_role("radio", name="Tableaux de bord")).to_be_checked()
    other = await tablet.page.context.new_page()
    await other.goto(tablet.page.url)
    await expect(other.locator("#field-words")).to_have_value("")


async def test_it_takes_six_keys_at_most_beyond_the_words(tablet: Tablet, owner: psycopg.Connection) -> None:
    keys = ("Tab", "u", "4", "6", "Enter")
    assert len(keys) <= 6
    await tablet.note("Triple saisie", *keys)
    await expect(tablet.page.locator("#field-words")).to_be_focused()
    again = ("Enter",)  # the theme stays from one to the next
    await tablet.note("Quadruple saisie", *again)
    await expect(tablet.row("Quadruple")).to_contain_text("envoyé")
    rows = owner.execute("select statement, theme, severity, times from pain_point order by id").fetchall()
    assert rows == [("Triple saisie", "citizens", 4, 6), ("Quadruple saisie", "citizens", 2, None)]


async def test_it_chooses_each_nature_with_one_key(tablet: Tablet, owner: psycopg.Connection) -> None:
    for key, words in (("1", "Vu"), ("3", "Saisir"), ("4", "Mieux"), ("5", "Dit"), ("6", "Panne")):
        await tablet.press("Escape", key)
        await tablet.note(words, "Enter")
        await expect(tablet.row(words)).to_contain_text("envoyé")
    kinds = owner.execute(
        "select (select array_agg(kind order by id) from observation), (select count(*) from task),"
        " (select count(*) from wish), (select count(*) from key_moment)"
    ).fetchone()
    assert kinds == (["fact", "verbatim"], 1, 1, 1)


async def test_it_puts_what_was_refused_in_a_tray_to_mend(tablet: Tablet, owner: psycopg.Connection) -> None:
    participants = tablet.page.url.replace("/saisie", "/participants")
    capture = tablet.page.url
    await tablet.page.goto(participants)
    await tablet.page.get_by_label("Métier").fill("secrétariat")
    await tablet.page.get_by_role("button", name="Ajouter").click()
    await tablet.open(capture)
    await tablet.press("Escape", "5")
    await tablet.page.get_by_label("Qui le dit ou le fait").select_option(index=1)
    await tablet.page.locator("#field-words").fill("Sans son accord")
    await tablet.press("Enter")
    await tablet.says("1 à corriger")
    await expect(tablet.page.locator("#outbox-tray")).to_contain_text("accord")
    await tablet.visit.inspect("capture-tray")

    await tablet.page.get_by_role("button", name="Reprendre").click()
    await tablet.page.get_by_label("Qui le dit ou le fait").select_option(index=0)
    await tablet.page.locator("#field-words").fill("Dit par personne en particulier")
    await tablet.press("Enter")
    await expect(tablet.page.locator("#outbox-tray")).to_be_hidden()
    await tablet.says("1 envoyée")
    rows = owner.execute("select text, kind from observation").fetchall()
    assert rows == [("Dit par personne en particulier", "verbatim")]


async def test_it_goes_on_when_the_session_is_over(
    tablet: Tablet, owner: psycopg.Connection, link_for: Link
) -> None:
    await expect(tablet.page.locator("#outbox-grant")).to_be_visible()
    await tablet.page.context.clear_cookies(name=re.compile("terrain$"))
    await tablet.note("Après la fin de la session")
    await tablet.says("1 envoyée")
    assert statements(owner) == ["Après la fin de la session"]
    await tablet.page.reload()  # the page that the tablet keeps, rather than a sign-in page
    await expect(tablet.page.locator("#capture[data-is-ready]")).to_be_visible()

    owner.execute("update device_grant set revoked_at = now()")
    await tablet.note("Après le retrait")
    await expect(tablet.page.locator("#outbox-alert")).to_contain_text("Votre connexion est terminée")
    assert statements(owner) == ["Après la fin de la session"]
    capture = tablet.page.url
    await tablet.sign_in(await link_for("admin", at="ARNia", name="Une collègue"))
    await tablet.open(capture)  # somebody else: what waits is counted, and not shown
    await expect(tablet.page.locator("#outbox-others")).to_contain_text(
        "en attente sur cette tablette\u00a0: 1"
    )
    assert "Après le retrait" not in await tablet.page.content()


async def test_it_sends_what_a_colleague_left_under_their_name(
    tablet: Tablet, line: Line, owner: psycopg.Connection, link_for: Link
) -> None:
    capture = tablet.page.url
    author = await tablet.page.locator("#capture").get_attribute("data-person")
    await expect(tablet.page.locator("#outbox-grant")).to_be_visible()
    line.cut()
    await tablet.note("Laissé par la première")
    await tablet.page.goto("about:blank")
    line.mend()
    await tablet.page.context.clear_cookies(name=re.compile("terrain$"))
    await tablet.sign_in(await link_for("facilitator", at="ARNia", name="Une seconde personne"))
    await tablet.open(capture)
    await tablet.note("Noté par la seconde")
    await tablet.says("1 envoyée")
    rows = owner.execute("select statement, created_by::text = %s from pain_point", [author]).fetchall()
    assert sorted(rows) == [("Laissé par la première", True), ("Noté par la seconde", False)]
    await expect(tablet.page.locator("#outbox-others")).to_be_hidden()


@pytest.mark.parametrize(
    "portal",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>Bienvenue sur le Wi-Fi</h1>"},
        {"status": 200, "content_type": "application/json", "body": '{"items": []}'},
        {"status": 401, "content_type": "text/html", "body": "Payez"},
    ],
)
async def test_it_does_not_believe_a_hotel_s_sign_in_page(
    tablet: Tablet, owner: psycopg.Connection, portal: dict[str, str]
) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(**portal)  # type: ignore[arg-type]  # the parameters above

    await tablet.page.route("**/operations", answer)
    await tablet.note("Derrière le portail")
    await expect(tablet.page.locator("#outbox-state")).to_contain_text("Hors ligne")
    assert statements(owner) == []
    await tablet.page.unroute("**/operations")
    await tablet.send()
    await tablet.says("1 envoyée")
    assert statements(owner) == ["Derrière le portail"]


async def test_it_shows_both_versions_and_lets_somebody_choose(
    tablet: Tablet, line: Line, owner: psycopg.Connection
) -> None:
    page = tablet.page
    await tablet.note("Triple saisie")
    await expect(tablet.row("Triple saisie")).to_contain_text("envoyé")
    await tablet.row("Triple saisie").get_by_role("button", name="Corriger").click()
    # Meanwhile a colleague corrects the same words.
    owner.execute("update pain_point set statement = 'Double saisie', version = 2")
    line.cut()
    await page.locator("#field-words").fill("Quadruple saisie")
    await page.get_by_label("Gravité").select_option("5")
    await tablet.press("Enter")
    await expect(tablet.row("Quadruple saisie")).to_contain_text("enregistré sur cette tablette")
    await tablet.send()
    await expect(tablet.row("Quadruple saisie")).to_contain_text("deux versions")
    assert owner.execute("select statement, severity from pain_point").fetchall() == [("Double saisie", 5)]

    await tablet.visit.open(page.url.replace("/saisie", ""))
    await page.get_by_role("link", name="Choisir").click()
    await expect(page.get_by_role("heading", name="Double saisie")).to_be_visible()
    await expect(page.get_by_text("Quadruple saisie")).to_be_visible()
    await tablet.visit.inspect("versions")
    await page.get_by_role("button", name="Prendre ce qui est arrivé ensuite").click()
    await expect(page.get_by_text("Rien à départager")).to_be_visible()
    assert statements(owner) == ["Quadruple saisie"]


async def test_it_captures_in_several_tabs_at_once(tablet: Tablet, owner: psycopg.Connection) -> None:
    tabs = [tablet]
    for _ in range(2):
        tab = Tablet(Visit(await tablet.page.context.new_page()), tablet.line)
        await tab.open(tablet.page.url)
        tabs.append(tab)
    for number in range(4):
        for rank, tab in enumerate(tabs):
            await tab.page.bring_to_front()
            await tab.note(f"Onglet {rank}, note {number}")
    for tab in tabs:
        await tab.says("12 envoyées")
    expected = [f"Onglet {rank}, note {number}" for number in range(4) for rank in range(3)]
    assert sorted(statements(owner)) == sorted(expected)


async def test_it_lists_tablets_and_takes_one_back(tablet: Tablet) -> None:
    await expect(tablet.page.locator("#outbox-grant")).to_be_visible()
    await tablet.page.get_by_role("link", name="Tablettes autorisées").click()
    await expect(tablet.page.get_by_role("heading", name="Dominique Exemple")).to_be_visible()
    await tablet.visit.inspect("tablets")
    await tablet.page.get_by_text("Retirer l’autorisation").click()
    await tablet.page.get_by_role("button", name="Oui, retirer").click()
    await expect(tablet.page.get_by_role("heading", name="Aucune tablette autorisée")).to_be_visible()


async def test_it_gives_the_words_back_when_the_tablet_cannot_keep_them(
    tablet: Tablet, owner: psycopg.Connection
) -> None:
    page = tablet.page
    await page.evaluate(
        "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('', 'UnknownError') } }"
    )
    await page.keyboard.type("Mémoire pleine")
    await tablet.press("Tab", "u", "3", "Enter")
    await expect(page.locator("#outbox-alert")).to_contain_text("n’a pas pu garder")
    await expect(page.locator("#field-words")).to_have_value("Mémoire pleine")
    await expect(page.locator("#captured > li")).to_have_count(0)
    await page.locator("#field-words").fill("")
    await page.wait_for_timeout(600)
    await page.reload()
    await page.get_by_role("button", name="Reprendre").click()
    await tablet.press("Enter")
    await tablet.says("1 envoyée")
    assert statements(owner) == ["Mémoire pleine"]


async def test_it_keeps_the_pages_of_several_days(tablet: Tablet, line: Line) -> None:
    first = tablet.page.url
    second = await tablet.plan()
    await tablet.page.evaluate(
        "async () => (await caches.open('saisie')).put('/static/site.css?v=before', new Response(''))"
    )
    await tablet.open(second)
    kept = "async () => (await (await caches.open('saisie')).keys()).map(({ url }) => new URL(url).search)"
    assert "?v=before" not in await tablet.page.evaluate(kept)
    line.cut()
    for address in (first, second):
        await tablet.page.goto(address)
        await tablet.page.wait_for_selector("#capture[data-is-ready]")
