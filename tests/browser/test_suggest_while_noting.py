"""While a pain point is being written, what other days say of the same; nothing without a network."""

from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.async_api import Page, expect

from infra.faults.line import Line
from tests.browser.tablet import Tablet
from tests.browser.visit import Visit
from tests.servers import free_port


@pytest.fixture
def line(browsed: str) -> Iterator[Line]:
    """The line to the house."""
    with Line(port=free_port(), target=urlsplit(browsed).port or 0).laid() as line:
        yield line


async def test_it_suggests_online_and_keeps_silent_without_a_network(
    page: Page, line: Line, owner: psycopg.Connection, link_for: Callable[..., Awaitable[str]]
) -> None:
    tablet = Tablet(Visit(page), line)
    await tablet.sign_in(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await tablet.plan()
    for words in ("La demande d’acte est saisie trois fois", "Les demandes d’acte se saisissent en triple"):
        await tablet.note(words)
    await tablet.says("2 envoyées")
    alike = page.locator("#capture-alike")
    await page.keyboard.type("Chaque demande d’acte est saisie trois fois")
    await expect(alike.get_by_role("listitem")).to_have_count(2)
    await expect(alike).to_contain_text("Vu dans l’atelier de Chéroy")
    await tablet.visit.inspect("capture-alike")
    assert owner.execute("select count(*) from pain_point").fetchone() == (2,)
    await page.locator("#field-words").fill("Bref")
    await expect(alike).to_be_hidden()
    line.cut()
    await page.locator("#field-words").fill("Une demande d’acte est saisie trois fois par jour")
    await page.wait_for_timeout(1_500)
    await expect(alike).to_be_hidden()
    assert [one for one in tablet.visit.complaints if one.startswith("error")] == []
