"""From a draft to a qualified hypothesis in a real browser: judged by keyboard alone, revealed, closed, voted on."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visit import Visit
from tests.conftest import Client
from tests.workshops.deciding import ROOM, assess, at, draft

Link = Callable[..., Awaitable[str]]


@pytest.fixture
async def hypothesis(facilitator: Client, owner: Any, authority: Any) -> dict[str, Any]:
    """A hypothesis of Chéroy, with a pain point and an observation for it."""
    programme = str(owner.execute("select id from programme").fetchone()[0])
    planned = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    day = (await facilitator.post(f"{ROOM}/workshops", json=planned)).json()["id"]
    address = f"{ROOM}/workshops/{day}"
    hypothesis = await draft(facilitator, address, authority("Chéroy"))
    seen = (
        await facilitator.post(f"{address}/observations", json={"text": "Trois appels en dix minutes"})
    ).json()
    weighed = {
        "statement": "Recopie du registre", "theme": "citizens", "severity": 4, "times": 6, "per": "week",
        "minutes": 10, "agents": 3, "workaround": "Un cahier",
    }  # fmt: skip
    heavy = (await facilitator.post(f"{address}/pain-points", json=weighed)).json()
    for kind, one in (("observation", seen), ("pain_point", heavy)):
        piece = {"capture_kind": kind, "capture_id": one["id"]}
        await facilitator.post(f"{at(hypothesis)}/evidence", json=piece)
    return hypothesis


async def test_it_qualifies_a_hypothesis(
    visit: Visit, link_for: Link, hypothesis: dict[str, Any], facilitator: Client
) -> None:
    page, here = visit.page, f"/hypotheses/{hypothesis['id']}"
    await _enter(visit, await link_for("facilitator", "champion", at="ARNia", name="Dominique Exemple"))
    await visit.open(here)
    cost = page.get_by_role("complementary").get_by_text("≈ 156 h par an (de 105 à 210), déclaré")
    await expect(cost).to_be_visible()
    await visit.inspect("hypothesis-draft")
    await page.get_by_role("link", name="Évaluer", exact=True).click()
    await visit.inspect("assess")
    await _judge_by_keyboard(page)
    await expect(page.get_by_role("heading", level=2, name=re.compile("1 personne a évalué"))).to_be_visible()
    await visit.inspect("wait")

    await assess(facilitator, hypothesis, "confirmed", "refuted", "confirmed")
    await visit.open(f"{here}/qualification")
    await page.get_by_text("Dévoiler les évaluations").click()
    await visit.inspect("reveal")
    await page.get_by_role("button", name="Dévoiler pour de bon").click()
    await expect(page.get_by_role("table", name="Tous les avis, côte à côte")).to_be_visible()
    await visit.inspect("discuss")
    await _discuss_and_close(visit)

    await visit.open(here)
    await expect(page.get_by_text("qualifiée", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Reformuler")).to_have_count(0)
    await visit.inspect("hypothesis-qualified")
    await visit.open("/hypotheses/accord")
    await visit.inspect("agreement")
    await _vote(visit)


async def test_it_keeps_the_draft_as_one_types(
    visit: Visit, link_for: Link, hypothesis: dict[str, Any]
) -> None:
    page = visit.page
    await _enter(visit, await link_for("facilitator", at="ARNia", name="Claude Exemple"))
    await visit.open(f"/hypotheses/{hypothesis['id']}/evaluation")
    await page.locator("#field-major-reason").fill("Six fois par semaine.")
    await expect(page.get_by_text("Brouillon gardé à")).to_be_visible()
    await page.reload()
    await expect(page.locator("#field-major-reason")).to_have_value("Six fois par semaine.")


async def test_it_is_judged_without_scripts(
    browser: Browser, browsed: str, link_for: Link, hypothesis: dict[str, Any]
) -> None:
    context = await browser.new_context(base_url=browsed, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(await link_for("facilitator", at="ARNia", name="Alix Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.goto(f"/hypotheses/{hypothesis['id']}/evaluation")
    await page.locator("#field-real-reason").fill("Vu sur place.")
    await page.get_by_role("button", name="Garder le brouillon").click()
    await expect(page.locator("#field-real-reason")).to_have_value("Vu sur place.")
    await page.get_by_role("button", name="Déposer mon évaluation").click()
    await expect(page.get_by_role("alert")).to_contain_text("Réel, votre avis")
    await expect(page.locator("#field-real-reason")).to_have_value("Vu sur place.")
    await context.close()


async def _enter(visit: Visit, address: str) -> None:
    await visit.open(address)
    await visit.page.get_by_role("button", name="Entrer").click()
    await visit.page.wait_for_url("**/")


async def _judge_by_keyboard(page: Page) -> None:
    """Judge the three criteria with Tab, space and arrows, from the first radio to the button."""
    keys = page.keyboard
    await page.locator("#field-real-verdict").focus()
    for _ in range(3):
        await keys.press("Space")
        await keys.press("Tab")
        await keys.type("Vu sur place.")
        await keys.press("Tab")
        await keys.press("Space")
        for _ in range(3):  # the other pieces of evidence, then the next criterion
            await keys.press("Tab")
    await expect(page.get_by_role("button", name="Déposer mon évaluation")).to_be_focused()
    await keys.press("Enter")


async def _discuss_and_close(visit: Visit) -> None:
    page = visit.page
    major = page.get_by_role("region", name="Majeur")
    await major.get_by_text("Ajouter une remarque").click()
    await major.get_by_label("Votre remarque").fill("Six fois par semaine, trois agents.")
    await major.get_by_role("button", name="Ajouter la remarque").click()
    await expect(page.get_by_text("Six fois par semaine, trois agents.")).to_be_visible()
    await major.get_by_text("Convenir d’un résultat").click()
    await major.get_by_role("radio", name="Confirmé").check(force=True)
    await major.get_by_label("Pourquoi").fill("Le relevé de la semaine le confirme.")
    await visit.inspect("discuss-open")
    await major.get_by_role("button", name="Retenir ce résultat").click()
    await expect(page.get_by_text("Résultat retenu : confirmé")).to_be_visible()
    await visit.inspect("closed")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("Le relevé de la semaine le confirme.")).to_be_visible()
    await expect(page.get_by_label("Votre remarque")).to_have_count(2)
    await expect(page.get_by_label("Votre remarque").first).to_be_hidden()
    await page.emulate_media(media="screen")


async def _vote(visit: Visit) -> None:
    page = visit.page
    await visit.open("/hypotheses")
    await visit.inspect("hypotheses")
    await page.get_by_role("link", name="Voter et classer").click()
    await visit.inspect("votes-empty")
    await page.get_by_role("button", name="Ouvrir le vote").click()
    await page.get_by_label("Points pour Triple saisie").select_option("3")
    await visit.inspect("ballot")
    await page.get_by_role("button", name="Enregistrer mon vote").click()
    await expect(page.get_by_text("Vous en avez donné 3.")).to_be_visible()
    await page.get_by_text("Clore le vote").click()
    await page.get_by_role("button", name="Clore pour de bon").click()
    await expect(page.get_by_role("table", name="Classement")).to_be_visible()
    await visit.inspect("ranking")
    await visit.open("/hypotheses")
    await expect(page.get_by_text("1re du vote, 3 points")).to_be_visible()
