"""The pages of workshops: find the day, prepare it, read it, end it or cancel it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import CaptureKind, Mode, ProgrammeOut, Theme, WorkshopOut, WorkshopState
from web import render
from web.clients.api import Refused
from web.clients.photos import PhotosClient
from web.clients.rooms import AllRooms
from web.faults import by_field
from web.french import NBSP, PARIS
from web.pages import workshop_notes
from web.pages.form_summaries import labelled
from web.pages.note_cards import NoteCard, cards
from web.pages.photos import pictures
from web.pages.project_team import ROLES, TeamVisitor
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)
router.include_router(workshop_notes.router)

STATES = tuple((state.value, state.label) for state in WorkshopState)
MODES = tuple((mode.value, mode.label) for mode in Mode)
THEMES = tuple((theme.value, theme.label) for theme in Theme)
_KINDS = {"observations": CaptureKind.OBSERVATION, "irritants": CaptureKind.PAIN_POINT, "taches": CaptureKind.TASK, "souhaits": CaptureKind.WISH, "moments": CaptureKind.KEY_MOMENT}  # fmt: skip
_LABELS = {"held_on": "Date", "place": "Lieu", "preparation": "Notes de préparation"}
_GROUPS = {"commune": "Communes", "intercommunal": "Intercommunalités", "joint_authority": "Syndicats mixtes"}


@dataclass(frozen=True, slots=True)
class DayForm:
    """A day as it was typed, kept when it is refused."""

    enrolment: str = ""
    held_on: str = ""
    place: str = ""
    mode: str = Mode.SHADOWING.value
    themes: Sequence[str] = ()
    preparation: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, workshop: WorkshopOut) -> "DayForm":
        """Fill the form with a day already planned."""
        return cls(
            held_on=workshop.held_on.isoformat(), place=workshop.place, mode=workshop.mode.value,
            themes=[theme.value for theme in workshop.themes], preparation=workshop.preparation,
        )  # fmt: skip

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with the name of its field."""
        return labelled(self.errors, _LABELS)

    def changes(self) -> dict[str, object]:
        """Give what the service reads of a change."""
        return {
            "held_on": self.held_on, "place": self.place, "mode": self.mode, "themes": list(self.themes),
            "preparation": self.preparation,
        }  # fmt: skip

    def new(self) -> dict[str, object]:
        """Give what the service reads of a new day."""
        programme, _, authority = self.enrolment.partition(".")
        return {"programme_id": programme, "authority_id": authority, **self.changes()}

    def refused(self, refusal: Refused) -> "DayForm":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.status != 422:
            raise refusal
        found = by_field(refusal.faults)
        if refusal.code == "not_enrolled" or not found.keys().isdisjoint({"programme_id", "authority_id"}):
            found = {"enrolment": "Choisissez une collectivité du programme."} | found
        errors = {name: said for name, said in found.items() if name not in {"programme_id", "authority_id"}}
        return DayForm(
            self.enrolment, self.held_on, self.place, self.mode, self.themes, self.preparation, errors
        )


async def read_day(
    enrolment: Annotated[str, Form()] = "",
    held_on: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    mode: Annotated[str, Form()] = "",
    themes: Annotated[list[str], Form()] = [],  # noqa: B006  FastAPI copies it
    preparation: Annotated[str, Form()] = "",
) -> DayForm:
    """Read the form."""
    return DayForm(enrolment, held_on, place, mode, themes, preparation)


Day = Annotated[DayForm, Depends(read_day)]


@router.get("/ateliers")
async def list_workshops(
    request: Request,
    visitor: CurrentVisitor,
    rooms: AllRooms,
    collectivite: str = "",
    etat: str = "",
    suite: str | None = None,
) -> Response:
    """Find the day by authority or state."""
    chosen = {"authority_id": collectivite or None, "state": etat or None}
    async with asyncio.TaskGroup() as calls:
        found = calls.create_task(rooms.workshops.workshops(**chosen, cursor=suite, limit=25))
        programmes = calls.create_task(rooms.workshops.programmes())
    enrolled = {one.authority_id for programme in programmes.result() for one in programme.authorities}
    names = await rooms.identity.authorities(enrolled | {one.authority_id for one in found.result().items})
    return render.page(
        request, "workshops/index.html", found=found.result(), names=names, states=STATES,
        authorities=[(str(one.id), one.name) for one in names.values()], chosen=collectivite, state=etat,
        is_team=visitor.has_role(*ROLES), is_narrowed=bool(collectivite or etat or suite),
    )  # fmt: skip


@router.get("/ateliers/nouveau")
async def show_planning(
    request: Request, _: TeamVisitor, rooms: AllRooms, collectivite: str = ""
) -> Response:
    """Offer the form that plans a day."""
    usual = datetime.now(PARIS).date() + timedelta(days=7)
    return await _planning(request, rooms, DayForm(enrolment=collectivite, held_on=usual.isoformat()))


@router.post("/ateliers/nouveau")
async def plan_workshop(request: Request, _: TeamVisitor, rooms: AllRooms, typed: Day) -> Response:
    """Plan the day."""
    try:
        workshop = await rooms.workshops.plan(typed.new())
    except Refused as refusal:
        return await _planning(request, rooms, typed.refused(refusal), status=422)
    return go(request, f"/ateliers/{workshop.id}", say=f"Atelier préparé{NBSP}: il est dans le calendrier.")


