"""One document for all rooms, read from the rooms themselves, wherever they stand."""

import asyncio
import json
import re
from collections.abc import Mapping

import httpx

from services.kit.openapi.examples import Document
from services.kit.openapi.refusals import SHARED_SCHEMAS

_INTRODUCTION = """Workshops, assistant, metrics and identity, as programs reach them.

Authenticate with `Authorization: Bearer <API key>`. Refusals are RFC 9457 problem documents; the OpenAI-convention
operations of the assistant answer in OpenAI's shape. Every write takes an `Idempotency-Key`, every edit needs
`If-Match`, lists are read by `cursor`. The guide is at `/docs`.
"""
_EDGE = (
    (403, "cross_site", "A browser sent a write that does not come from a page of ours. Programs send a key instead.",
     "Cette demande ne vient pas d’une page de Terrain. Rien n’a été modifié."),
    (413, "body_too_large", "The body is larger than the operator allows (1 MiB, unless set otherwise).",
     "Cet envoi dépasse la taille permise."),
    (429, "too_many_requests", "More requests in a minute than allowed. Wait for the seconds in `Retry-After`.",
     "Trop de demandes en une minute. Patientez un instant, puis réessayez."),
    (502, "service_unavailable", "The service behind this address does not answer. Nothing was changed.",
     "Ce service ne répond pas pour le moment. Rien n’a été modifié ; réessayez dans un instant."),
)  # fmt: skip
"""What the gateway refuses before any room is asked."""
_OWN_SCHEMA = re.compile(rf'"#/components/schemas/(?!(?:{"|".join(SHARED_SCHEMAS)})")')


async def merge(clients: Mapping[str, httpx.AsyncClient]) -> Document:
    """Read each room's document and make one, its names kept apart by the room's.

    Raises: httpx.HTTPError when a room does not answer.
    """
    answers = await asyncio.gather(*(client.get("/openapi.json") for client in clients.values()))
    whole: Document = {
        "openapi": "3.1.0",
        "info": {"title": "Terrain", "version": "1", "description": _INTRODUCTION},
        "security": [{"apiKey": []}],
        "tags": [],
        "paths": {},
        "components": {"schemas": {}},
        "x-problems": [
            {"code": code, "status": status, "room": "", "description": meaning, "detail": sentence}
            for status, code, meaning, sentence in _EDGE
        ],
        "x-events": [],
    }
    for name, answer in zip(clients, answers, strict=True):
        _add(whole, name, answer.raise_for_status().json())
    whole["x-problems"].sort(key=lambda one: (one["status"], one["code"]))
    return whole


def _add(whole: Document, name: str, part: Document) -> None:
    part = _prefixed(part, name.capitalize())
    whole["tags"].append({"name": name, "description": part["info"].get("description", "")})
    for path, operations in part["paths"].items():
        for operation in operations.values():
            operation["tags"] = [name]
            operation["operationId"] = f"{name}_{operation['operationId']}"
        whole["paths"][f"/api/{name}{path}"] = operations
    for kind, components in part["components"].items():
        whole["components"].setdefault(kind, {}).update(components)
    whole["x-problems"] += [one for one in part["x-problems"] if one not in whole["x-problems"]]
    whole["x-events"] += part["x-events"]


def _prefixed(part: Document, prefix: str) -> Document:
    """Put the room's name before its schemas' names, wherever they stand."""
    part = json.loads(_OWN_SCHEMA.sub(f'"#/components/schemas/{prefix}.', json.dumps(part)))
    part["components"]["schemas"] = {
        name if name in SHARED_SCHEMAS else f"{prefix}.{name}": schema
        for name, schema in part["components"]["schemas"].items()
    }
    return part
