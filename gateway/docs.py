"""The documentation portal: one OpenAPI 3.1 document for all rooms, read from the rooms themselves."""

import asyncio
import json
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

Document = dict[str, Any]

_INTRODUCTION = """Terrain's JSON APIs: workshops, assistant, metrics and identity.

Authenticate with `Authorization: Bearer <API key>`. Refusals are RFC 9457 problem documents
(the OpenAI-convention routes of the assistant answer in OpenAI's shape). Every `POST` accepts an
`Idempotency-Key`; every change needs `If-Match`; lists are read by `cursor`.
"""


def add_portal(app: FastAPI, clients: dict[str, httpx.AsyncClient]) -> None:
    """Serve the merged document."""

    @app.get("/openapi.json")
    async def merged() -> Response:
        return JSONResponse(await merge(clients))


async def merge(clients: dict[str, httpx.AsyncClient]) -> Document:
    """Read each room's document and make one, its names kept apart by the room's."""
    answers = await asyncio.gather(*(client.get("/openapi.json") for client in clients.values()))
    whole: Document = {
        "openapi": "3.1.0",
        "info": {"title": "Terrain", "version": "1", "description": _INTRODUCTION},
        "security": [{"apiKey": []}],
        "tags": [],
        "paths": {},
        "components": {
            "schemas": {},
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer", "description": "An API key."}},
        },
    }
    for name, answer in zip(clients, answers, strict=True):
        _add(whole, name, answer.raise_for_status().json())
    return whole


def _add(whole: Document, name: str, part: Document) -> None:
    prefix = name.capitalize()
    text = json.dumps(part).replace("#/components/schemas/", f"#/components/schemas/{prefix}.")
    part = json.loads(text)
    whole["tags"].append({"name": name, "description": part["info"].get("description", "")})
    for path, operations in part["paths"].items():
        for operation in operations.values():
            operation["tags"] = [name]
            operation["operationId"] = f"{name}_{operation['operationId']}"
        whole["paths"][f"/api/{name}{path}"] = operations
    for schema, definition in part.get("components", {}).get("schemas", {}).items():
        whole["components"]["schemas"][f"{prefix}.{schema}"] = definition
