"""The page that finds notes by their words."""

from tests.conftest import Client

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"


async def noted(facilitator: Client, authority) -> str:
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    day = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    workshop = (await facilitator.post(f"{ROOM}/workshops", json=day)).json()["id"]
    new = {"statement": "Les délibérations sont ressaisies deux fois", "theme": "documents", "severity": 3}
    answer = await facilitator.post(f"{ROOM}/workshops/{workshop}/pain-points", json=new)
    return f"/irritants/{answer.json()['id']}"


async def test_it_finds_a_note_without_accents_and_marks_the_words(facilitator: Client, authority) -> None:
    address = await noted(facilitator, authority)
    page = (await facilitator.get("/recherche?q=deliberation", headers=HTML)).text
    assert "1 note trouvée" in page
    assert f'href="{address}"' in page
    assert "<mark>délibérations</mark>" in page
    assert (await facilitator.get(address, headers=HTML)).status_code == 200


async def test_it_narrows_and_ignores_values_that_are_none(facilitator: Client, authority) -> None:
    await noted(facilitator, authority)
    asked = "/recherche/notes?q=deliberation"
    assert "Aucune note ne répond" in (await facilitator.get(f"{asked}&gravite=4", headers=HTML)).text
    assert "1 note trouvée" in (await facilitator.get(f"{asked}&theme=documents", headers=HTML)).text
    assert "1 note trouvée" in (await facilitator.get(f"{asked}&theme=x&collectivite=y", headers=HTML)).text


async def test_it_shows_nothing_of_another_authority(
    facilitator: Client, stranger: Client, authority
) -> None:
    await noted(facilitator, authority)
    page = await stranger.get("/recherche?q=deliberation", headers=HTML)
    assert (page.status_code, "Aucune note ne répond" in page.text) == (200, True)


async def test_it_refuses_those_who_read_no_notes(decision_maker: Client) -> None:
    assert (await decision_maker.get("/recherche?q=x", headers=HTML)).status_code == 403
