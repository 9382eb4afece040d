"""Who reads which notes."""

import pytest

ROOM = "/api/workshops/v1"


@pytest.fixture
async def noted(facilitator, day):
    """A fact, a verbatim and a note about a person."""
    notes = [
        {"kind": "fact", "text": "Trois appels pendant une demande."},
        {"kind": "verbatim", "text": "Je recopie tout le soir."},
        {"kind": "fact", "text": "Une personne en arrêt.", "sensitivity": "personal"},
    ]
    return [(await facilitator.post(f"{day}/observations", json=note)).json()["id"] for note in notes]


async def texts(client, day):
    overview = (await client.get(f"{day}/overview")).json()
    return [one["body"]["text"] for one in overview["captures"]], overview["are_withheld"]


async def test_it_opens_everything_to_the_project_team_and_the_contact(facilitator, champion, day, noted):
    for reader in (facilitator, champion):
        found, are_withheld = await texts(reader, day)
        assert len(found) == 3
        assert not are_withheld


async def test_it_keeps_quotations_and_persons_from_agents(agent, day, noted):
    found, are_withheld = await texts(agent, day)
    assert found == ["Trois appels pendant une demande."]
    assert are_withheld
    assert (await agent.get(f"{ROOM}/observations/{noted[0]}")).status_code == 200
    assert (await agent.get(f"{ROOM}/observations/{noted[1]}")).status_code == 404


async def test_it_gives_decision_makers_the_counts_alone(decision_maker, day, noted):
    overview = (await decision_maker.get(f"{day}/overview")).json()
    assert (overview["captures"], overview["counts"]["observation"]) == ([], 3)
    refused = await decision_maker.get(f"{ROOM}/observations/{noted[0]}")
    assert (refused.status_code, refused.json()["code"]) == (403, "notes_not_open")


async def test_it_gives_partner_programs_the_counts_alone(admin, visitor, day, noted):
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Entrepôt", "role": "partner"})).json()[
        "key"
    ]
    visitor.headers["authorization"] = f"Bearer {key}"
    overview = (await visitor.get(f"{day}/overview")).json()
    assert (overview["captures"], overview["are_withheld"]) == ([], True)
    assert (await visitor.post(f"{day}/wishes", json={"text": "Non"})).status_code == 403


async def test_it_lists_a_day_page_after_page_and_by_kind(facilitator, day, noted):
    await facilitator.post(f"{day}/wishes", json={"text": "Un seul registre"})
    first = (await facilitator.get(f"{day}/overview", params={"limit": 2})).json()
    rest = (await facilitator.get(f"{day}/overview", params={"limit": 2, "cursor": first["next"]})).json()
    kinds = [one["kind"] for one in first["captures"] + rest["captures"]]
    assert kinds == ["wish", "observation", "observation", "observation"]
    wishes = (await facilitator.get(f"{day}/overview", params={"kind": "wish"})).json()["captures"]
    assert [one["body"]["text"] for one in wishes] == ["Un seul registre"]
