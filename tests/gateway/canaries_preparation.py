"""What is prepared for the canary's workshop."""

from tests.conftest import Client


async def plant(facilitator: Client, workshop: str) -> None:
    """Add a moment to the agenda and tick a line."""
    moment = {"starts_at": "09:00", "ends_at": "10:00", "kind": "welcome", "label": "Accueil"}
    added = await facilitator.post(f"{workshop}/agenda", json=moment)
    assert added.status_code == 201, added.text
    ticked = await facilitator.put(f"{workshop}/checklist/date")
    assert ticked.status_code == 204, ticked.text
