"""The rooms of the house, each read when it is wanted."""

from collections.abc import Callable
from importlib import import_module

import httpx
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from services.kit.settings import KitSettings

SERVICES = ("workshops", "assistant", "metrics")


def service(name: str) -> Callable[[KitSettings], FastAPI]:
    """Give what builds a service. It is read when it is wanted: a process without it is twenty megabytes smaller."""
    build: Callable[[KitSettings], FastAPI] = import_module(f"services.{name}.app").create_app
    return build


def pages_of(clients: dict[str, httpx.AsyncClient], settings: GatewaySettings) -> FastAPI:
    """Build the pages, read when they are wanted."""
    from web.app import create_app

    return create_app(clients, settings)
