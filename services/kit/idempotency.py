"""A write that is sent twice happens once.

The answer is stored in the transaction of its effect. A second request with the same key waits on the unique index,
then is refused and told to come back: it finds the first one's answer.
"""

import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import DateTime, LargeBinary, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import Context, now, session_for
from services.kit.errors import Conflict, Invalid
from services.kit.principal import read_caller

KEPT = timedelta(hours=24)
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class KeyReused(Invalid):
    """The `Idempotency-Key` has served for another request."""

    sentence = "Cette clé d’idempotence a déjà servi pour une autre demande."


class StillRunning(Conflict):
    """The same request is under way. Try again in a second: its answer will be given."""

    sentence = "La même demande est en cours. Réessayez dans une seconde."


class StoredAnswer(SQLModel, table=True):
    """What was answered to a key, for a day."""

    __tablename__ = "stored_answer"

    subject_id: UUID = Field(primary_key=True)
    key_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    request_hash: bytes = Field(sa_type=LargeBinary)
    status: int
    media_type: str
    etag: str | None = None
    body: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(default_factory=now, index=True, sa_type=DateTime(timezone=True))


class IdempotentRoute(APIRoute):
    """A route that honours `Idempotency-Key` on its unsafe methods."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route: replay a known key, or answer and remember."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            key = request.headers.get("idempotency-key")
            if not key or request.method not in _UNSAFE:
                return await answer(request)
            return await _once(request, key, answer)

        return handle


async def _once(
    request: Request, key: str, answer: Callable[[Request], Coroutine[Any, Any, Response]]
) -> Response:
    caller = await read_caller(request)
    marks = _Marks(caller.subject, _hash(key.encode()), await _fingerprint(request))
    async with session_for(request.app.state.sessions, Context.of(caller)) as session:
        if stored := await _find(session, marks.subject, marks.key):
            return _replay(stored, marks.request)

    response = await answer(request)
    if response.status_code < 400 and hasattr(request.state, "session"):
        await _remember(request.state.session, response, marks)
    return response


@dataclass(frozen=True, slots=True)
class _Marks:
    subject: UUID
    key: bytes
    request: bytes


async def _find(session: AsyncSession, subject: UUID, key: bytes) -> StoredAnswer | None:
    known = (StoredAnswer.subject_id == subject, StoredAnswer.key_hash == key)
    found = await session.exec(select(StoredAnswer).where(*known, col(StoredAnswer.at) > now() - KEPT))
    return found.first()


def _replay(stored: StoredAnswer, request_hash: bytes) -> Response:
    if stored.request_hash != request_hash:
        raise KeyReused
    headers = {"idempotency-replayed": "true"} | ({"etag": stored.etag} if stored.etag else {})
    return Response(stored.body, stored.status, headers, stored.media_type)


async def _remember(session: AsyncSession, response: Response, marks: "_Marks") -> None:
    expired = (col(StoredAnswer.subject_id) == marks.subject, col(StoredAnswer.at) <= now() - KEPT)
    await session.exec(delete(StoredAnswer).where(*expired))
    row = StoredAnswer(
        subject_id=marks.subject, key_hash=marks.key, request_hash=marks.request,
        status=response.status_code, body=bytes(response.body), etag=response.headers.get("etag"),
        media_type=response.headers.get("content-type", "application/json"),
    )  # fmt: skip
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise StillRunning from error


async def _fingerprint(request: Request) -> bytes:
    return _hash(f"{request.method} {request.url.path}\n".encode() + await request.body())


def _hash(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()
