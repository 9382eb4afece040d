"""Lists by cursor: stable while rows arrive, and never a page number to guess."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query

from services.kit.errors import DomainError


class BadCursor(DomainError):
    """The cursor is not one of ours. Begin the list again, without a cursor."""

    status = 400
    sentence = "Ce repère de liste n’est pas valable. Reprenez la liste depuis le début."


class Identified(Protocol):
    """A row that a cursor can point at."""

    id: UUID


T = TypeVar("T", bound=Identified)


@dataclass(frozen=True, slots=True)
class Window:
    """Which slice of a list is asked for: at most `limit` rows after `after`, newest first."""

    limit: int
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """The rows of one window, and the cursor of the next one if there is more."""

    items: Sequence[T]
    next: str | None


async def read_window(
    limit: Annotated[int, Query(ge=1, le=100, description="How many items at most.")] = 50,
    cursor: Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")] = None,
) -> Window:
    """Read the window from the query string."""
    return Window(limit=limit, after=_decode(cursor) if cursor else None)


Paging = Annotated[Window, Depends(read_window)]


def cut(rows: Sequence[T], window: Window) -> Slice[T]:
    """Make the slice from `limit + 1` rows: the extra one only tells that there is more."""
    kept = rows[: window.limit]
    return Slice(kept, _encode(kept[-1].id) if len(rows) > window.limit else None)


def _encode(identifier: UUID) -> str:
    return base64.urlsafe_b64encode(identifier.bytes).decode().rstrip("=")


def _decode(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
