"""Where a request is looked at before it leaves for a supplier: to refuse it, or to send it otherwise."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from services.assistant.asking import Asked
from services.kit.principal import Principal

Screen: TypeAlias = Callable[[Asked, Principal], Awaitable[Asked]]
"""Gives the request that may leave, or raises a refusal."""


async def unchanged(asked: Asked, _: Principal) -> Asked:
    """Let everything leave as it is."""
    return asked
