"""HTTP in, one call, HTTP out: the search of notes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import search
from services.workshops.routes.asking import Reader

router = APIRouter(route_class=IdempotentRoute)


async def read_narrowing(
    kind: Annotated[wire.CaptureKind | None, Query(description="Only the notes of this kind.")] = None,
    theme: Annotated[wire.Theme | None, Query(description="Only the pain points of this theme.")] = None,
    authority_id: Annotated[UUID | None, Query(description="Only the notes of this authority.")] = None,
    severity: Annotated[
        int | None, Query(ge=1, le=5, description="Only the pain points at least this severe.")
    ] = None,
) -> search.Narrowing:
    """Read what narrows the search."""
    return search.Narrowing(kind=kind, theme=theme, authority_id=authority_id, severity=severity)


@router.get("/search")
async def search_notes(
    session: Session,
    caller: Reader,
    narrowing: Annotated[search.Narrowing, Depends(read_narrowing)],
    q: Annotated[
        str,
        Query(
            max_length=200,
            description='Words, "words kept together", -word to leave out, « ou » or `or` for a choice.',
            examples=["saisir la demande"],
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="How many notes at most.")] = 20,
) -> wire.SearchOut:
    """Find notes by their words, the best first.

    French words are found without their accents and endings; the last word typed is also taken as a beginning. Agents
    find neither verbatims nor sensitive notes, and no name that a review masked; removed notes are never found. Where
    more than 1,000 notes match, the latest taken down are compared, and the facets count those.
    """
    return await search.find(session, q, narrowing, limit=limit, by=caller)
