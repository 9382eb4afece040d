"""How one comes in: who may ask, the desk that answers, and streams that end with their reader."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from fastapi.responses import Response, StreamingResponse
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from services.assistant.desk import Desk
from services.assistant.extraction.parts import LARGEST
from services.assistant.extraction.refusals import DocumentTooLarge
from services.kit.attending import Attended, ReaderLeft
from services.kit.errors import Invalid
from services.kit.principal import Caller, Principal, read_caller, requires

STREAM = {"cache-control": "no-store", "x-accel-buffering": "no"}
_T = TypeVar("_T")
MAY_USE = requires("agent", "champion", "facilitator", "admin", "partner", scope="assistant:use")
Asker = Annotated[Principal, Depends(MAY_USE)]
UseCaseHeader = Annotated[
    str | None,
    Header(alias="X-Use-Case", max_length=20, description="A code of the catalogue, such as RED-COU."),
]

HandlingHeader = Annotated[
    str | None,
    Header(
        alias="X-Safeguards", max_length=20,
        description="What becomes of personal data before a supplier reads it: mask (by default), refuse or pass.",
    ),
]  # fmt: skip


async def read_desk(request: Request) -> Desk:
    """Give what the running service holds."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(read_desk)]


FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "title": "FileIn", "type": "object", "required": ["file"],
                    "properties": {"file": {"type": "string", "description": "The file, with its name."}},
                },
                "example": {"file": "Règlement de la salle communale"},
            }
        },
    }
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came."""

    name: str
    data: bytes


async def read_file(request: Request, _: Caller) -> File:
    """Read the file of a form, once it is known who sends it.

    Raises: Invalid, DocumentTooLarge.
    """
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise _no_file()
            name, data = part.filename or "", await part.read(LARGEST + 1)
    except HTTPException as broken:  # a form that cannot be taken apart
        raise _no_file() from broken
    if len(data) > LARGEST:
        raise DocumentTooLarge
    return File(name, data)


def _no_file() -> Invalid:
    fault = {"pointer": "/file", "type": "missing", "message": "Choisissez un fichier.", "limits": {}}
    return Invalid(errors=[fault])


Sent = Annotated[File, Depends(read_file)]


async def read_body(request: Request) -> bytes:
    """Read a body, which most often comes in one piece.

    Raises: ClientDisconnect.
    """
    parts, more = list[bytes](), True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


_SAID = (b"x-use-case", b"x-safeguards")
"""The headers that say what an answer is for, and how it is to be made."""


class DirectRoute(APIRoute):
    """A route described like any other and answered without FastAPI's machinery, which costs more than the relay.

    Its function takes the request, the desk, the caller, the declared use and the handling of personal data, and gives a response.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self.answer(request, await read_caller(request))
        await response(scope, receive, send)

    async def answer(self, request: Request, caller: Principal) -> Response:
        """Answer a caller who is known: the door that the edge may lead to straight away."""
        await MAY_USE(caller, request)
        said: dict[bytes, bytes] = {}
        for name, value in request.scope["headers"]:
            if name in _SAID:
                said.setdefault(name, value)
        declared, handling = (said[name].decode("latin-1") if name in said else None for name in _SAID)
        answered: Response = await self.endpoint(request, request.app.state.desk, caller, declared, handling)
        return answered


class Events(StreamingResponse):
    """A stream that ends at its source when the reader leaves, even between two events."""

    media_type = "text/event-stream"
    body_iterator: Any

    first: bytes = b""
    """What was taken of the events already."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        del scope
        try:
            async with aclosing(self.body_iterator):
                with Attended(receive):
                    await self._send_all(send)
        except ReaderLeft:
            return

    async def _send_all(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if self.first:
            await send({"type": "http.response.body", "body": self.first, "more_body": True})
            self.first = b""
        async for event in self.body_iterator:
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def after(first: _T, rest: AsyncGenerator[_T]) -> AsyncGenerator[_T]:
    """Give an item that was taken already, then the rest."""
    async with aclosing(rest):
        yield first
        async for item in rest:
            yield item
