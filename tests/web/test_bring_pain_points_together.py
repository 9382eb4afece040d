"""The page of one pain point: what may say the same, brought together, taken apart."""

import re

import pytest

from services.workshops.schemas import Elsewhere, Theme
from tests.conftest import Client
from web.pages.pain_points import told

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"


async def report(facilitator: Client, place: object, statement: str, *, severity: int = 2) -> str:
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    day = {"programme_id": programme, "authority_id": str(place), "held_on": "2026-11-24"}
    workshop = (await facilitator.post(f"{ROOM}/workshops", json=day)).json()["id"]
    new = {"statement": statement, "theme": "mail", "severity": severity}
    answer = await facilitator.post(f"{ROOM}/workshops/{workshop}/pain-points", json=new)
    return str(answer.json()["id"])


async def test_it_suggests_compares_brings_together_and_takes_apart(facilitator: Client, authority) -> None:
    one = await report(facilitator, authority("Chéroy"), "Le courrier reçu est enregistré deux fois")
    other = await report(facilitator, authority("Lormes"), "Chaque lettre reçue est saisie deux fois")
    page = (await facilitator.get(f"/irritants/{one}", headers=HTML)).text
    assert f"/irritants/{one}/comparaison/{other}" in page
    compared = await facilitator.get(f"/irritants/{one}/comparaison/{other}", headers=HTML)
    assert "Chaque lettre reçue" in compared.text

    merged = await facilitator.post(f"/irritants/{other}/regroupement", data={"kept": one}, headers=HTML)
    assert (merged.status_code, merged.headers["location"]) == (303, f"/irritants/{one}")
    together = (await facilitator.get(f"/irritants/{one}", headers=HTML)).text
    assert "2 collectivités, noté 2 fois" in together.replace("\u00a0", " ")
    assert "comparaison" not in together

    merge = re.search(r'name="merge" value="([^"]+)"', together)
    assert merge
    apart = await facilitator.post(f"/irritants/{other}/separation", data={"merge": merge[1]}, headers=HTML)
    assert apart.status_code == 303
    assert "comparaison" in (await facilitator.get(f"/irritants/{one}", headers=HTML)).text


async def test_it_tells_an_agent_of_others_without_a_name(
    facilitator: Client, agent: Client, authority
) -> None:
    one = await report(facilitator, authority("Chéroy"), "Le courrier est noté deux fois")
    assert "Vu dans" not in (await agent.get(f"/irritants/{one}", headers=HTML)).text
    for severity, at in enumerate(("Lormes", "Héry", "Le Grand Chalon"), start=2):
        other = await report(facilitator, authority(at), f"Secret de {at}", severity=severity)
        await facilitator.post(f"{ROOM}/merges", json={"duplicate_id": other, "kept_id": one})
        page = (await agent.get(f"/irritants/{one}", headers=HTML)).text
        assert ("Vu dans d’autres collectivités" in page) == (at != "Le Grand Chalon")
        assert "Secret" not in page
        assert "Séparer" not in page
    assert "Vu dans trois autres collectivités\u00a0: courrier, gravité de 2 à 4, noté 3 fois." in page


async def test_it_is_closed_to_strangers_and_to_those_who_read_no_notes(
    facilitator: Client, stranger: Client, decision_maker: Client, agent: Client, authority
) -> None:
    one = await report(facilitator, authority("Chéroy"), "Le courrier est noté deux fois")
    assert (await stranger.get(f"/irritants/{one}", headers=HTML)).status_code == 404
    assert (await decision_maker.get(f"/irritants/{one}", headers=HTML)).status_code == 403
    assert (await agent.get(f"/irritants/{one}/comparaison/{one}", headers=HTML)).status_code == 403
    refused = await agent.post(f"/irritants/{one}/regroupement", data={"kept": one}, headers=HTML)
    assert refused.status_code == 403


def elsewhere(**more: object) -> Elsewhere:
    nothing = dict.fromkeys(
        ("authorities", "theme", "severity_low", "severity_high", "reports", "observations")
    )
    return Elsewhere.model_validate({"is_seen": True, **nothing, **more})


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"authorities": 3, "severity_low": 2, "severity_high": 2, "reports": 3, "observations": 1, "theme": Theme.MAIL},
         "Vu dans trois autres collectivités : courrier, gravité 2, noté 3 fois, 1 observation partageable à l’appui."),
        ({"authorities": 12, "severity_low": 1, "severity_high": 5, "reports": 20, "observations": 0},
         "Vu dans 12 autres collectivités : gravité de 1 à 5, noté 20 fois."),
        ({"is_seen": False}, ""),
    ],
)  # fmt: skip
def test_it_says_what_may_be_said(figures: dict[str, object], sentence: str) -> None:
    assert told(elsewhere(**figures)).replace("\u00a0", " ").replace("\u202f", " ") == sentence
