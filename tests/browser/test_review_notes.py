"""A day reviewed in a real browser: by keyboard from the first note to the last, its journal, its names."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.visit import Visit
from tests.conftest import Client
from tests.workshops.deciding import ROOM

Link = Callable[..., Awaitable[str]]
LOOK = os.environ.get("TERRAIN_LOOK", "")
"""A folder for pictures to look at; empty: none are taken."""
NAMED = "Mme Durand recopie le registre avant de rappeler l’usager"


@pytest.fixture
async def day(facilitator: Client, owner: Any, authority: Any) -> str:
    """The id of a day of Chéroy with a few notes."""
    programme = str(owner.execute("select id from programme").fetchone()[0])
    planned = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    day = (await facilitator.post(f"{ROOM}/workshops", json=planned)).json()["id"]
    for noun, body in (
        ("observations", {"text": NAMED}),
        ("wishes", {"text": "Ne saisir qu’une fois, et retrouver le registre"}),
        ("wishes", {"text": "Un seul registre"}),
    ):
        await facilitator.post(f"{ROOM}/workshops/{day}/{noun}", json=body)
    return str(day)


async def test_it_reviews_a_day_by_keyboard(visit: Visit, link_for: Link, day: str) -> None:
    page, here = visit.page, f"/ateliers/{day}/relecture"
    await _enter(visit, await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await visit.open(here)
    await visit.inspect("review-raw")
    await look(page, "raw")
    title = page.locator("#note")
    await page.keyboard.press("j")
    await expect(title).to_contain_text("Ne saisir")
    await page.keyboard.press("k")
    await expect(title).to_contain_text("Mme Durand")
    await page.keyboard.press("r")
    await expect(title).to_contain_text("Ne saisir")
    await _split_by_keyboard(page)
    await visit.inspect("review-split")
    await page.keyboard.press("k")
    await expect(page.get_by_role("heading", name="Sans les noms")).to_be_visible()
    await _take_names_out(visit)
    await visit.open(f"/ateliers/{day}/journal")
    await visit.inspect("journal")
    await look(page, "journal")
    await page.get_by_role("button", name="Rétablir cette version (1) : Mme Durand").click()
    await expect(page.get_by_text("Version rétablie")).to_be_visible()
    assert visit.complaints == []


async def test_it_debriefs_the_day(visit: Visit, link_for: Link, day: str, facilitator: Client) -> None:
    api = f"{ROOM}/workshops/{day}"
    for at, mood, text in (
        ("09:05", -2, "File d’attente"), ("10:40", 0, "Le registre est retrouvé"), ("14:00", 1, "Dossier clos"),
    ):  # fmt: skip
        moment = {"text": text, "starts_at": f"2026-11-24T{at}:00+01:00", "mood": mood}
        await facilitator.post(f"{api}/key-moments", json=moment)
    heavy = {
        "statement": "Triple saisie",
        "theme": "citizens",
        "severity": 4,
        "times": 6,
        "per": "week",
        "minutes": 10,
    }
    await facilitator.post(f"{api}/pain-points", json=heavy)
    await facilitator.post(f"{api}/closure")
    await _enter(visit, await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await visit.open(f"/ateliers/{day}/restitution")
    await visit.inspect("debrief")
    await look(visit.page, "debrief")
    await visit.page.get_by_role("button", name="La journée a été restituée").click()
    await visit.page.get_by_role("button", name="Valider la restitution").click()
    await expect(visit.page.get_by_text("Validée", exact=True)).to_be_visible()
    await visit.inspect("debrief-validated")
    assert visit.complaints == []


async def test_it_lets_a_participant_propose_other_words(
    visit: Visit, link_for: Link, day: str, facilitator: Client, owner: Any
) -> None:
    await _enter(visit, await link_for("agent", at="Chéroy", name="Camille Exemple"))
    found = owner.execute("select id from person where name = 'Camille Exemple'").fetchone()
    met = {"job_family": "secrétariat", "person_id": str(found[0])}
    one = (await facilitator.post(f"{ROOM}/workshops/{day}/participants", json=met)).json()
    word = {"purpose": "notes", "act": "granted"}
    await facilitator.post(f"{ROOM}/participants/{one['id']}/consents", json=word)
    page = visit.page
    await visit.open("/mon-accord")
    await page.get_by_role("link", name="Lire et corriger les notes").click()
    await visit.inspect("own-notes")
    await page.get_by_text("Proposer d’autres mots").last.click()
    await page.get_by_label("Vos mots").last.fill("Un seul registre pour trois services")
    await page.get_by_role("button", name="Proposer ces mots").last.click()
    await expect(page.locator(".status .kept")).to_have_text("Un seul registre pour trois services")
    await visit.inspect("own-notes-proposed")
    await look(page, "own")
    assert visit.complaints == []


async def _enter(visit: Visit, address: str) -> None:
    await visit.open(address)
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")


async def _split_by_keyboard(page: Page) -> None:
    """Correct with `e`, split with `s`, Tab and Enter."""
    keys = page.keyboard
    await keys.press("e")
    await expect(page.locator("#field-words")).to_be_focused()
    await keys.press("Escape")
    await keys.press("s")
    await expect(page.locator("#field-first")).to_be_focused()
    await keys.press("ControlOrMeta+a")
    await keys.type("Ne saisir qu’une fois")
    await keys.press("Tab")
    await keys.type("Retrouver le registre")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator("#note")).to_have_text("Ne saisir qu’une fois")
    await expect(page.get_by_role("button", name="Défaire")).to_be_visible()


async def _take_names_out(visit: Visit) -> None:
    """Answer the name suggested, then let the note out."""
    page = visit.page
    await visit.inspect("review-names")
    await look(page, "names")
    await page.locator("#field-role-1").select_option("[une collègue]")
    await page.get_by_role("button", name="Anonymiser").click()
    await expect(page.locator("#note")).to_have_text(NAMED.replace("Mme Durand", "[une collègue]"))
    await page.keyboard.press("r")
    await expect(page.locator(".tag", has_text="partageable")).to_be_visible()
    await visit.inspect("review-shareable")


async def look(page: Page, name: str) -> None:
    """Take pictures of a page: wide, narrow, dark, on paper."""
    if not LOOK:
        return
    for shot, size, media in (
        ("wide", 1280, {"color_scheme": "light"}), ("narrow", 320, {"color_scheme": "light"}),
        ("dark", 1280, {"color_scheme": "dark"}), ("print", 800, {"media": "print"}),
    ):  # fmt: skip
        await page.set_viewport_size({"width": size, "height": 800})
        await page.emulate_media(**media)  # type: ignore[arg-type]  # literals, in a loop
        await page.screenshot(path=Path(LOOK) / f"{name}-{shot}.png", full_page=True)
        await page.emulate_media(media="screen", color_scheme="light")
    await page.set_viewport_size({"width": 1280, "height": 800})
