"""The calendar of a programme, its gatherings, and who came to them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import ProgrammeOut
from services.workshops.schemas.gatherings import CalendarEntry, EntryKind, GatheringKind, GatheringOut
from web import month_grids, render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.month_grids import DayLine
from web.pages import typed_forms
from web.pages.authorities import is_id
from web.pages.programmes import named, programmes_of, tabs
from web.pages.project_team import ROLES, TeamVisitor
from web.pages.typed_forms import TypedForm
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

_LABELS = {
    "kind": "Nature", "label": "Intitulé", "held_on": "Date", "starts_at": "Début", "ends_at": "Fin", "place": "Lieu",
    "capacity": "Places",
}  # fmt: skip
_ATTENDANCE = {
    "people": "Personnes venues",
    "hours": "Heures de formation par personne",
    "authority_id": "Collectivité",
}
_KINDS = tuple((kind.value, kind.label) for kind in GatheringKind)
_TONES = {EntryKind.WORKSHOP: "wine", EntryKind.GATHERING: "slate", EntryKind.LIMIT: "ochre"}
_WORDS = {EntryKind.WORKSHOP: "atelier", EntryKind.GATHERING: "rendez-vous", EntryKind.LIMIT: "échéance"}


@router.get("/programmes/{programme_id}/calendrier")
async def show_calendar(
    request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms, depuis: str = ""
) -> Response:
    """Show twelve months of a programme, from its first one unless the address says which (2027-01)."""
    client = programmes_of(rooms)
    programme = await client.read(programme_id)
    first = _first(depuis, programme)
    until = month_grids.later(first, 12)
    found = (
        await client.calendar(
            programme_id=str(programme_id), since=first.isoformat(), until=until.isoformat()
        )
    ).items
    names = await named(rooms, {one.authority_id for one in found if one.authority_id})
    lines = [_line(one, names) for one in found if one.held_on < until]
    return render.page(
        request, "programmes/calendar.html", programme=programme, months=month_grids.months(first, lines),
        week=month_grids.WEEK, tabs=tabs(programme, visitor, at="/calendrier"), is_empty=not lines,
        before=month_grids.later(first, -12), after=until, is_team=visitor.has_role(*ROLES),
    )  # fmt: skip


@router.get("/programmes/{programme_id}/rendez-vous/nouveau")
async def show_new(request: Request, programme_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show the form that plans a gathering."""
    programme = await programmes_of(rooms).read(programme_id)
    return _form(request, programme, TypedForm(_LABELS, {"kind": "training"}))


