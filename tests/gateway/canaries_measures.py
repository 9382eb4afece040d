"""A table of measures published for Chéroy's own people: five of them used a tool last month."""

from tests.conftest import Client
from tests.metrics.months import event, past


async def plant(agent: Client, program: dict[str, str]) -> None:
    """Send uses of Chéroy with its own program's key, and read what was counted."""
    told = {"use_case": "RED-COU", "tool": "Delibia"}
    events = [event("use", past(1), agent=f"canary-{number}", **told) for number in range(5)]
    async with Client(transport=agent._transport, base_url=str(agent.base_url), headers=program) as client:
        answer = await client.post("/api/metrics/v1/events", json=events)
    assert answer.json()["accepted"] == 5, answer.text
    found = await agent.get("/api/metrics/v1/measures/uses")
    assert found.json()["value"] == 5, found.text
