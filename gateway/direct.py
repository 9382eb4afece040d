"""The short way to the doors of the rooms in this process: every layer's check, made in one pass.

It takes what is ordinary: a program with a key that opens, a body of a known and permitted length, a place left in the
caller's bucket, no answer to remember. Anything else goes through the layers, which refuse in their own words.
"""

import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import msgspec
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import traffic
from gateway.key_holders import KeyHolders
from gateway.limits import Buckets
from services.kit import direct
from services.kit.direct import Door
from services.kit.errors import DomainError
from services.kit.principal import Principal


@dataclass(frozen=True, slots=True)
class _Address:
    """Where a door is: its room, and the prefix that the room is mounted at."""

    room: FastAPI
    door: Door
    prefix: str


class _Admitted(msgspec.Struct, frozen=True):
    """A request that may go the short way."""

    caller: Principal
    request_id: str
    left: int


class Direct:
    """Lead known callers straight to the doors."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        rooms: Mapping[str, FastAPI],
        holders: KeyHolders,
        buckets: Buckets,
        limit: int,
        is_https: bool,
    ) -> None:
        self._app, self._holders, self._buckets, self._limit = app, holders, buckets, limit
        self._doors = {
            f"/api/{name}{path}": _Address(room, door, f"/api/{name}")
            for name, room in rooms.items()
            for path, door in direct.doors_of(room).items()
        }
        for path in self._doors:
            traffic.expect(path)
        safe = traffic.safe_headers(is_https=is_https)
        self._safe = [(name.encode(), value.encode()) for name, value in safe.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        address = self._doors.get(scope.get("path", ""))
        admitted = await self._admit(scope) if address and scope.get("method") == "POST" else None
        if address is None or admitted is None:
            await self._app(scope, receive, send)
            return
        started, status, seconds = time.perf_counter(), 0, 0.0

        def send_safely(message: Message) -> Awaitable[None]:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], time.perf_counter() - started
                message["headers"] = self._headers(message["headers"], admitted)
            elif status:
                return send_and_note(message)
            return send(message)

        async def send_and_note(message: Message) -> None:
            nonlocal status
            noted, status = status, 0
            await send(message)  # first: who asked does not wait for our notes
            traffic.note(scope, noted, seconds, request_id=admitted.request_id)

        inner = {**scope, "app": address.room, "root_path": scope.get("root_path", "") + address.prefix}
        await direct.answer(address.room, address.door, admitted.caller, inner, receive, send_safely)

    async def _admit(self, scope: Scope) -> _Admitted | None:
        given: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            given.setdefault(name, value)
        length = given.get(b"content-length", b"")
        is_measured = length.isdigit() and b"transfer-encoding" not in given
        if b"idempotency-key" in given:
            return None
        if b"authorization" not in given or not is_measured or int(length) > self._limit:
            return None
        try:
            caller = await self._holders.recognise(given[b"authorization"].decode("latin-1"))
        except DomainError:
            return None
        left = self._buckets.take(str(caller.subject))
        if left is None:
            return None
        identity = traffic.request_id(given.get(b"x-request-id", b"").decode("latin-1"))
        return _Admitted(msgspec.structs.replace(caller, request_id=identity), identity, left)

    def _headers(self, said: list[tuple[bytes, bytes]], admitted: _Admitted) -> list[tuple[bytes, bytes]]:
        names = {name for name, _ in said}
        usual = [header for header in self._safe if header[0] not in names]
        more = [(b"x-request-id", admitted.request_id.encode()), *self._buckets.told(admitted.left)]
        return [*said, *usual, *more]
