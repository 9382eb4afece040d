"""The canary's documents: one attached to a conversation."""

from tests.conftest import Client

ROOT = "/api/assistant/v1"


async def plant(agent: Client) -> list[str]:
    """Attach a document to a conversation."""
    begun = await agent.post(f"{ROOT}/conversations", json={})
    here = f"{ROOT}/conversations/{begun.json()['id']}"
    made = await agent.post(f"{here}/documents", files={"file": ("note.txt", b"Triple saisie")})
    assert made.status_code == 201, made.text
    return [f"{here}/documents", f"{here}/documents/{made.json()['id']}"]
