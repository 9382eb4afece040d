"""Two town halls say the same: compared side by side, brought together, taken apart, in a real browser."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from playwright.async_api import expect

from tests.browser.visit import Visit
from tests.conftest import Client

ROOM = "/api/workshops/v1"
SAID = (
    ("Chéroy", "Le courrier reçu est enregistré deux fois, dans le cahier et dans le logiciel", "mail"),
    ("Lormes", "Chaque lettre qui arrive est saisie deux fois", "mail"),
    ("Héry", "Le registre du courrier est ressaisi le soir dans un tableur", "mail"),
    ("Héry", "Personne ne sait qui a les clés du gymnase", "other"),
)


async def report(facilitator: Client, authority: Callable[[str], UUID]) -> str:
    """Report them all; give the id of the first."""
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    ids = []
    for place, statement, theme in SAID:
        day = {"programme_id": programme, "authority_id": str(authority(place)), "held_on": "2026-11-24"}
        workshop = (await facilitator.post(f"{ROOM}/workshops", json=day)).json()["id"]
        new = {"statement": statement, "theme": theme, "severity": 3, "workaround": "Un second cahier"}
        answer = await facilitator.post(f"{ROOM}/workshops/{workshop}/pain-points", json=new)
        ids.append(answer.json()["id"])
    return str(ids[0])


async def test_it_compares_brings_together_and_takes_apart(
    visit: Visit,
    link_for: Callable[..., Awaitable[str]],
    facilitator: Client,
    authority: Callable[[str], UUID],
) -> None:
    first = await report(facilitator, authority)
    page = visit.page
    await visit.open(await link_for("facilitator", at="ARNia", name="Claude Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    await visit.open("/recherche?q=cahier&gravite=3")
    await visit.inspect("search")
    await page.get_by_role("link", name="enregistré deux fois").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Irritant")
    await visit.inspect("pain point")
    await page.get_by_role("link", name="Comparer avec : Chaque lettre").click()
    await expect(page.get_by_role("heading", name="Le courrier reçu")).to_be_visible()
    await visit.inspect("comparison")

    card = page.locator("section", has=page.get_by_role("heading", name="Le courrier reçu"))
    await card.get_by_text("Regrouper, celui-ci en tête").click()
    await card.get_by_role("button", name="Oui, regrouper").click()
    await page.wait_for_url(f"**/irritants/{first}")
    together = page.get_by_role("list", name="Un même irritant")
    await expect(together.get_by_role("listitem")).to_have_count(2)
    await visit.inspect("brought together")

    await together.get_by_text("Séparer", exact=True).press("Enter")
    await together.get_by_role("button", name="Oui, séparer").press("Enter")
    await expect(page.get_by_text("Irritants séparés")).to_be_visible()
    await expect(together).to_have_count(0)
    assert visit.complaints == []
