"""Pages for those who decide: one screen, every figure with its proof, its table and its files, and nothing about few."""

from collections.abc import Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from tests.metrics.conftest import EVENTS
from tests.metrics.months import cards, event, past, uses
from tests.web.deciding_pages import STOP, decided, plan
from tests.workshops.decided import judge
from tests.workshops.deciding import draft

Client = httpx.AsyncClient
Where = Callable[[str], UUID]
HTML = {"accept": "text/html"}
NBSP = "\u00a0"


async def read(client: Client, address: str) -> str:
    answer = await client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text.replace(NBSP, " ").replace("\u202f", " ")


@pytest.fixture
async def programme(admin: Client, authority: Where) -> None:
    """Two authorities, thirty agents each, with cards and decisions of last month."""
    for place, usual in (("Chéroy", 30), ("Lormes", 40)):
        where = authority(place)
        decisions = [
            event("decision", past(1), outcome=outcome, rung="train", days=30, authority_id=str(where))
            for outcome in ("ai", "frugal", "stop") for _ in range(4)
        ]  # fmt: skip
        batch = uses(where, 30) + cards(where, 30, usual_minutes=usual) + decisions
        assert (await admin.post(EVENTS, json=batch)).json()["accepted"] == len(batch)


async def test_it_teaches_while_no_month_is_over(decision_maker: Client, facilitator: Client) -> None:
    for client in (decision_maker, facilitator):
        for address in ("/mesures/decider", "/mesures/adoption"):
            assert "Aucun mois entier n’a encore été compté" in await read(client, address)


@pytest.mark.usefixtures("programme")
async def test_it_says_what_was_gained_what_it_cost_and_what_was_stopped(decision_maker: Client) -> None:
    page = await read(decision_maker, "/mesures/decider")
    assert "Chéroy" in page
    assert "+ 15 min" in page
    assert "4 <small>sur 12</small>" in page
    for title in ("À décider", "Ce qui a été arrêté, et pourquoi", "Ce que cela a coûté"):
        assert title in page
    assert "Lormes" not in page
    assert "/api/metrics/v1/measures/net_gain/files/csv" in page
    assert "/api/metrics/v1/measures/net_gain/files/xlsx" in page


@pytest.mark.usefixtures("programme")
async def test_it_narrows_to_a_department_for_the_project_team(facilitator: Client) -> None:
    page = await read(facilitator, "/mesures/decider?groupe=department:58")
    assert "Nièvre · " in page
    assert "+ 25 min" in page
    assert 'href="/mesures/preuve/net_gain?groupe=department%3A58"' in page
    assert "files/csv?department=58" in page


@pytest.mark.usefixtures("programme")
async def test_it_opens_the_proof_of_a_figure_and_compares_two_groups(facilitator: Client) -> None:
    page = await read(facilitator, "/mesures/preuve/net_gain?groupe=department:58&avec=department:89")
    assert "Temps habituel − temps avec l’outil − temps de vérification" in page
    assert "Le tableau entier" in page
    assert "Yonne" in page
    assert "sans conclusion" in page, "one authority on each side proves nothing"
    assert "Courrier ou courriel" in page


@pytest.mark.usefixtures("programme")
async def test_it_lets_nobody_read_another_groups_figures(agent: Client, champion: Client) -> None:
    for client in (agent, champion):
        answer = await client.get("/mesures/decider?groupe=department:58", headers=HTML)
        assert answer.status_code == 403
        assert "Toutes les collectivités" not in await read(client, "/mesures/decider")


@pytest.mark.usefixtures("programme")
async def test_it_takes_a_choice_that_is_none_for_no_choice(facilitator: Client) -> None:
    for query in ("groupe=x", "groupe=department:%27", "annee=hier", "groupe=department:"):
        assert "Toutes les collectivités" in await read(facilitator, f"/mesures/decider?{query}")
    answer = await facilitator.get("/mesures/preuve/invente", headers=HTML)
    assert answer.status_code in {404, 422}


@pytest.mark.usefixtures("programme")
async def test_it_tells_everyone_the_whole_programme(visitor: Client) -> None:
    page = await read(visitor, "/mesures/publiques")
    assert "Ce que nous avons mesuré" in page
    assert "<select" not in page
    assert (await visitor.get("/mesures/decider", headers=HTML)).status_code in {303, 401}


async def test_it_warns_that_data_are_invented(facilitator: Client, admin: Client, authority: Where) -> None:
    batch = [one | {"source": "/terrain/exemple"} for one in uses(authority("Chéroy"), 30)]
    await admin.post(EVENTS, json=batch)
    for address in (
        "/mesures",
        "/mesures/decider",
        "/mesures/adoption",
        "/mesures/publiques",
        "/mesures/preuve/uses",
    ):
        assert "Données d’exemple" in await read(facilitator, address), address


@pytest.mark.usefixtures("programme")
async def test_it_gives_the_reasons_of_stops_in_the_words_that_were_signed(
    decision_maker: Client, facilitator: Client, stranger: Client, sign_in: Callable[..., object],
    owner: psycopg.Connection, authority: Where,
) -> None:  # fmt: skip
    assert "Aucun arrêt n’est signé" in await read(decision_maker, "/mesures/decider")
    row = owner.execute("select id from programme").fetchone()
    assert row
    day = await plan(facilitator, str(row[0]), authority("Chéroy"))
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    await judge(facilitator, sign_in, hypothesis)
    long = "La difficulté a disparu avec le nouveau logiciel. " + "Personne ne la rencontre plus. " * 20
    address = await decided(facilitator, decision_maker, hypothesis, STOP | {"rationale": long})

    page = await read(decision_maker, "/mesures/decider")
    assert f'<a href="{address}"><strong>Triple saisie</strong></a>' in page
    assert "« La difficulté a disparu avec le nouveau logiciel. Personne" in page
    assert "[…]" in page
    assert "La difficulté a disparu" not in await read(stranger, "/mesures/decider")
    assert "La difficulté a disparu" in await read(facilitator, "/mesures/decider")
    narrowed = await read(facilitator, "/mesures/decider?groupe=department:58")
    assert "La difficulté a disparu" not in narrowed
    assert "Choisissez une collectivité, ou toutes" in narrowed
    elsewhere = await read(facilitator, f"/mesures/decider?groupe=authority:{authority('Lormes')}")
    assert "Aucun arrêt n’est signé" in elsewhere


async def test_it_sets_a_published_split_beside_the_mix_of_uses(
    champion: Client, admin: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    batch = uses(here, 10) + uses(here, 30, first=20, use_case="REC-JUR")
    assert (await admin.post(EVENTS, json=batch)).json()["accepted"] == 40
    page = await read(champion, "/mesures/adoption")
    assert "ARNia a publié 37 % de recherche et 63 % de rédaction" in page
    assert "sur 40 usages de ces deux seules familles : 75 % et 25 %" in page


async def test_it_shows_opening_cohorts_as_a_drawing_and_a_table(
    champion: Client, admin: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    for months, agents in ((7, 20), (6, 12), (4, 12)):
        sent = await admin.post(EVENTS, json=uses(here, agents, months=months))
        assert sent.json()["accepted"] == agents
    page = await read(champion, "/mesures/adoption")
    assert "Qui est encore là, mois après mois" in page
    assert "Part des agents actifs de nouveau, selon le mois où ils ont débuté" in page
    assert '<td class="n">20</td><td class="n">60 %</td><td class="n">0 %</td><td class="n">60 %</td>' in page
