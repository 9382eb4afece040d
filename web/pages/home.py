"""The home page: for somebody signed in, the one thing to do next; for anybody else, what Terrain is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.metrics.schemas import NewsOut
from services.workshops.schemas import WorkshopOut, WorkshopPage
from web import french, render, together
from web.clients.rooms import AllRooms
from web.pages.home_steps import Step, for_roles, run_workshop
from web.visitor import AnyVisitor

router = APIRouter(include_in_schema=False)

AHEAD = 3
"""Days to come that are listed."""


@dataclass(frozen=True, slots=True)
class Day:
    """A workshop to come, as one line."""

    workshop: WorkshopOut
    place: str
    today: date

    @property
    def when(self) -> str:
        """The day, in words that say how near it is."""
        near = french.relative_day(self.workshop.held_on, self.today)
        exact = french.full_day(self.workshop.held_on)
        return exact if near.startswith("le ") else f"{near}, {exact}"


@router.get("/")
async def show_home(request: Request, rooms: AllRooms, visitor: AnyVisitor) -> Response:
    """Show the next step and the news, or the welcome."""
    if visitor is None:
        return render.page(request, "home/welcome.html")
    today = datetime.now(french.PARIS).date()
    news, page = await together.both(
        rooms.metrics.news(), rooms.workshops.workshops(since=today.isoformat(), limit=100)
    )
    coming = _coming(page)
    across = visitor.principal.is_operator
    names = await rooms.identity.authorities(day.authority_id for day in coming) if across else {}
    names = {visitor.authority.id: visitor.authority} | names
    steps = for_roles(visitor.principal.roles)
    if coming and visitor.has_role("facilitator"):
        steps = [run_workshop(coming[0], _name(names, coming[0].authority_id), today=today), *steps]
    return render.page(
        request,
        "home/index.html",
        step=steps[0],
        others=_without(steps[0], steps[1:]),
        days=[Day(one, _name(names, one.authority_id), today) for one in coming[:AHEAD]],
        news=_told(news),
        across=across,
    )


def _coming(page: WorkshopPage) -> list[WorkshopOut]:
    open_days = [day for day in page.items if day.takes_notes]
    return sorted(open_days, key=lambda day: (day.held_on, str(day.id)))


def _name(names: dict[UUID, AuthorityOut], authority: UUID) -> str:
    return names[authority].name if authority in names else "une collectivité"


def _without(first: Step, others: list[Step]) -> list[Step]:
    return [step for step in others if step.href != first.href]


def _told(news: NewsOut) -> list[str]:
    """Say what the last seven days brought, the liveliest first; nothing that is nought."""
    field = news.field
    counted = (
        (field.workshops_held, "atelier tenu", "ateliers tenus"),
        (field.workshops_planned, "atelier préparé", "ateliers préparés"),
        (field.observations, "observation notée", "observations notées"),
        (field.tasks, "tâche décrite", "tâches décrites"),
        (field.pain_points, "irritant relevé", "irritants relevés"),
        (field.wishes, "souhait recueilli", "souhaits recueillis"),
        (field.hypotheses, "hypothèse proposée", "hypothèses proposées"),
    )
    return [french.plural(count, one, many) for count, one, many in counted if count]
