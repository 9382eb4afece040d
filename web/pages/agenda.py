"""One's days in one's own calendar program: the secret address, how to subscribe, and the feeds behind it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.identity.schemas import CalendarLinkMade
from services.kit import icalendar
from services.kit.errors import NotFound, Unauthenticated
from services.workshops.schemas.gatherings import CalendarEntry, EntryKind
from web import french, render
from web.clients.rooms import AllRooms, Rooms
from web.pages.authorities import is_id
from web.pages.gatherings import title_of
from web.pages.programmes import named, programmes_of
from web.visitor import CurrentVisitor, go, read_visitor

router = APIRouter(include_in_schema=False)

_OWN = "mes-jours"
_PAGES = {EntryKind.WORKSHOP: "ateliers", EntryKind.GATHERING: "rendez-vous", EntryKind.LIMIT: "programmes"}
_SECRET = "Cette adresse d’agenda n’existe pas ou n’est plus valable."  # noqa: S105  what a reader is told


@router.get("/agenda")
async def show_agenda(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Tell how to subscribe, and whether there is an address."""
    return await _agenda(request, rooms)


@router.post("/agenda")
async def make_address(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Make the secret address and show it, once; the one before stops working."""
    response = await _agenda(request, rooms, made=await rooms.identity.make_calendar_link())
    response.headers["cache-control"] = "no-store"
    return response


@router.post("/agenda/{link_id}/revocation")
async def revoke_address(request: Request, link_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Revoke the address."""
    await rooms.identity.revoke_calendar_link(link_id)
    return go(request, "/agenda", say="Adresse révoquée : vos agendas ne la lisent plus.")


@router.get("/agenda/{token}/{name}.ics")  # noqa: FAST003  the edge has read the token
async def read_feed(request: Request, name: str, rooms: AllRooms) -> Response:
    """Give a calendar to a program. The edge knew the reader by the address; without one there is nothing here."""
    try:
        await read_visitor(request, rooms)
    except Unauthenticated as error:
        raise NotFound(_SECRET) from error
    if name == _OWN:
        title, query = "Terrain : mes jours", {"is_mine": "true"}
    elif is_id(name):
        programme = await programmes_of(rooms).read(UUID(name))
        title, query = f"Terrain : {programme.name}", {"programme_id": name}
    else:
        raise NotFound(_SECRET)
    days = (await programmes_of(rooms).calendar(**query)).items
    entries = await _entries(rooms, days, origin=request.app.state.settings.origin)
    written = icalendar.write(entries, product="-//Terrain//Agenda//FR", stamp=datetime.now(UTC), name=title)
    return Response(written, media_type=icalendar.MEDIA_TYPE, headers={"cache-control": "private, no-store"})


async def _agenda(request: Request, rooms: Rooms, *, made: CalendarLinkMade | None = None) -> Response:
    links = await rooms.identity.calendar_links()
    programmes = await rooms.workshops.programmes()
    return render.page(
        request, "programmes/agenda.html", link=links[0] if links else None, made=made, programmes=programmes,
        own=_OWN,
    )  # fmt: skip


async def _entries(rooms: Rooms, days: Sequence[CalendarEntry], *, origin: str) -> list[icalendar.Entry]:
    names = await named(rooms, {one.authority_id for one in days if one.authority_id})
    return [_entry(one, title_of(one, names), origin=origin) for one in days]


def _entry(one: CalendarEntry, title: str, *, origin: str) -> icalendar.Entry:
    hours = [
        datetime.combine(one.held_on, hour, french.PARIS) for hour in (one.starts_at, one.ends_at) if hour
    ]
    starts, ends = hours if len(hours) == 2 else (one.held_on, None)
    # A programme has several limits: what each says tells them apart, so that a moved one stays the same entry.
    mark = f"-{uuid5(one.id, one.label)}" if one.kind is EntryKind.LIMIT else ""
    return icalendar.Entry(
        uid=f"{one.id}{mark}@terrain", starts=starts, ends=ends, summary=title, location=one.place,
        url=f"{origin}/{_PAGES[one.kind]}/{one.id}", is_cancelled=one.is_cancelled, sequence=one.version - 1,
    )  # fmt: skip
