"""The pages of surveys: held by the contact, answered by anybody with a link, without scripts."""

import re

import pytest

from tests.conftest import Client
from tests.metrics.surveys import USER, draw, figures, hold, open_survey, soon

PAGE = {"accept": "text/html"}
OURS = PAGE | {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def survey(champion: Client) -> str:
    return (await open_survey(champion, wave="m3")).rpartition("/")[2]


async def test_it_opens_a_survey_and_draws_links_once(champion: Client) -> None:
    assert "Aucune enquête pour le moment" in (await champion.get("/enquetes", headers=PAGE)).text
    opened = await champion.post("/enquetes/nouvelle", data={"wave": "t0", "closes_on": soon()}, headers=PAGE)
    assert opened.status_code == 303, opened.text

    drawn = await champion.post(f"{opened.headers['location']}/liens", data={"count": "3"}, headers=PAGE)

    links = set(re.findall(r"https://terrain\.test/enquete/[\w-]{43}", drawn.text))
    assert (len(links), drawn.headers["cache-control"]) == (3, "no-store")
    shown = await champion.get(opened.headers["location"], headers=PAGE)
    assert "sur 3 invitations" in shown.text.replace("\xa0", " ")
    assert not any(link in shown.text for link in links)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"wave": "t0", "closes_on": "2020-01-01"}, "120"), ({"wave": "", "closes_on": soon()}, "Étape")],
)
async def test_it_keeps_what_was_typed_when_refused(
    champion: Client, typed: dict[str, str], said: str
) -> None:
    page = await champion.post("/enquetes/nouvelle", data=typed, headers=PAGE)

    assert page.status_code == 422
    assert said in page.text
    assert typed["closes_on"] in page.text


async def test_it_lets_the_operator_find_the_authority(facilitator: Client) -> None:
    typed = {"wave": "t0", "closes_on": soon(), "q": "Lormes"}
    found = await facilitator.post("/enquetes/nouvelle?chercher=1", data=typed, headers=PAGE)
    choice = re.search(r'name="authority_id" value="([^"]+)"', found.text)
    assert choice, found.text

    opened = await facilitator.post(
        "/enquetes/nouvelle", data=typed | {"authority_id": choice[1]}, headers=PAGE
    )

    assert "Lormes" in (await facilitator.get(opened.headers["location"], headers=PAGE)).text


async def test_it_answers_step_by_step_without_scripts(
    champion: Client, visitor: Client, survey: str
) -> None:
    (token,) = await draw(champion, f"/api/metrics/v1/surveys/{survey}", 1)
    form = f"/enquete/{token}"
    assert "Ce que devient votre réponse" in (await visitor.get(form, headers=PAGE)).text
    empty = await visitor.post(form, data={"confidence": "3"}, headers=OURS)
    assert (empty.status_code, "Ce champ est nécessaire" in empty.text) == (422, True)

    first = await visitor.post(
        form, data={"frequency": "2", "confidence": "3", "then": "later"}, headers=OURS
    )
    assert "Votre brouillon est gardé" in first.text
    second = await visitor.get(f"{form}?etape=2", headers=PAGE)
    assert "Recommanderiez-vous" in second.text, "asked of those who use a tool"
    await visitor.post(f"{form}?etape=2", data={"quality": "5", "satisfaction": "7"}, headers=OURS)
    await visitor.post(f"{form}?etape=3", data={"drafting": "2"}, headers=OURS)
    again = (await visitor.get(f"{form}?etape=4", headers=PAGE)).text.replace("\xa0", " ")
    assert "7 sur 10" in again
    sent = await visitor.post(f"{form}?etape=4", headers=OURS)

    assert sent.headers["location"] == "/enquete/merci"
    assert "Vous avez déjà répondu" in (await visitor.get(form, headers=PAGE)).text


async def test_it_asks_those_who_use_nothing_about_their_work_only(
    champion: Client, visitor: Client, survey: str
) -> None:
    (token,) = await draw(champion, f"/api/metrics/v1/surveys/{survey}", 1)
    await visitor.post(f"/enquete/{token}", data={"frequency": "0"}, headers=OURS)

    page = (await visitor.get(f"/enquete/{token}?etape=2", headers=PAGE)).text

    assert "Recommanderiez-vous" not in page
    assert "qualité du travail" in page


async def test_it_ends_kindly_for_a_link_that_opens_nothing(visitor: Client) -> None:
    page = await visitor.get(f"/enquete/{'b' * 43}", headers=PAGE)

    assert (page.status_code, "Ce lien n’est pas connu" in page.text) == (404, True)


async def test_it_prints_a_sheet_and_enters_it(champion: Client, survey: str) -> None:
    added = await champion.post(f"/enquetes/{survey}/feuilles", data={"count": "4"}, headers=PAGE)
    assert (
        "numérotez les copies de 1 à 4" in (await champion.get(added.headers["location"], headers=PAGE)).text
    )

    entry = f"/enquetes/{survey}/saisie"
    nothing = await champion.post(entry, data={"sheet": "1"}, headers=PAGE)
    unknown = await champion.post(entry, data={"sheet": "9", "frequency": "1"}, headers=PAGE)
    entered = await champion.post(entry, data={"sheet": "1", "frequency": "1", "quality": ""}, headers=PAGE)

    assert (nothing.status_code, "Ce champ est nécessaire" in nothing.text) == (422, True)
    assert (unknown.status_code, "Aucune feuille" in unknown.text) == (422, True)
    assert entered.status_code == 303


async def test_it_shows_results_when_a_survey_is_over(
    champion: Client, decision_maker: Client, visitor: Client
) -> None:
    told = await decision_maker.get("/enquetes", headers=PAGE)
    assert told.headers["location"] == "/enquetes/resultats"
    assert "Aucun résultat" in (await decision_maker.get("/enquetes/resultats", headers=PAGE)).text
    for wave in ("t0", "m3"):
        await hold(champion, visitor, [USER | {"satisfaction": 4 + n % 6} for n in range(12)], wave=wave)

    page = (await decision_maker.get("/enquetes/resultats", headers=PAGE)).text.replace("\xa0", " ")

    assert "Satisfaction" in page
    assert "6,5 / 10 avant de commencer, 6,5 / 10 après 3 mois." in page
    assert (
        len(
            figures(
                {"rounds": (await champion.get("/api/metrics/v1/survey-results")).json()["rounds"][:1]},
                "satisfaction",
            )
        )
        == 1
    )


async def test_it_publishes_a_round_for_the_programme(
    champion: Client, facilitator: Client, visitor: Client
) -> None:
    await hold(champion, visitor, [USER | {"satisfaction": 4 + n % 6} for n in range(12)])
    assert "attend d’être publiée" in (await facilitator.get("/enquetes/resultats", headers=PAGE)).text

    done = await facilitator.post("/enquetes/resultats", data={"wave": "t0"}, headers=PAGE)

    assert done.status_code == 303
    assert "6,5" in (await facilitator.get("/enquetes/resultats", headers=PAGE)).text
