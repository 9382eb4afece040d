"""The house with a supplier that has everything, and the door that a client is told."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from tests.assistant.supplier import serving
from tests.clients.supplier import TalkingSupplier
from tests.conftest import Client
from tests.houses import house, with_suppliers

__all__ = ["house"]


@pytest.fixture(scope="module")
async def app(settings: GatewaySettings) -> AsyncIterator[FastAPI]:
    """The house, with a supplier that has everything."""
    async with serving(TalkingSupplier()) as address:
        one = {"name": "Essai", "base_url": f"{address}/v1", "models": ["talker"], "embeddings": ["vectors"]}
        async with with_suppliers(settings, [one]) as app:
            yield app


@pytest.fixture
async def door(
    app: FastAPI, admin: Client, authority: Callable[[str], UUID]
) -> AsyncIterator[dict[str, str]]:
    """What a client must be told."""
    new = {"name": "Essai", "role": "partner", "authority_id": str(authority("Chéroy"))}
    key = (await admin.post("/api/identity/v1/keys", json=new)).json()["key"]
    async with serving(app) as address:
        yield {"BASE_URL": f"{address}/api/assistant/v1", "KEY": key}
