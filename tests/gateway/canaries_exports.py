"""Freeze Chéroy's workshops, so that a snapshot of its own stands in the table."""

from tests.conftest import Client

ROOT = "/api/workshops/v1"


async def plant_snapshot(facilitator: Client, authority: str) -> list[str]:
    """Make a snapshot; give the addresses of it and of a file."""
    programme = (await facilitator.get(f"{ROOT}/programmes")).json()["items"][0]["id"]
    answer = await facilitator.post(
        f"{ROOT}/snapshots", json={"programme_id": programme, "authority_id": authority}
    )
    assert answer.status_code == 201, answer.text
    one = f"{ROOT}/snapshots/{answer.json()['id']}"
    return [one, f"{one}/files/json"]
