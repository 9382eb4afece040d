"""The pages of applications: made, read, scored, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.identity.schemas import Role
from services.kit.errors import Forbidden
from services.workshops.schemas import EnrolmentState, Theme
from services.workshops.schemas.programmes import STATE_LABELS
from services.workshops.schemas.selection import ReviewsOut
from web import french, render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages import authorities, typed_forms
from web.pages.programmes import TONES, named, programmes_of, tabs
from web.pages.project_team import ROLES, TeamVisitor
from web.pages.typed_forms import TypedForm
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

_LABELS = {
    "q": "Collectivité", "motivation": "Motivation", "contact_role": "Fonction du contact", "themes": "Thèmes",
}  # fmt: skip
_THEMES = tuple((theme.value, theme.label) for theme in Theme)
_APPLICANTS = (*ROLES, Role.CHAMPION, Role.DECISION_MAKER)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores and remarks as they were typed, by criterion, and what was wrong with them."""

    given: Mapping[str, str]
    remarks: Mapping[str, str]
    fault: str = ""


@router.get("/programmes/{programme_id}/candidatures")
async def list_applications(
    request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """List the applications that the reader may see."""
    client = programmes_of(rooms)
    programme, found = await client.read(programme_id), await client.applications(programme_id)
    names = await named(rooms, {one.authority_id for one in found})
    return render.page(
        request, "programmes/applications.html", programme=programme, found=found, names=names,
        states=STATE_LABELS, tones=TONES, tabs=tabs(programme, visitor, at="/candidatures"),
        is_team=visitor.has_role(*ROLES), may_apply=visitor.has_role(*_APPLICANTS),
    )  # fmt: skip


@router.get("/programmes/{programme_id}/candidatures/nouvelle")
async def show_form(
    request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show the form that applies."""
    _check(visitor)
    return await _apply(request, rooms, programme_id, visitor=visitor)


@router.post("/programmes/{programme_id}/candidatures/nouvelle")
async def find_authority(
    request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show the form again with the authorities found, for browsers without script. Nothing is written."""
    _check(visitor)
    form, chosen = await _read(request)
    return await _apply(request, rooms, programme_id, visitor=visitor, form=form, chosen=chosen)


@router.post("/programmes/{programme_id}/candidatures")
async def apply(request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms) -> Response:
    """Apply: for any authority, the operator; for their own, its people."""
    form, chosen = await _read(request)
    chosen = chosen if visitor.principal.is_operator else str(visitor.authority.id)
    new = {**_words(form), "authority_id": chosen}
    try:
        if not authorities.is_id(chosen):
            lacking = form.lacking(q="Choisissez la collectivité dans la liste.")
            return await _apply(request, rooms, programme_id, visitor=visitor, form=lacking)
        made = await programmes_of(rooms).apply(programme_id, new)
    except Refused as refusal:
        refused = form.refused(refusal, at="q" if visitor.principal.is_operator else "motivation")
        return await _apply(request, rooms, programme_id, visitor=visitor, form=refused, chosen=chosen)
    return go(request, f"/candidatures/{made.id}", say="Candidature enregistrée.")


@router.get("/candidatures/{application_id}")
async def show(request: Request, application_id: UUID, visitor: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show an application, and to the project team its scores."""
    return await _shown(request, rooms, application_id, visitor=visitor)


@router.post("/candidatures/{application_id}")
async def reword(
    request: Request, application_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Change what a candidate says."""
    form, _ = await _read(request)
    version = str((await request.form()).get("version", ""))
    try:
        known = int(version) if version.isdecimal() and len(version) < 9 else 0
        await programmes_of(rooms).reword(application_id, _words(form), version=known)
    except Refused as refusal:
        refused = form.refused(refusal)
        return await _shown(request, rooms, application_id, visitor=visitor, form=refused)
    return go(request, f"/candidatures/{application_id}", say="Candidature modifiée.")


@router.post("/candidatures/{application_id}/retrait")
async def withdraw(request: Request, application_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Withdraw an application."""
    await programmes_of(rooms).say_withdrawn(application_id, is_withdrawn=True)
    return go(request, f"/candidatures/{application_id}", say="Candidature retirée. Vous pouvez la rétablir.")


@router.post("/candidatures/{application_id}/retablissement")
async def reinstate(request: Request, application_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Undo a withdrawal."""
    await programmes_of(rooms).say_withdrawn(application_id, is_withdrawn=False)
    return go(request, f"/candidatures/{application_id}", say="Candidature rétablie.")


@router.post("/candidatures/{application_id}/notes")
async def score(request: Request, application_id: UUID, visitor: TeamVisitor, rooms: AllRooms) -> Response:
    """Keep one's own scores, or hand them in."""
    form = await request.form()
    given = {
        name.removeprefix("score-"): str(value) for name, value in form.items() if name.startswith("score-")
    }
    remarks = {one: str(form.get(f"comment-{one}", "")) for one in given}
    review = {
        "scores": [{"criterion_id": one, "score": value, "comment": remarks[one]} for one, value in given.items()],
        "is_submitted": form.get("rendre") == "oui",
    }  # fmt: skip
    try:
        await programmes_of(rooms).score(application_id, review)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        said = next(iter(by_field(refusal.faults).values()), refusal.detail)
        typed = Scores(given, remarks, said)
        return await _shown(request, rooms, application_id, visitor=visitor, scores=typed)
    say = (
        "Notes rendues : voici celles des autres."
        if review["is_submitted"]
        else "Brouillon gardé : vous seul le voyez."
    )
    return go(request, f"/candidatures/{application_id}#notes", say=french.typography(say))


def _check(visitor: Visitor) -> None:
    if not visitor.has_role(*_APPLICANTS):
        raise Forbidden("Le référent IA ou un décideur de votre collectivité peut candidater.")


async def _read(request: Request) -> tuple[TypedForm, str]:
    form = await typed_forms.read(request, _LABELS, many="themes")
    return form, str((await request.form()).get("authority_id", ""))


def _words(form: TypedForm) -> dict[str, object]:
    return {
        "motivation": form.value("motivation"), "contact_role": form.value("contact_role"),
        "themes": list(form.chosen),
    }  # fmt: skip


async def _apply(
    request: Request, rooms: Rooms, programme_id: UUID, *, visitor: Visitor, form: TypedForm | None = None,
    chosen: str = "",
) -> Response:  # fmt: skip
    form = form or TypedForm(_LABELS)
    programme = await programmes_of(rooms).read(programme_id)
    is_operator = visitor.principal.is_operator
    found = await authorities.offered(rooms, typed=form.value("q"), chosen=chosen) if is_operator else []
    return render.page(
        request, "programmes/apply.html", status=422 if form.errors else 200, programme=programme, form=form,
        found=found, chosen=chosen, themes=_THEMES, is_operator=is_operator,
    )  # fmt: skip


async def _shown(
    request: Request, rooms: Rooms, application_id: UUID, *, visitor: Visitor, form: TypedForm | None = None,
    scores: Scores | None = None,
) -> Response:  # fmt: skip
    client = programmes_of(rooms)
    application = await client.application(application_id)
    programme = await client.read(application.programme_id)
    names = await named(rooms, {application.authority_id})
    is_team = visitor.has_role(*ROLES) and visitor.principal.is_operator
    reviews: ReviewsOut | None = await client.reviews(application_id) if is_team else None
    mine = {str(one.criterion_id): one for one in reviews.mine} if reviews else {}
    scores = scores or Scores(
        {one: str(score.score) for one, score in mine.items()},
        {one: score.comment for one, score in mine.items()},
    )
    kept = {name: str(getattr(application, name)) for name in ("motivation", "contact_role")}
    is_candidate = application.state is EnrolmentState.CANDIDATE
    return render.page(
        request, "programmes/application.html", status=422 if scores.fault or (form and form.errors) else 200,
        application=application, programme=programme, authority=names.get(application.authority_id),
        reviews=reviews, states=STATE_LABELS, tones=TONES, themes=_THEMES, scores=scores,
        form=form or TypedForm(_LABELS, kept, tuple(application.themes)), is_candidate=is_candidate,
        may_change=visitor.has_role(*_APPLICANTS), may_score=is_candidate and not programme.scoring_closed_at,
    )  # fmt: skip
