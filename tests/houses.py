"""The house in this process with suppliers of a test's own."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gateway.app import create_app
from gateway.settings import GatewaySettings


@asynccontextmanager
async def with_suppliers(
    settings: GatewaySettings, suppliers: Sequence[dict[str, Any]], **more: str
) -> AsyncIterator[FastAPI]:
    """Stand the house up, its environment naming these suppliers."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ({"TERRAIN_SUPPLIERS": json.dumps(suppliers)} | more).items():
            environment.setenv(name, value)
        app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="module")
async def house(app: FastAPI) -> httpx.ASGITransport:
    """The same doors as everywhere else, on the module's own house."""
    return httpx.ASGITransport(app, raise_app_exceptions=False)
