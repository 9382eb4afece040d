"""Plant what a tablet leaves: operations, revisions, a candidate, a key moment, and its grant."""

from uuid import uuid4

from tests.conftest import Client

ROOM = "/api/workshops/v1"


async def plant(facilitator: Client, authority: str) -> list[str]:
    """Send a note from a tablet, change one field of it twice; give the addresses of what came of it."""
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    planned = {"programme_id": programme, "authority_id": authority, "held_on": "2026-11-25"}
    day = f"{ROOM}/workshops/{(await facilitator.post(f'{ROOM}/workshops', json=planned)).json()['id']}"
    wish, moment = str(uuid4()), str(uuid4())
    happened = {"text": "Triple saisie au guichet", "starts_at": "2026-11-25T09:05:00+01:00"}
    change = {"action": "change", "kind": "wish", "target_id": wish, "base_version": 1}
    operations = [
        {"id": wish, "kind": "wish", "body": {"text": "Plus de triple saisie"}},
        {"id": moment, "kind": "key_moment", "body": happened},
        *(
            {**change, "id": str(uuid4()), "body": {"text": words}}
            for words in ("Une saisie", "Aucune saisie")
        ),
    ]
    answer = await facilitator.post(f"{day}/operations", json={"operations": operations})
    outcomes = [item["outcome"] for item in answer.json()["items"]]
    assert outcomes == ["applied", "applied", "applied", "conflict"], answer.text

    grant = {"workshop_id": day.rpartition("/")[2], "authority_id": authority}
    granted = await facilitator.post("/api/identity/v1/device-grants", json=grant)
    assert granted.status_code == 201, granted.text
    return [f"{ROOM}/wishes/{wish}", f"{ROOM}/wishes/{wish}/revisions", f"{ROOM}/wishes/{wish}/candidates", f"{ROOM}/key-moments/{moment}"]  # fmt: skip
