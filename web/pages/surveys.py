"""The pages of those who hold surveys: opening, inviting, entering paper, ending, reading results."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from services.metrics.surveys.schemas import Wave
from web import render, together
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages import authorities, survey_figures
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

Typed = Annotated[str, Form()]
WAVES = [(wave.value, wave.label) for wave in Wave]
USUAL = timedelta(days=21)


async def read_new(
    wave: Typed = "", closes_on: Typed = "", authority_id: Typed = "", q: Typed = ""
) -> dict[str, str]:
    """Read the form that opens a survey."""
    return {"wave": wave, "closes_on": closes_on, "authority_id": authority_id, "q": q}


@router.get("/enquetes")
async def show_surveys(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:  # fmt: skip
    """List the surveys; those who hold none are shown the results."""
    if not visitor.has_role("champion", "facilitator", "admin"):
        return RedirectResponse("/enquetes/resultats", status_code=303)
    page = await rooms.surveys.surveys(cursor=suite)
    return render.page(
        request, "surveys/index.html", surveys=page.items, next=page.next, is_first=suite is None,
        due=[one for one in page.items if one.is_due],
    )  # fmt: skip


@router.get("/enquetes/resultats")
async def show_results(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show what was answered, question by question, round after round."""
    results = await rooms.surveys.results()
    return render.page(
        request, "surveys/results.html", results=results, answers=survey_figures.drawn(results),
        place=visitor.authority_name, may_hold=visitor.has_role("champion", "facilitator", "admin"),
    )  # fmt: skip


@router.post("/enquetes/resultats")
async def publish(request: Request, rooms: AllRooms, _: CurrentVisitor, wave: Typed = "") -> Response:
    """Publish a round for the programme."""
    await rooms.surveys.publish(wave)
    return go(request, "/enquetes/resultats", say="L’étape est publiée dans les résultats du programme.")


@router.get("/enquetes/nouvelle")
async def show_new(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show the form that opens a survey."""
    return await _new(request, rooms, visitor, {"closes_on": (date.today() + USUAL).isoformat()})  # noqa: DTZ011  a proposal


@router.post("/enquetes/nouvelle")
async def open_survey(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, typed: Annotated[dict[str, str], Depends(read_new)],
    is_search: Annotated[bool, Query(alias="chercher")] = False,
) -> Response:  # fmt: skip
    """Open a survey; or only look for the authority, for browsers without script."""
    if is_search:
        return await _new(request, rooms, visitor, typed)
    try:
        opened = await rooms.surveys.open(
            {name: typed[name] or None for name in ("wave", "closes_on", "authority_id")}
        )
    except Refused as refusal:
        errors = by_field(refusal.faults) or {"wave": refusal.detail}
        if refusal.status not in {409, 422}:
            raise
        if "authority_id" in errors:
            errors["q"] = errors.pop("authority_id")
        return await _new(request, rooms, visitor, typed, errors=errors)
    return go(request, f"/enquetes/{opened.id}", say="L’enquête est prête. Il reste à inviter les agents.")


@router.get("/enquetes/{survey_id}")
async def show_survey(survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show a survey: how many answered, and how to invite."""
    return await _survey(request, rooms, survey_id)


@router.post("/enquetes/{survey_id}/liens")
async def draw_links(
    survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, count: Typed = ""
) -> Response:
    """Draw links and show them, once."""
    try:
        survey, made = await together.both(
            rooms.surveys.survey(survey_id), rooms.surveys.draw_links(survey_id, count)
        )
    except Refused as refusal:
        return await _survey(request, rooms, survey_id, refusal=refusal, field="links")
    origin = request.app.state.settings.origin
    links = [f"{origin}/enquete/{token}" for token in made.tokens]
    response = render.page(request, "surveys/links.html", survey=survey, links=links)
    response.headers["cache-control"] = "no-store"
    return response


@router.post("/enquetes/{survey_id}/feuilles")
async def add_sheets(
    survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, count: Typed = ""
) -> Response:
    """Number sheets of paper."""
    try:
        survey = await rooms.surveys.add_sheets(survey_id, count)
    except Refused as refusal:
        return await _survey(request, rooms, survey_id, refusal=refusal, field="sheets")
    return go(
        request, f"/enquetes/{survey_id}/papier", say=f"Les feuilles vont maintenant de 1 à {survey.sheets}."
    )


@router.get("/enquetes/{survey_id}/papier")
async def show_paper(survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show the questions as a sheet to print."""
    survey, questions = await together.both(
        rooms.surveys.survey(survey_id), rooms.surveys.questions(survey_id)
    )
    return render.page(request, "surveys/paper.html", survey=survey, questions=questions)


@router.get("/enquetes/{survey_id}/saisie")
async def show_entry(survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show the form that enters a sheet of paper."""
    return await _entry(request, rooms, survey_id, {})


@router.post("/enquetes/{survey_id}/saisie")
async def enter(survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Enter a sheet of paper, then offer the next."""
    typed = {name: str(value) for name, value in (await request.form()).items()}
    replies = {name: value for name, value in typed.items() if value and name != "sheet"}
    try:
        await rooms.surveys.enter(survey_id, typed.get("sheet", ""), replies)
    except Refused as refusal:
        if refusal.status not in {409, 422}:
            raise
        errors = {
            fault.pointer.rpartition("/")[2]: text
            for fault in refusal.faults
            for text in by_field([fault]).values()
        }
        return await _entry(request, rooms, survey_id, typed, errors=errors or {"sheet": refusal.detail})
    return go(
        request,
        f"/enquetes/{survey_id}/saisie",
        say=f"La feuille {typed.get('sheet')} est enregistrée. Vous pouvez la détruire.",
    )


@router.post("/enquetes/{survey_id}/fin")
async def end(survey_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """End a survey."""
    await rooms.surveys.end(survey_id)
    return go(
        request, f"/enquetes/{survey_id}", say="L’enquête est terminée. Ses résultats peuvent être lus."
    )


async def _new(
    request: Request, rooms: Rooms, visitor: Visitor, typed: dict[str, str], *, errors: dict[str, str] | None = None
) -> Response:  # fmt: skip
    is_operator = visitor.principal.is_operator
    found = (
        await authorities.offered(rooms, typed=typed.get("q", ""), chosen=typed.get("authority_id", ""))
        if is_operator
        else []
    )
    return render.page(
        request, "surveys/new.html", status=422 if errors else 200, typed=typed, errors=errors or {}, found=found,
        is_operator=is_operator, waves=WAVES, place=visitor.authority_name,
    )  # fmt: skip


async def _survey(
    request: Request, rooms: Rooms, survey_id: UUID, *, refusal: Refused | None = None, field: str = ""
) -> Response:
    if refusal is not None and refusal.status not in {409, 422}:
        raise refusal
    survey = await rooms.surveys.survey(survey_id)
    told = next(iter(by_field(refusal.faults).values()), refusal.detail) if refusal else ""
    return render.page(
        request,
        "surveys/show.html",
        status=refusal.status if refusal else 200,
        survey=survey,
        errors={field: told},
    )


async def _entry(
    request: Request, rooms: Rooms, survey_id: UUID, typed: dict[str, str], *, errors: dict[str, str] | None = None
) -> Response:  # fmt: skip
    survey, questions = await together.both(
        rooms.surveys.survey(survey_id), rooms.surveys.questions(survey_id)
    )
    return render.page(
        request, "surveys/entry.html", status=422 if errors else 200, survey=survey, questions=questions,
        typed=typed, errors=errors or {},
    )  # fmt: skip
