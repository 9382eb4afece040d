"""Doors: addresses that programs call a thousand times a second, opened without the framework's machinery.

A room names them; the edge, when it stands in the same process, leads a caller that it has just recognised straight to
them, and `Front` does so where the room is a process of its own. What is refused, and how, is the room's own: the same
handlers answer.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeAlias

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.kit.principal import Principal, read_caller

Door: TypeAlias = Callable[[Request, Principal], Awaitable[Response]]


def add_doors(app: FastAPI, doors: Mapping[str, Door]) -> None:
    """Name the doors of a room, by their paths in it; each takes a POST."""
    app.state.doors = dict(doors)


def doors_of(app: FastAPI) -> dict[str, Door]:
    """Give the doors that a room has named."""
    named: dict[str, Door] = getattr(app.state, "doors", {})
    return named


def answer(
    app: FastAPI, door: Door, caller: Principal, scope: Scope, receive: Receive, send: Send
) -> Awaitable[None]:
    """Answer one request, or refuse it as the room does."""
    return _answer(app, lambda request: door(request, caller), scope, receive, send)


class Front:
    """Lead programs straight to the doors of a room that is a process of its own; whatever else comes, to its routes."""

    def __init__(self, app: FastAPI) -> None:
        self._app, self._doors = app, doors_of(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through. One whose answer is to be remembered goes the usual way."""
        door = self._doors.get(scope.get("path", "")) if scope.get("method") == "POST" else None
        if door is None or any(name == b"idempotency-key" for name, _ in scope["headers"]):
            await self._app(scope, receive, send)
        else:
            await _answer(
                self._app, partial(_read_and_open, door), {**scope, "app": self._app}, receive, send
            )


async def _read_and_open(door: Door, request: Request) -> Response:
    return await door(request, await read_caller(request))


async def _answer(
    app: FastAPI, answer: Callable[[Request], Awaitable[Response]], scope: Scope, receive: Receive, send: Send
) -> None:
    request = Request(scope, receive)
    try:
        response = await answer(request)
    except Exception as error:  # noqa: BLE001  the room's handlers tell a refusal from a crash
        response = await _refused(app, request, error)
    await response(scope, receive, send)


async def _refused(app: FastAPI, request: Request, error: Exception) -> Response:
    for kind in type(error).__mro__:
        if handler := app.exception_handlers.get(kind):
            refusal: Response = await handler(request, error)  # type: ignore[misc]  # Starlette names the sync and the socket kind too
            return refusal
    raise error
