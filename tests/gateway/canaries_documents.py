"""The canary's documents: one attached to a conversation, one in a collection that an answer cites."""

from typing import Any

import httpx
import psycopg

from tests.conftest import Client

ROOT = "/api/assistant/v1"
FILE = {"file": ("note.txt", b"Triple saisie de la demande au guichet.")}


_MEANING = """insert into passage_vector (passage_id, authority_id, collection_id, model, dimension, vector)
select id, authority_id, collection_id, 'canari', 2, '{0.6,0.8}' from passage"""


async def plant(agent: Client, champion: Client, owner: psycopg.Connection) -> list[str]:
    """Attach a document, fill a collection, ask it; its passages have a meaning."""
    begun = _made(await agent.post(f"{ROOT}/conversations", json={}))
    here = f"{ROOT}/conversations/{begun['id']}"
    attached = _made(await agent.post(f"{here}/documents", files=FILE))
    collection = f"{ROOT}/collections/{_made(await champion.post(f'{ROOT}/collections', json={'name': 'Notes'}))['id']}"
    _made(await champion.post(f"{collection}/documents", files=FILE))
    with owner.transaction():
        owner.execute("set local row_security = off")
        owner.execute(_MEANING)
    question = {"content": "Pourquoi une triple saisie ?", "collection_id": collection.rpartition("/")[2]}
    asked = _made(await agent.post(f"{here}/messages", json=question))
    (cited,) = asked["answer"]["citations"]
    passage = f"{collection}/passages/{cited['passage_id']}"
    return [
        f"{here}/documents", f"{here}/documents/{attached['id']}", collection, f"{collection}/documents",
        f"{collection}/passages?q=saisie", passage,
    ]  # fmt: skip


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
