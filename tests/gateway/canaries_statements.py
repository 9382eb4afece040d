"""A supplier's statement of Chéroy, counted."""

from tests.conftest import Client


async def plant(admin: Client, authority: str) -> list[str]:
    """Bring a statement in and confirm it; give its address."""
    told = {"tool": "Delibia", "authority_id": authority, "content": "date;requests;users\n2026-01-05;12;6\n"}
    brought = await admin.post("/api/metrics/v1/statements", json=told)
    assert brought.status_code == 201, brought.text
    statement = f"/api/metrics/v1/statements/{brought.json()['id']}"
    assert (await admin.post(f"{statement}/confirmation")).json()["counted"] == 1
    return [statement]
