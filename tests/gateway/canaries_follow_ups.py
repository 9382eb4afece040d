"""Plant what follows from a signed decision: an action, a trial, a gain checked, an entry of the register, papers."""

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg

from tests.conftest import Client

SignIn = Callable[..., Awaitable[Client]]
ROOT = "/api/workshops/v1"
NEAR = "update decision set signed_at = signed_at - interval '6 months' where id = %s"


async def plant(sign_in: SignIn, hypothesis: dict[str, Any], owner: psycopg.Connection) -> list[str]:
    """Revise the planted decision towards AI, sign, follow; give the addresses of what came of it."""
    team = await sign_in("facilitator", at="ARNia", name="Suivi des décisions")
    signer = await sign_in("decision_maker", at="Chéroy", name="Signataire de Chéroy")
    one = f"{ROOT}/hypotheses/{hypothesis['id']}"
    [first] = (await team.get(f"{one}/decisions")).json()["items"]
    await _sign(signer, first)
    decided = {
        "outcome": "ai", "rung": 5, "rationale": "Triple saisie trop fréquente.", "rejections": ["Triple saisie."] * 5,
        "supersedes": first["id"], "expected_hours": 10,
    }  # fmt: skip
    decision = await _made(team, f"{one}/decisions", decided)
    await _sign(signer, decision)
    owner.execute("alter table decision disable trigger decision_guard")
    owner.execute(NEAR, [decision["id"]])
    owner.execute("alter table decision enable trigger decision_guard")
    return await _follow(team, f"{ROOT}/decisions/{decision['id']}", hypothesis)


async def _follow(team: Client, decision: str, hypothesis: dict[str, Any]) -> list[str]:
    action = await _made(
        team, f"{decision}/follow-ups", {"task": "Triple saisie à supprimer", "owner_role": "Mairie", "due_on": "2027-01-29"}
    )  # fmt: skip
    await _made(team, f"{decision}/trial-steps", {"step": "in_trial", "note": "Triple saisie à l’essai."})
    seen = {
        "months": 6,
        "observed_hours": 5,
        "grade": "measured",
        "note": "Triple saisie finie.",
        "conclusion": "kept",
    }
    await _made(team, f"{decision}/gain-checks", seen)
    said = {
        "purpose": "Éviter la triple saisie", "data": "Demandes", "legal_basis": "public_task",
        "human_review": "Un agent relit.", "supplier_class": "public_body",
    }  # fmt: skip
    entry = await _made(team, f"{decision}/register-entry", said)
    papers = {"title": "Triple saisie", "held_on": "2027-01-14", "hypothesis_ids": [hypothesis["id"]]}
    pack = await _made(team, f"{ROOT}/committee-packs", papers)
    return [
        f"{ROOT}/follow-ups/{action['id']}", f"{decision}/dossier", f"{decision}/trial-steps",
        f"{ROOT}/register-entries/{entry['id']}", f"{ROOT}/committee-packs/{pack['id']}",
        f"{ROOT}/committee-packs/{pack['id']}/file",
    ]  # fmt: skip


async def _sign(signer: Client, decision: dict[str, Any]) -> None:
    body = {"content_hash": decision["content_hash"]}
    answer = await signer.post(f"{ROOT}/decisions/{decision['id']}/signature", json=body)
    assert answer.status_code == 200, answer.text


async def _made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, f"{path}: {answer.text}"
    made: dict[str, Any] = answer.json()
    return made
