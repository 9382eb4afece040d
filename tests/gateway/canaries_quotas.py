"""A quota, and what is spent of it."""

from tests.conftest import Client

QUOTAS = "/api/assistant/v1/quotas"


async def plant(admin: Client, authority: str) -> list[str]:
    """Set a quota in Chéroy."""
    answer = await admin.post(QUOTAS, json={"authority_id": authority, "unit": "tokens", "monthly": 1000})
    assert answer.status_code == 201, answer.text
    return [f"{QUOTAS}/{answer.json()['id']}"]