@router.post("/programmes/{programme_id}/rendez-vous/nouveau")
async def plan(request: Request, programme_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Plan a gathering."""
    programme = await programmes_of(rooms).read(programme_id)
    return await _save(request, rooms, programme, gathering=None)


@router.get("/rendez-vous/{gathering_id}")
async def show(request: Request, gathering_id: UUID, visitor: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show a gathering and who came."""
    return await _shown(request, rooms, gathering_id, visitor=visitor)


@router.get("/rendez-vous/{gathering_id}/modifier")
async def show_change(request: Request, gathering_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show the form that changes a gathering."""
    one = await programmes_of(rooms).gathering(gathering_id)
    programme = await programmes_of(rooms).read(one.programme_id)
    typed = {
        "kind": one.kind.value, "label": one.label, "held_on": one.held_on.isoformat(), "place": one.place,
        "starts_at": f"{one.starts_at:%H:%M}" if one.starts_at else "",
        "ends_at": f"{one.ends_at:%H:%M}" if one.ends_at else "", "capacity": str(one.capacity or ""),
    }  # fmt: skip
    return _form(request, programme, TypedForm(_LABELS, typed), gathering=one)


@router.post("/rendez-vous/{gathering_id}/modifier")
async def change(request: Request, gathering_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Change a gathering."""
    one = await programmes_of(rooms).gathering(gathering_id)
    programme = await programmes_of(rooms).read(one.programme_id)
    return await _save(request, rooms, programme, gathering=one)


@router.post("/rendez-vous/{gathering_id}/annulation")
async def cancel(
    request: Request, gathering_id: UUID, _: TeamVisitor, rooms: AllRooms, annuler: Annotated[bool, Form()]
) -> Response:
    """Cancel a gathering, or undo that."""
    await programmes_of(rooms).say_cancelled(gathering_id, is_cancelled=annuler)
    say = "Rendez-vous annulé : les agendas abonnés le barrent." if annuler else "Rendez-vous rétabli."
    return go(request, f"/rendez-vous/{gathering_id}", say=say)


@router.post("/rendez-vous/{gathering_id}/presences")
async def attend(request: Request, gathering_id: UUID, visitor: TeamVisitor, rooms: AllRooms) -> Response:
    """Write down how many people of an authority came."""
    form = await typed_forms.read(request, _ATTENDANCE)
    new = {"people": form.value("people"), "hours": (form.value("hours") or "0").replace(",", ".")}
    who = form.value("authority_id")
    if not is_id(who):
        lacking = form.lacking(authority_id="Choisissez une collectivité du programme.")
        return await _shown(request, rooms, gathering_id, visitor=visitor, form=lacking)
    try:
        await programmes_of(rooms).attend(gathering_id, who, new)
    except Refused as refusal:
        return await _shown(
            request, rooms, gathering_id, visitor=visitor, form=form.refused(refusal, at="people")
        )
    return go(request, f"/rendez-vous/{gathering_id}", say="Présences notées.")


@router.post("/rendez-vous/{gathering_id}/presences/{authority_id}/retrait")
async def forget(
    request: Request, gathering_id: UUID, authority_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Take back the word that people of an authority came."""
    await programmes_of(rooms).attend(gathering_id, str(authority_id), {})
    return go(request, f"/rendez-vous/{gathering_id}", say="Présences retirées.")


def title_of(one: CalendarEntry, names: Mapping[UUID, AuthorityOut]) -> str:
    """Say what a day of the calendar is."""
    if one.kind is EntryKind.WORKSHOP:
        known = names.get(one.authority_id) if one.authority_id else None
        return f"Atelier « vis ma vie » : {known.name}" if known else "Atelier « vis ma vie »"
    if one.gathering_kind is None:
        return one.label
    return f"{one.gathering_kind.label[:1].upper()}{one.gathering_kind.label[1:]} : {one.label}"


def _line(one: CalendarEntry, names: Mapping[UUID, AuthorityOut]) -> DayLine:
    hours = f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}" if one.starts_at and one.ends_at else ""
    pages = {EntryKind.WORKSHOP: f"/ateliers/{one.id}", EntryKind.GATHERING: f"/rendez-vous/{one.id}"}
    is_deadline = one.gathering_kind is GatheringKind.DEADLINE
    return DayLine(
        day=one.held_on, title=title_of(one, names), detail=" · ".join(part for part in (hours, one.place) if part),
        href=pages.get(one.kind, ""), tone="ochre" if is_deadline else _TONES[one.kind],
        word="échéance" if is_deadline else _WORDS[one.kind], is_cancelled=one.is_cancelled,
    )  # fmt: skip


def _first(asked: str, programme: ProgrammeOut) -> date:
    try:
        return month_grids.later(date.fromisoformat(f"{asked[:7]}-01"), 0) if asked else programme.starts_on
    except ValueError:
        return programme.starts_on


async def _save(
    request: Request, rooms: Rooms, programme: ProgrammeOut, *, gathering: GatheringOut | None
) -> Response:
    form = await typed_forms.read(request, _LABELS)
    at = f"/gatherings/{gathering.id}" if gathering else f"/programmes/{programme.id}/gatherings"
    new = form.filled()
    try:
        saved = await programmes_of(rooms).save_gathering(new, at=at)
    except Refused as refusal:
        return _form(request, programme, form.refused(refusal, at="ends_at"), gathering=gathering)
    return go(request, f"/rendez-vous/{saved.id}", say="Rendez-vous enregistré.")


def _form(
    request: Request, programme: ProgrammeOut, form: TypedForm, *, gathering: GatheringOut | None = None
) -> Response:
    return render.page(
        request, "programmes/gathering_form.html", status=422 if form.errors else 200, programme=programme,
        form=form, gathering=gathering, kinds=_KINDS,
    )  # fmt: skip


async def _shown(
    request: Request, rooms: Rooms, gathering_id: UUID, *, visitor: Visitor, form: TypedForm | None = None
) -> Response:
    one = await programmes_of(rooms).gathering(gathering_id)
    programme = await programmes_of(rooms).read(one.programme_id)
    names = await named(rooms, {each.authority_id for each in programme.enrolled})
    return render.page(
        request, "programmes/gathering.html", status=422 if form and form.errors else 200, gathering=one,
        programme=programme, names=names, form=form or TypedForm(_ATTENDANCE),
        choices=[(str(each.id), each.name) for each in names.values()], is_team=visitor.has_role(*ROLES),
        trains=one.kind in {GatheringKind.TRAINING, GatheringKind.LAUNCH},
        hours=sum(each.total_hours for each in one.attendances),
    )  # fmt: skip
