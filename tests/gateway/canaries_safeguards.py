"""What the canary's agent accepted."""

from tests.conftest import Client


async def plant(agent: Client) -> list[str]:
    """Accept the charter; its acceptance has no address of its own."""
    charter = (await agent.get("/api/assistant/v1/charter")).json()
    accepted = await agent.post("/api/assistant/v1/charter/acceptances", json={"version": charter["version"]})
    assert accepted.status_code == 201, accepted.text
    return []
