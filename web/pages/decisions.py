"""The register of decisions, with its figures; and what is to be followed, late things first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import RUNG_LABELS, DecisionFigures, DecisionOutcome, DecisionStanding
from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.french import PARIS
from web.pages import decision_figures, decision_words
from web.pages.project_team import ROLES
from web.together import both
from web.visitor import CurrentVisitor, Visitor

router = APIRouter(include_in_schema=False)

_NAMES = {
    "collectivite": "authority_id", "issue": "outcome", "echelon": "rung", "etat": "standing", "depuis": "since",
    "jusqu-au": "until",
}  # fmt: skip
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the register, as it stands in the address."""

    typed: Mapping[str, str] = field(default_factory=dict)
    cursor: str | None = None

    @property
    def query(self) -> dict[str, str | int | None]:
        """Give the filters as the service reads them."""
        return {_NAMES[name]: value for name, value in self.typed.items()}

    def value(self, name: str) -> str:
        """Give what stands in a filter."""
        return self.typed.get(name, "")


async def read_asked(request: Request) -> Asked:
    """Read the address."""
    given = request.query_params
    return Asked({name: given[name] for name in _NAMES if given.get(name)}, given.get("suite"))


@router.get("/decisions")
async def show_register(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms, asked: Annotated[Asked, Depends(read_asked)]
) -> Response:
    """Show the register with its filters; a wrong filter is said beside it, and the whole register shown."""
    try:
        return await _register(request, visitor, rooms, asked)
    except Refused as refusal:
        if refusal.status not in {400, 422}:
            raise
        wrong = by_field(refusal.faults)
        errors = {name: wrong[api] for name, api in _NAMES.items() if api in wrong}
        return await _register(request, visitor, rooms, Asked(), errors=errors)


@router.get("/decisions/suivi")
async def show_pending(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show what is late and what comes, over all decisions."""
    client = DecisionsClient(rooms.workshops.api)
    until = (datetime.now(PARIS).date() + SOON).isoformat()
    actions, checks = await both(client.follow_ups({"is_open": "true"}), client.due_checks({"until": until}))
    waiting = sorted(actions.items, key=lambda one: one.due_on)
    places = {one.authority_id for one in waiting} | {one.authority_id for one in checks.items}
    names = await rooms.identity.authorities(places)
    return render.page(
        request, "decisions/pending.html", late=[one for one in waiting if one.is_overdue],
        coming=[one for one in waiting if not one.is_overdue], checks=checks.items, names=names,
    )  # fmt: skip


async def _register(
    request: Request, visitor: Visitor, rooms: Rooms, asked: Asked, *, errors: Mapping[str, str] | None = None
) -> Response:
    client = DecisionsClient(rooms.workshops.api)
    scope = {name: asked.query.get(name) for name in ("authority_id", "since", "until")}
    found, figures = await both(
        client.register({**asked.query, "cursor": asked.cursor}), client.figures(scope)
    )
    ids, names = await _places(visitor, rooms, {one.authority_id for one in found.items})
    return render.page(
        request, "decisions/index.html", status=422 if errors else 200, found=found, figures=figures, asked=asked,
        names=names, charts=_charts(figures), words=decision_words, errors=errors or {}, is_team=visitor.has_role(*ROLES),
        authorities=sorted(((str(one), names[one].name) for one in ids if one in names), key=lambda pair: pair[1]),
        outcomes=[(one.value, one.label) for one in DecisionOutcome],
        rungs=[(str(rung), f"{rung}. {label}") for rung, label in enumerate(RUNG_LABELS)],
        standings=[(one.value, one.label) for one in DecisionStanding],
    )  # fmt: skip


async def _places(
    visitor: Visitor, rooms: Rooms, shown: set[UUID]
) -> tuple[set[UUID], dict[UUID, AuthorityOut]]:
    """Give the authorities one may choose from, only for somebody who sees several, and the names of all."""
    chosen: set[UUID] = set()
    if visitor.principal.is_operator:
        programmes = await rooms.workshops.programmes()
        chosen = {one.authority_id for programme in programmes for one in programme.authorities}
    return chosen, await rooms.identity.authorities(chosen | shown)


def _charts(figures: DecisionFigures) -> dict[str, object]:
    return {"outcomes": decision_figures.outcomes(figures), "rungs": decision_figures.rungs(figures)}
