"""Finding notes by their words: as one types, narrowed, with what was found marked."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.workshops.schemas import SEVERITY_LABELS, CaptureKind, FoundNote, Theme
from web import render
from web.clients.rooms import AllRooms, Rooms
from web.pages.authorities import is_id
from web.pages.note_forms import NATURES, Nature
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)

_NATURES: dict[CaptureKind, Nature] = {}
for (
    _nature
) in NATURES.values():  # the first nature of a kind gives it its name: a verbatim is an observation too
    _NATURES.setdefault(_nature.kind, _nature)
_LISTS: dict[str, frozenset[str]] = {
    "nature": frozenset(CaptureKind), "theme": frozenset(Theme), "gravite": frozenset("12345"),
}  # fmt: skip


@router.get("/recherche")
async def search_notes(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show the field, the filters, and what was found."""
    return render.page(request, "search/index.html", shown=await _shown(request, rooms))


@router.get("/recherche/notes")
async def find_notes(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Give what was found for what has been typed so far."""
    return render.page(request, "search/found.html", shown=await _shown(request, rooms))


async def _shown(request: Request, rooms: Rooms) -> dict[str, object]:
    asked = {name: request.query_params.get(name, "")[:200] for name in ("q", *_LISTS, "collectivite")}
    # A value that is not of the list narrows nothing: an old address still answers.
    narrowed = {name: asked[name] if asked[name] in values else "" for name, values in _LISTS.items()}
    here = asked["collectivite"] if is_id(asked["collectivite"]) else ""
    found = await rooms.workshops.search(
        asked["q"], kind=narrowed["nature"] or None, theme=narrowed["theme"] or None,
        severity=int(narrowed["gravite"]) if narrowed["gravite"] else None, authority_id=here or None,
    )  # fmt: skip
    ids = {note.authority_id for note in found.items} | {
        UUID(facet.value) for facet in found.facets.authority
    }
    names = await rooms.identity.authorities(ids) if ids else {}
    return {
        "asked": {"q": asked["q"], **narrowed, "collectivite": here}, "found": found,
        "places": {str(authority): one.name for authority, one in names.items()},
        "href": _address, "natures": {kind.value: nature.label for kind, nature in _NATURES.items()},
        "themes": [(theme.value, theme.label) for theme in Theme],
        "severities": [(str(grade), f"{grade} et plus : {label}") for grade, label in SEVERITY_LABELS.items()],
    }  # fmt: skip


def _address(note: FoundNote) -> str:
    if note.kind is CaptureKind.PAIN_POINT:
        return f"/irritants/{note.id}"
    return f"/ateliers/{note.workshop_id}/notes/{_NATURES[note.kind].slug}/{note.id}"
