"""The page of measures: what was counted, how far to trust it, and what is kept back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from services.kit.errors import NotFound
from web import french, render, together
from web.clients.rooms import AllRooms
from web.pages.metrics_figures import Measures
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)

PERIODS = {4: "4 semaines", 12: "12 semaines", 26: "6 mois", 52: "12 mois"}
USUAL = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asks to see."""

    weeks: int
    authority: UUID | None


async def read_filters(
    periode: Annotated[str, Query(max_length=8)] = "",
    collectivite: Annotated[str, Query(max_length=40)] = "",
) -> Filters:
    """Read the form: a period that is not offered is the usual one, an authority that is none is refused."""
    weeks = int(periode) if periode.isdecimal() and int(periode) in PERIODS else USUAL
    try:
        return Filters(weeks, UUID(collectivite) if collectivite else None)
    except ValueError as error:
        raise NotFound from error


@router.get("/mesures")
async def show_measures(
    request: Request,
    rooms: AllRooms,
    visitor: CurrentVisitor,
    filters: Annotated[Filters, Depends(read_filters)],
) -> Response:
    """Show the measures of some weeks, and the reader's own uses."""
    since = datetime.now(french.PARIS).date() - timedelta(weeks=filters.weeks - 1)
    overview, mine = await together.both(
        rooms.metrics.overview(since=since, authority=filters.authority), rooms.metrics.own_uses()
    )
    names = await rooms.identity.authorities(overview.authorities) if visitor.principal.is_operator else {}
    return render.page(
        request,
        "metrics/index.html",
        measures=Measures(overview, names),
        mine=mine.items,
        filters=filters,
        periods=list(PERIODS.items()),
        choices=[(one.id, one.name) for one in names.values()],
        place=names[filters.authority].name if filters.authority in names else visitor.authority_name,
        may_ask=visitor.has_role("agent", "champion", "facilitator", "admin"),
    )
