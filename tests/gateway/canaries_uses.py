"""What the canary's agent said after a use."""

from tests.conftest import Client

ROOT = "/api/assistant/v1"
CARD = {"outcome": "kept", "usual_minutes": 30, "minutes": 10, "checking_minutes": 5}


async def plant(agent: Client) -> list[str]:
    """Tell of a use of another tool, with its card."""
    told = {"tool": "Delibia", "use_case": "RED-COU", "card": CARD}
    made = await agent.post(f"{ROOT}/declared-uses", json=told)
    assert made.status_code == 201, made.text
    return [f"{ROOT}/uses/{made.json()['id']}/card"]
