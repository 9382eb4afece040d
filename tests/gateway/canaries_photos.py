"""Plant a photo, and a part of another that never came whole."""

from uuid import uuid4

from tests.conftest import Client
from tests.workshops.photographing import picture, send_part, take

ROOM = "/api/workshops/v1"


async def plant(facilitator: Client, authority: str) -> list[str]:
    """Take a photo on a day of its own; give the addresses of what came of it."""
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    planned = {"programme_id": programme, "authority_id": authority, "held_on": "2026-11-26"}
    day = f"{ROOM}/workshops/{(await facilitator.post(f'{ROOM}/workshops', json=planned)).json()['id']}"
    address, answer = await take(facilitator, day, caption="Triple saisie de la demande")
    assert answer.status_code == 200, answer.text
    waiting = await send_part(facilitator, f"{day}/photos/{uuid4()}", 0, picture(40, 30))
    assert waiting.status_code == 200, waiting.text
    return [f"{day}/photos", address]
