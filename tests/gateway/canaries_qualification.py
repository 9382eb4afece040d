"""Plant a draft, a discussion, an agreed result and a vote."""

from typing import Any

from tests.conftest import Client


async def plant(team: Client, *, revealed: dict[str, Any], programme: str) -> list[str]:
    """Discuss a revealed hypothesis, draft on a fresh one, vote on it; give the addresses of what came of it."""
    root = "/api/workshops/v1"
    one = f"{root}/hypotheses/{revealed['id']}"
    kept = {name: revealed[name] for name in ("title", "authority_id", "who", "difficulty", "task")}
    fresh = (await _sent(team, "POST", f"{root}/hypotheses", kept))["id"]
    draft = f"{root}/hypotheses/{fresh}/assessment-draft"
    await _sent(team, "PUT", draft, {"real": {"reason": "Triple saisie, sans doute."}})
    said = {"criterion": "real", "text": "Triple saisie : tous les jours ?"}
    await _sent(team, "POST", f"{one}/comments", said)
    await _sent(
        team, "POST", f"{one}/results/real", {"verdict": "confirmed", "reason": "Triple saisie établie."}
    )
    votes = f"{root}/programmes/{programme}/votes"
    await _sent(team, "POST", votes, {})
    await _sent(team, "PUT", f"{votes}/ballot", {"choices": [{"hypothesis_id": fresh, "points": 1}]})
    return [f"{one}/qualification", f"{one}/signs"]


async def _sent(team: Client, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await team.request(method, path, json=body)
    assert answer.is_success, f"{path}: {answer.text}"
    sent: dict[str, Any] = answer.json()
    return sent
