"""Somebody met in the canary's workshop, with what they agree to."""

from tests.conftest import Client


async def plant(facilitator: Client, workshop: str) -> None:
    """Add a participant and their word."""
    added = await facilitator.post(f"{workshop}/participants", json={"job_family": "secrétariat"})
    assert added.status_code == 201, added.text
    address = f"/api/workshops/v1/participants/{added.json()['id']}/consents"
    said = await facilitator.post(address, json={"purpose": "notes", "act": "granted"})
    assert said.status_code == 201, said.text
