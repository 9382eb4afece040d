"""Plant at least one row in every table of a tenant, through the real doors."""

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg

from tests.conftest import Client
from tests.gateway import (
    canaries_capture,
    canaries_decisions,
    canaries_digests,
    canaries_documents,
    canaries_finding,
    canaries_follow_ups,
    canaries_measures,
    canaries_metrics,
    canaries_note_reviews,
    canaries_participants,
    canaries_photos,
    canaries_preparation,
    canaries_quotas,
    canaries_statements,
    canaries_surveys,
)
from tests.gateway.canaries_exports import plant_snapshot
from tests.gateway.canaries_programme import plant as plant_programme
from tests.gateway.canaries_qualification import plant as plant_qualification
from tests.gateway.canaries_safeguards import plant as plant_charter
from tests.gateway.canaries_uses import plant as plant_uses

SignIn = Callable[..., Awaitable[Client]]
HERE = "Chéroy"


async def plant(sign_in: SignIn, owner: psycopg.Connection) -> list[str]:
    """Live a short day in Chéroy; give the addresses of every object that came of it."""
    facilitator = await sign_in("facilitator", at="ARNia", name="Animatrice")
    admin = await sign_in("admin", at="ARNia", name="Administratrice")
    agent = await sign_in("agent", at=HERE, name="Agente de Chéroy")
    here = (await agent.get("/api/identity/v1/me")).json()
    authority = here["authority"]["id"]
    people = f"/api/identity/v1/people/{here['id']}"
    key = await _made(
        admin, "/api/identity/v1/keys", {"name": "Programme", "role": "partner", "authority_id": authority}
    )
    program = {"authorization": f"Bearer {key['key']}"}
    await canaries_metrics.plant(facilitator, program)
    await canaries_measures.plant(agent, program)
    addresses = [
        people,
        *canaries_digests.plant(owner, here["id"], authority),
        *await _workshop(sign_in, facilitator, authority, owner=owner),
        *await plant_snapshot(facilitator, authority),
        *await canaries_capture.plant(facilitator, authority),
        *await canaries_note_reviews.plant(facilitator, authority),
        *await canaries_photos.plant(facilitator, authority),
        *await plant_programme(facilitator, agent, authority),
        *await canaries_surveys.plant(facilitator, authority),
        *await canaries_statements.plant(admin, authority),
        *await _conversation(agent),
        *await plant_charter(agent),
        *await canaries_quotas.plant(admin, authority),
        *await plant_uses(agent),
        *await canaries_documents.plant(
            agent, await sign_in("champion", at=HERE, name="Référente de Chéroy"), owner
        ),
    ]
    await canaries_metrics.plant_uncounted(owner, authority)
    return addresses


async def _workshop(
    sign_in: SignIn, facilitator: Client, authority: str, *, owner: psycopg.Connection
) -> list[str]:
    root = "/api/workshops/v1"
    programme = (await facilitator.get(f"{root}/programmes")).json()["items"][0]["id"]
    planned = {"programme_id": programme, "authority_id": authority, "held_on": "2026-11-24"}
    workshop = f"{root}/workshops/{(await _made(facilitator, f'{root}/workshops', planned))['id']}"
    captures = {
        "observations": {"text": "Trois appels pendant une demande."},
        "tasks": {"label": "Saisir une demande d’acte"},
        "pain-points": {"statement": "Triple saisie de la demande", "theme": "citizens", "severity": 2},
        "wishes": {"text": "Ne saisir qu’une fois."},
    }
    made = {
        noun: (await _made(facilitator, f"{workshop}/{noun}", body))["id"] for noun, body in captures.items()
    }
    drafted = {
        "title": "Triple saisie", "authority_id": authority, "who": "l’accueil", "difficulty": "une triple saisie",
        "task": "enregistrent une demande",
        "evidence": [{"capture_kind": "pain_point", "capture_id": made["pain-points"]}],
    }  # fmt: skip
    await canaries_participants.plant(facilitator, workshop)
    await canaries_preparation.plant(facilitator, workshop)
    hypothesis = await _made(facilitator, f"{root}/hypotheses", drafted)
    return [
        workshop,
        f"{workshop}/overview",
        *(f"{root}/{noun}/{identifier}" for noun, identifier in made.items()),
        f"{root}/hypotheses/{hypothesis['id']}",
        *await canaries_decisions.plant(sign_in, hypothesis),
        *await plant_qualification(facilitator, revealed=hypothesis, programme=programme),
        *await canaries_follow_ups.plant(sign_in, hypothesis, owner),
        *await canaries_finding.plant(facilitator, made["pain-points"]),
    ]


async def _conversation(agent: Client) -> list[str]:
    root = "/api/assistant/v1"
    asked = {"question": {"content": "Rédige un courrier de remerciement aux bénévoles."}}
    conversation = (await _made(agent, f"{root}/conversations", asked))["id"]
    body = {"model": "auto", "messages": [{"role": "user", "content": "Rédige une lettre de remerciement."}]}
    answer = await agent.post(f"{root}/chat/completions", json=body)
    assert answer.status_code == 200, answer.text
    return [f"{root}/conversations/{conversation}"]


async def _made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, f"{path}: {answer.text}"
    made: dict[str, Any] = answer.json()
    return made