@router.get("/ateliers/{workshop_id}")
async def show_workshop(
    request: Request, workshop_id: UUID, visitor: CurrentVisitor, rooms: AllRooms, nature: str = "", suite: str | None = None
) -> Response:  # fmt: skip
    """Show the day: what was captured, and what can be done next."""
    kind = _KINDS.get(nature)
    day, taken = await both(
        rooms.workshops.overview(workshop_id, kind=kind, cursor=suite, limit=40),
        PhotosClient(rooms.workshops.api).of_day(workshop_id),
    )
    authority = await rooms.identity.authority(day.workshop.authority_id)
    return render.page(
        request, "workshops/show.html", day=day, workshop=day.workshop, authority=authority, nature=nature,
        notes=_in_order(cards(day.captures, workshop_id), kind), is_team=visitor.has_role(*ROLES),
        tabs=_tabs(workshop_id, day.counts.model_dump(), nature), photos=pictures(workshop_id, taken.values()),
    )  # fmt: skip


@router.get("/ateliers/{workshop_id}/modifier")
async def show_change(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Offer the form that changes the day."""
    workshop = await rooms.workshops.workshop(workshop_id)
    return await _changing(request, rooms, workshop, DayForm.of(workshop))


@router.post("/ateliers/{workshop_id}/modifier")
async def change_workshop(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, typed: Day, version: Annotated[int, Form()]
) -> Response:  # fmt: skip
    """Change the day."""
    try:
        await rooms.workshops.change(workshop_id, typed.changes(), version=version)
    except Refused as refusal:
        kept = typed.refused(refusal)
        workshop = await rooms.workshops.workshop(workshop_id)
        return await _changing(request, rooms, workshop, kept, status=422)
    return go(request, f"/ateliers/{workshop_id}", say="Modifications enregistrées.")


@router.post("/ateliers/{workshop_id}/fin")
async def close_workshop(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """End the day."""
    await rooms.workshops.close(workshop_id)
    return go(request, f"/ateliers/{workshop_id}", say="Journée terminée. Les notes sont à relire.")


@router.post("/ateliers/{workshop_id}/reouverture")
async def reopen_workshop(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Undo the end of the day."""
    await rooms.workshops.reopen(workshop_id)
    return go(
        request, f"/ateliers/{workshop_id}", say=f"Journée rouverte{NBSP}: vous pouvez de nouveau noter."
    )


@router.post("/ateliers/{workshop_id}/annulation")
async def cancel_workshop(
    request: Request,
    workshop_id: UUID,
    _: TeamVisitor,
    rooms: AllRooms,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Cancel the day, with its reason."""
    await rooms.workshops.cancel(workshop_id, reason=reason)
    return go(request, f"/ateliers/{workshop_id}", say="Atelier annulé. Vous pouvez le rétablir.")


@router.post("/ateliers/{workshop_id}/retablissement")
async def reinstate_workshop(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Undo a cancellation."""
    await rooms.workshops.reinstate(workshop_id)
    return go(
        request,
        f"/ateliers/{workshop_id}",
        say=f"Atelier rétabli{NBSP}: il est de nouveau dans le calendrier.",
    )


async def _planning(request: Request, rooms: AllRooms, form: DayForm, *, status: int = 200) -> Response:
    programmes = await rooms.workshops.programmes()
    names = await rooms.identity.authorities(
        one.authority_id for programme in programmes for one in programme.enrolled
    )
    return render.page(
        request, "workshops/new.html", status=status, form=form, groups=_groups(programmes, names), modes=MODES,
        themes=THEMES,
    )  # fmt: skip


async def _changing(
    request: Request, rooms: AllRooms, workshop: WorkshopOut, form: DayForm, *, status: int = 200
) -> Response:
    authority = await rooms.identity.authority(workshop.authority_id)
    return render.page(
        request, "workshops/edit.html", status=status, form=form, workshop=workshop, authority=authority,
        modes=MODES, themes=THEMES,
    )  # fmt: skip


def _groups(
    programmes: Sequence[ProgrammeOut], names: Mapping[UUID, AuthorityOut]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the authorities to choose from, by kind, in French order; a programme is named only where there are two."""
    offered: dict[str, list[tuple[str, str]]] = {label: [] for label in _GROUPS.values()}
    for authority in names.values():
        for programme in programmes:
            if authority.id in {one.authority_id for one in programme.enrolled}:
                suffix = f" ({programme.name})" if len(programmes) > 1 else ""
                label = _GROUPS.get(authority.kind, "Autres")
                offered.setdefault(label, []).append(
                    (f"{programme.id}.{authority.id}", authority.name + suffix)
                )
    return [(label, options) for label, options in offered.items() if options]


def _in_order(notes: list[NoteCard], kind: CaptureKind | None) -> list[NoteCard]:
    """Give notes as they came, the latest first; key moments alone, as the day went."""
    return sorted(notes, key=lambda note: note.seen_at) if kind is CaptureKind.KEY_MOMENT else notes


def _tabs(workshop_id: UUID, counts: Mapping[str, int], nature: str) -> list[render.Link]:
    here = f"/ateliers/{workshop_id}"
    labels = {
        "observations": "Observations",
        "irritants": "Irritants",
        "taches": "Tâches",
        "souhaits": "Souhaits",
        "moments": "Moments clés",
    }
    every = render.Link(f"Tout ({sum(counts.values())})", here, is_current=nature not in _KINDS)
    return [every] + [
        render.Link(
            f"{labels[slug]} ({counts[kind.value]})", f"{here}?nature={slug}", is_current=nature == slug
        )
        for slug, kind in _KINDS.items()
    ]
