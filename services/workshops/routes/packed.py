"""Bodies packed with gzip, both ways: a poor line carries five times as many captures."""

import gzip
import zlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from services.kit.errors import Invalid
from services.kit.idempotency import IdempotentRoute
from services.workshops.operations import BatchTooLarge
from services.workshops.schemas import BATCH_BYTES

_GZIP = 31
"""zlib's word for a gzip header and its checksum."""
_WORTH_PACKING = 1_000


class BadlyPacked(Invalid):
    """The body says that it is packed with gzip, and cannot be unpacked."""

    sentence = "Cet envoi est arrivé abîmé : il faut le refaire."


class PackedRoute(IdempotentRoute):
    """A route that reads `Content-Encoding: gzip`, and answers so to whoever accepts it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route: it sees plain bodies only."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.headers.get("content-encoding", "").lower() == "gzip":
                request = _replayed(request, unpack(await request.body()))
            response = await answer(request)
            if "gzip" in request.headers.get("accept-encoding", "") and len(response.body) > _WORTH_PACKING:
                _pack(response)
            return response

        return handle


def unpack(packed: bytes, *, limit: int = BATCH_BYTES) -> bytes:
    """Give what was packed, never more than the limit: a small body may unpack to gigabytes.

    Raises: BadlyPacked, BatchTooLarge.
    """
    engine = zlib.decompressobj(_GZIP)
    try:
        plain = engine.decompress(packed, limit + 1)
    except zlib.error as error:
        raise BadlyPacked from error
    if len(plain) > limit:
        raise BatchTooLarge
    if not engine.eof:
        raise BadlyPacked
    return plain


def _replayed(request: Request, body: bytes) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _pack(response: Response) -> None:
    response.body = gzip.compress(bytes(response.body), 6)
    response.headers["content-length"] = str(len(response.body))
    response.headers["content-encoding"] = "gzip"
    response.headers.add_vary_header("accept-encoding")
