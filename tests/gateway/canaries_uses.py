"""What the canary's agent said after a use."""

from tests.conftest import Client

ROOT = "/api/assistant/v1"
CARD = {"outcome": "kept", "usual_minutes": 30, "minutes": 10, "checking_minutes": 5}

TEMPLATE = {
    "title": "Lettre", "use_case": "RED-COU", "body": "Écris une lettre à {{a_qui}}.",
    "variables": [{"name": "a_qui", "label": "À qui"}],
}  # fmt: skip


async def plant(agent: Client) -> list[str]:
    """Tell of a use of another tool, with its card; write a template, shared with colleagues."""
    told = {"tool": "Delibia", "use_case": "RED-COU", "card": CARD}
    made = await agent.post(f"{ROOT}/declared-uses", json=told)
    assert made.status_code == 201, made.text
    written = await agent.post(f"{ROOT}/templates", json=TEMPLATE)
    assert written.status_code == 201, written.text
    template = f"{ROOT}/templates/{written.json()['id']}"
    assert (await agent.put(f"{template}/sharing", json={"sharing": "authority"})).status_code == 200
    return [f"{ROOT}/uses/{made.json()['id']}/card", template, f"{template}/file"]
