"""Plant what the review of a day leaves: a state, and a note made two."""

from tests.conftest import Client

ROOM = "/api/workshops/v1"


async def plant(facilitator: Client, authority: str) -> list[str]:
    """Review a note and split another; give the addresses of what came of it."""
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    planned = {"programme_id": programme, "authority_id": authority, "held_on": "2026-11-26"}
    day = f"{ROOM}/workshops/{(await facilitator.post(f'{ROOM}/workshops', json=planned)).json()['id']}"
    wish = (await facilitator.post(f"{day}/wishes", json={"text": "Plus de Triple saisie"})).json()["id"]
    note = f"{ROOM}/notes/wish/{wish}"
    said = {"first": "Plus de Triple saisie au guichet", "second": "Un seul registre"}
    split = await facilitator.post(f"{note}/splits", json=said, headers={"if-match": '"1"'})
    assert split.status_code == 201, split.text
    reviewed = await facilitator.post(f"{note}/review", headers={"if-match": '"2"'})
    assert reviewed.status_code == 201, reviewed.text
    return [f"{ROOM}/wishes/{wish}", f"{ROOM}/wishes/{split.json()['other_id']}"]
