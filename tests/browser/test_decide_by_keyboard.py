"""A decision written on the staircase, read and signed by keyboard alone, followed; inspected in light and dark."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import psycopg
import pytest
from playwright.async_api import Page, expect

from tests.browser.visit import Visit
from tests.conftest import Client
from tests.web.deciding_pages import AI, plan, preparing
from tests.workshops.decided import FRUGAL, STOP, age, decide, judge
from tests.workshops.deciding import at, draft

Invite = Callable[..., Awaitable[str]]


@pytest.fixture
async def judged(facilitator: Client, sign_in, owner: psycopg.Connection, authority: Callable[[str], UUID]):
    programme = str(owner.execute("select id from programme").fetchone()[0])
    day = await plan(facilitator, programme, authority("Chéroy"))
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    await judge(facilitator, sign_in, hypothesis)
    return hypothesis


async def enter(visit: Visit, link: str) -> None:
    await visit.open(link)
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus stands on the thing of that name."""
    spoken = "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
    for _ in range(60):
        await page.keyboard.press("Tab")
        if (await page.evaluate(spoken)).startswith(name):
            return
    raise AssertionError(f"the keyboard never reached « {name} »")


async def test_it_opens_one_reason_a_lower_step(visit: Visit, link_for: Invite, judged) -> None:
    await enter(visit, await link_for("facilitator", at="ARNia", name="Camille Exemple"))
    page = visit.page
    await visit.open(preparing(judged))
    await visit.inspect("staircase, empty")
    reasons = page.locator(".why textarea:visible")
    for rung, shown in ((0, 0), (3, 3), (6, 6), (2, 2)):
        await page.locator(f'[name=choice][value="{rung}"]').check()
        await expect(reasons).to_have_count(shown)
    await visit.inspect("staircase, climbed")
    await expect(page.get_by_label("À revoir le")).to_be_hidden()
    await page.locator('[name=choice][value="look_further"]').check()
    await expect(reasons).to_have_count(0)
    await expect(page.get_by_label("À revoir le")).to_be_visible()
    await page.get_by_role("button", name="Soumettre à la signature").click()
    await expect(page.get_by_role("alert")).to_contain_text("Pourquoi ce choix")
    await visit.inspect("staircase, refused")
    await page.locator('[name=choice][value="5"]').check()
    for rung in range(5):
        await page.locator(f"#field-reason-{rung}").fill(AI[f"reason-{rung}"])
    await page.locator("#field-rationale").fill(AI["rationale"])
    await page.get_by_role("button", name="Soumettre à la signature").click()
    await expect(page.get_by_text("Décision préparée")).to_be_visible()


async def test_it_is_read_and_signed_by_keyboard_alone(
    visit: Visit, link_for: Invite, facilitator: Client, judged, owner: psycopg.Connection
) -> None:
    prepared = (await facilitator.post(f"{at(judged)}/decisions", json=FRUGAL)).json()
    await enter(visit, await link_for("decision_maker", at="Chéroy", name="Dominique Exemple"))
    page = visit.page
    await visit.open("/decisions?etat=to_sign")
    await visit.inspect("register, to sign")
    await tab_to(page, "Triple saisie")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/decisions/{prepared['id']}")
    await visit.inspect("four minutes")
    await tab_to(page, "Lire et signer")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/signer")
    await visit.inspect("signature")
    await tab_to(page, "J’ai lu")
    await page.keyboard.press("Space")
    await tab_to(page, "Signer")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Décision signée. Elle ne changera plus.")).to_be_visible()
    assert owner.execute("select signed_name from decision").fetchone() == ("Dominique Exemple",)
    await visit.inspect("signed")


async def test_it_is_followed_and_looked_back_at(
    visit: Visit,
    link_for: Invite,
    facilitator: Client,
    decision_maker: Client,
    judged,
    owner: psycopg.Connection,
) -> None:
    first = await decide(facilitator, decision_maker, judged, FRUGAL)
    age(owner, first, months=7)
    await enter(visit, await link_for("facilitator", at="ARNia", name="Camille Exemple"))
    for name, address in (
        ("sequel", f"/decisions/{first['id']}/suite"), ("pending", "/decisions/suivi"), ("register", "/decisions"),
        ("committee", "/decisions/comite"),
    ):  # fmt: skip
        await visit.open(address)
        await visit.inspect(name)
    stop = await decide(facilitator, decision_maker, judged, {**STOP, "supersedes": first["id"]})
    for name, address in (
        ("stop", f"/decisions/{stop['id']}"),
        ("history", f"/decisions/{stop['id']}/historique"),
    ):
        await visit.open(address)
        await visit.inspect(name)
    await expect(visit.page.locator("del").first).to_be_visible()


async def test_it_writes_the_register_of_ai_uses(
    visit: Visit, link_for: Invite, facilitator: Client, decision_maker: Client, judged
) -> None:
    chosen = {"outcome": "ai", "rung": 5, "rationale": AI["rationale"], "rejections": ["Ne suffit pas."] * 5}
    decision = await decide(facilitator, decision_maker, judged, chosen)
    await enter(visit, await link_for("facilitator", at="ARNia", name="Camille Exemple"))
    page = visit.page
    await visit.open(f"/decisions/{decision['id']}/registre")
    await visit.inspect("entry, to write")
    await page.get_by_label("À quoi l’outil sert").fill("Proposer un premier classement des arrêtés.")
    await page.get_by_label("Qui vérifie, et comment").fill("Un agent relit chaque proposition.")
    await page.get_by_label("L’outil participe à une décision administrative individuelle").check()
    await page.get_by_role("button", name="Inscrire au registre").click()
    await expect(page.locator("#mention")).to_contain_text("311-3-1 du code")
    await visit.inspect("entry, written")
    await visit.open("/decisions/registre-ia")
    await visit.inspect("entries")
