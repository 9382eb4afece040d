"""A small group cannot be made to look large with keys: a key is nobody."""

from collections.abc import Callable
from uuid import UUID

from tests.conftest import ORIGIN, Client

ASKED = {"model": "auto", "messages": [{"role": "user", "content": "Rédige une lettre de remerciement."}]}
CHAT = "/api/assistant/v1/chat/completions"


async def test_it_counts_no_key_as_an_agent(
    admin: Client, agent: Client, champion: Client, authority: Callable[[str], UUID]
) -> None:
    assert (await agent.post(CHAT, json=ASKED)).status_code == 200
    for number in range(6):
        body = {"name": f"Programme {number}", "role": "agent", "authority_id": str(authority("Chéroy"))}
        key = (await admin.post("/api/identity/v1/keys", json=body)).json()["key"]
        headers = {"authorization": f"Bearer {key}"}
        async with Client(transport=agent._transport, base_url=ORIGIN, headers=headers) as program:
            assert (await program.post(CHAT, json=ASKED)).status_code == 200

    uses = (await champion.get("/api/metrics/v1/overview")).json()["uses"]

    assert uses == {"uses": None, "agents": None, "hidden": True}
