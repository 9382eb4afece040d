"""From an invitation to the overview, as a facilitator does it, in one sitting."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.visit import Visit

PAIN_POINTS = (
    "La même demande d’acte est saisie trois fois",
    "Les arrêtés anciens ne se retrouvent que de mémoire",
    "Chaque courrier courant est réécrit à partir d’un ancien",
)
WISH = "Ne saisir une demande qu’une fois"


async def test_it_goes_from_the_invitation_to_the_overview(
    visit: Visit, link_for: Callable[..., Awaitable[str]]
) -> None:
    page = visit.page
    await _sign_in(visit, await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await _plan_in_cheroy(visit)
    for words, theme in zip(
        PAIN_POINTS, ("Relation aux usagers", "Documents et classement", "Courrier"), strict=True
    ):
        await _capture_pain_point(visit, words, theme=theme)
    await _capture_wish(visit)

    await page.get_by_role("link", name="Voir la journée").click()
    for words in (*PAIN_POINTS, WISH):
        await expect(page.get_by_text(words).first).to_be_visible()
    await visit.inspect("workshop")

    await _draft_hypothesis(visit)
    await _ask_for_a_letter(visit)
    await _find_it_all_on_the_overview(visit)


async def test_it_shows_an_answer_as_it_comes(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> None:
    page = visit.page
    await visit.open(await link_for("agent", at="Lormes", name="Camille Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    await visit.open("/assistant")
    await page.get_by_label("Votre demande").fill("Rédige une réponse.")
    await page.get_by_text("Préciser l’usage et le modèle").click()
    await page.get_by_label("Modèle").select_option(value="slow")
    await page.get_by_role("button", name="Envoyer la demande").click()

    answer = page.locator("article[id^=reponse-]")
    seen: set[str] = set()
    while await answer.get_attribute("aria-busy") and len(seen) < 100:
        seen.add(await answer.inner_text())
        await page.wait_for_timeout(20)

    assert len(seen) >= 4, "the answer did not grow under the reader's eyes"
    await expect(answer).to_contain_text("votre demande est bien reçue")
    await visit.inspect("assistant-supplier")


async def _sign_in(visit: Visit, address: str) -> None:
    page = visit.page
    await visit.open(address)
    await visit.inspect("sign-in")
    await page.get_by_role("button", name="Entrer").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    await visit.inspect("home")

    await page.goto(address)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("lien")
    await expect(page.get_by_role("button", name="Entrer")).to_have_count(0)
    await visit.inspect("sign-in-spent")


async def _plan_in_cheroy(visit: Visit) -> None:
    page = visit.page
    await visit.open("/ateliers")
    await visit.inspect("ateliers-empty")
    await page.get_by_role("link", name="Préparer un atelier").first.click()
    await page.get_by_label("Collectivité").select_option(label="Chéroy")
    await page.get_by_label("Lieu").fill("Mairie, accueil et état civil")
    await visit.inspect("workshop-new")
    await page.get_by_role("button", name="Préparer l’atelier").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Chéroy")
    await page.get_by_role("link", name=re.compile("Noter|Saisi")).first.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Saisie sur place")


async def _capture_pain_point(visit: Visit, words: str, *, theme: str) -> None:
    page = visit.page
    await page.get_by_role("radio", name="Irritant").check(force=True)
    await page.get_by_label("Ce qui gêne").fill(words)
    await page.get_by_role("radio", name=theme).check(force=True)
    await page.get_by_label("Combien de fois").fill("6")
    await page.get_by_label("Sur quelle durée").select_option(label="par semaine")
    await page.get_by_label("Minutes perdues").fill("10")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.locator("#captured > li", has_text=words)).to_contain_text("envoyé")
    await expect(page.get_by_label("Ce qui gêne")).to_have_value("")
    await visit.inspect("capture")


async def _capture_wish(visit: Visit) -> None:
    page = visit.page
    await page.get_by_role("radio", name="Souhait").check(force=True)
    await expect(page.get_by_label("Qui le souhaite")).to_be_visible()
    await page.locator("#field-words").fill(WISH)
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.locator("#captured > li", has_text=WISH)).to_contain_text("envoyé")


async def _draft_hypothesis(visit: Visit) -> None:
    page = visit.page
    await page.get_by_role("link", name="Rédiger une hypothèse").first.click()
    for words in PAIN_POINTS[:2]:
        await page.get_by_role("checkbox", name=re.compile(words)).check()
    await page.get_by_label("Nom court").fill("Triple saisie des demandes d’acte")
    await page.get_by_label("Les agents de…").fill("l’accueil et l’état civil")
    await page.get_by_label("…rencontrent…").fill("une triple saisie de la même demande")
    await page.get_by_label("…quand ils…").fill("enregistrent une demande d’acte")
    sentence = "Les agents de l’accueil et l’état civil rencontrent une triple saisie de la même demande"
    await expect(page.locator("#phrase")).to_contain_text(sentence)
    await visit.inspect("hypothesis-new")
    await page.get_by_role("button", name="Enregistrer le brouillon").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Triple saisie des demandes d’acte")
    await expect(page.get_by_text("Pour (2)")).to_be_visible()
    await visit.inspect("hypothesis")


async def _ask_for_a_letter(visit: Visit) -> None:
    page = visit.page
    await visit.open("/assistant")
    await visit.inspect("assistant-empty")
    await page.get_by_label("Votre demande").fill(
        "Rédige une lettre à Mme Durand pour la remercier de son aide à la fête du village, de la part du maire de Chéroy"
    )
    async with page.expect_response(re.compile("/stream$")) as streamed:
        await page.get_by_role("button", name="Envoyer la demande").click()
    assert (await (await streamed.value).header_value("content-type") or "").startswith("text/event-stream")
    answer = page.locator("article[id^=reponse-]")
    await expect(answer).not_to_have_attribute("aria-busy", "true")
    await expect(answer).to_contain_text("Je vous prie d'agréer, Madame")
    await expect(answer).to_contain_text("moteur embarqué, non génératif")
    await expect(page.locator("#annonce")).to_contain_text("Réponse terminée")
    await visit.inspect("assistant")


async def _find_it_all_on_the_overview(visit: Visit) -> None:
    page = visit.page
    await visit.open("/mesures")
    workshops = page.locator(".figure-card", has=page.get_by_role("heading", name="Ateliers"))
    await expect(workshops.locator(".figure")).to_contain_text("1")
    pain_points = page.locator(".figure-card", has=page.get_by_role("heading", name="Irritants"))
    await expect(pain_points.locator(".figure")).to_contain_text("3")
    own = page.locator(
        "section, .card", has=page.get_by_role("heading", name=re.compile("Vos propres usages"))
    ).last
    await expect(own).to_contain_text("Courrier")
    await visit.inspect("overview-masked")
    await visit.open("/ateliers")
    await expect(page.get_by_role("link", name=re.compile("Chéroy"))).to_be_visible()
