"""The pages of cohorts: composed with their spread in sight, proposed, confirmed, undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import EnrolmentState, ProgrammeOut
from services.workshops.schemas.programmes import STATE_LABELS
from services.workshops.schemas.selection import ApplicationOut, SpreadOut, Stratum
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.french import NBSP, number
from web.pages import typed_forms
from web.pages.programmes import TONES, named, programmes_of, tabs
from web.pages.project_team import TeamVisitor
from web.pages.typed_forms import TypedForm
from web.spread_charts import Pair, paired
from web.visitor import Visitor, go

router = APIRouter(include_in_schema=False)

_LABELS = {"name": "Nom de la proposition", "reason": "Pourquoi celles-ci", "retenir": "Collectivités"}
_KINDS = {"commune": "Communes", "intercommunal": "Intercommunalités", "joint_authority": "Syndicats mixtes"}
Chosen = Annotated[list[UUID], Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class Balance:
    """How a choice spreads, drawn: by department, by kind, by population."""

    counts: SpreadOut
    departments: Markup
    kinds: Markup
    strata: Markup
    overlaps: tuple[str, ...]


@router.get("/programmes/{programme_id}/cohortes")
async def list_cohorts(
    request: Request, programme_id: UUID, visitor: TeamVisitor, rooms: AllRooms
) -> Response:
    """List the proposals, the latest first."""
    client = programmes_of(rooms)
    programme, found = await client.read(programme_id), await client.cohorts(programme_id)
    names = await named(rooms, {one for cohort in found for one in cohort.authority_ids})
    return render.page(
        request, "programmes/cohorts.html", programme=programme, found=found, names=names,
        tabs=tabs(programme, visitor, at="/cohortes"),
    )  # fmt: skip


@router.get("/programmes/{programme_id}/cohortes/nouvelle")
async def compose(
    request: Request,
    programme_id: UUID,
    visitor: TeamVisitor,
    rooms: AllRooms,
    retenir: Chosen = [],  # noqa: B006
) -> Response:
    """Show the candidates with their scores, and beside them how those ticked spread."""
    typed = {one: request.query_params.get(one, "")[:4000] for one in ("name", "reason")}
    form = TypedForm(_LABELS, typed, tuple(str(one) for one in retenir))
    return await _composer(request, rooms, programme_id, visitor=visitor, form=form)


@router.get("/programmes/{programme_id}/cohortes/equilibre")
async def show_spread(
    request: Request,
    programme_id: UUID,
    _: TeamVisitor,
    rooms: AllRooms,
    retenir: Chosen = [],  # noqa: B006
) -> Response:
    """Give the spread alone, for the page that is open."""
    programme, _candidates, places = await _candidacies(rooms, programme_id)
    balance = await _balance(rooms, programme, places, chosen=[str(one) for one in retenir])
    return render.page(request, "programmes/spread.html", balance=balance, programme=programme)


@router.post("/programmes/{programme_id}/cohortes/nouvelle")
async def propose(request: Request, programme_id: UUID, visitor: TeamVisitor, rooms: AllRooms) -> Response:
    """Keep a composition as a proposal."""
    form = await typed_forms.read(request, _LABELS, many="retenir")
    new = {"name": form.value("name"), "reason": form.value("reason"), "authority_ids": list(form.chosen)}
    try:
        made = await programmes_of(rooms).propose(programme_id, new)
    except Refused as refusal:
        return await _composer(
            request, rooms, programme_id, visitor=visitor, form=form.refused(refusal, at="retenir")
        )
    return go(request, f"/cohortes/{made.id}", say="Proposition gardée. Rien n’est encore décidé.")


@router.get("/cohortes/{cohort_id}")
async def show(request: Request, cohort_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show a proposal with its spread, and what can be done of it."""
    cohort = await programmes_of(rooms).cohort(cohort_id)
    programme, candidates, places = await _candidacies(
        rooms, cohort.programme_id, also=set(cohort.authority_ids)
    )
    balance = await _balance(rooms, programme, places, chosen=[str(one) for one in cohort.authority_ids])
    states = {one.authority_id: one.state for one in programme.authorities}
    return render.page(
        request, "programmes/cohort.html", cohort=cohort, programme=programme, balance=balance, places=places,
        states=states, labels=STATE_LABELS, tones=TONES, scores={one.authority_id: one for one in candidates},
        is_undoable={states.get(one) for one in cohort.authority_ids} == {EnrolmentState.SELECTED},
    )  # fmt: skip


@router.post("/cohortes/{cohort_id}/confirmation")
async def confirm(request: Request, cohort_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Confirm a cohort: its authorities are selected."""
    await programmes_of(rooms).say_confirmed(cohort_id, is_confirmed=True)
    return go(request, f"/cohortes/{cohort_id}", say="Cohorte confirmée : ses collectivités sont retenues.")


@router.post("/cohortes/{cohort_id}/annulation")
async def undo(request: Request, cohort_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Undo a confirmation."""
    await programmes_of(rooms).say_confirmed(cohort_id, is_confirmed=False)
    return go(
        request, f"/cohortes/{cohort_id}", say="Confirmation annulée : ses collectivités sont candidates."
    )


@router.post("/cohortes/{cohort_id}/suppression")
async def discard(request: Request, cohort_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Delete a proposal."""
    cohort = await programmes_of(rooms).cohort(cohort_id)
    await programmes_of(rooms).discard(cohort_id)
    return go(request, f"/programmes/{cohort.programme_id}/cohortes", say="Proposition supprimée.")


async def _composer(
    request: Request, rooms: Rooms, programme_id: UUID, *, visitor: Visitor, form: TypedForm
) -> Response:
    programme, candidates, places = await _candidacies(rooms, programme_id)
    balance = await _balance(rooms, programme, places, chosen=form.chosen)
    ordered = sorted(candidates, key=lambda one: -(one.scores.mean or -1) if one.scores else 1)
    return render.page(
        request, "programmes/composer.html", status=422 if form.errors else 200, programme=programme,
        candidates=ordered, places=places, balance=balance, form=form, tabs=tabs(programme, visitor, at="/cohortes"),
        is_all_open=all(one.scores and one.scores.is_open for one in candidates),
    )  # fmt: skip


async def _candidacies(
    rooms: Rooms, programme_id: UUID, *, also: set[UUID] | None = None
) -> tuple[ProgrammeOut, list[ApplicationOut], dict[UUID, AuthorityOut]]:
    """Give a programme, its candidates (with `also` those named), and the directory's sheet of each."""
    client = programmes_of(rooms)
    programme, found = await client.read(programme_id), await client.applications(programme_id)
    wanted = [
        one for one in found if one.state is EnrolmentState.CANDIDATE or one.authority_id in (also or ())
    ]
    places = await named(rooms, {one.authority_id for one in wanted})
    return programme, [one for one in wanted if one.authority_id in places], places


async def _balance(
    rooms: Rooms, programme: ProgrammeOut, places: dict[UUID, AuthorityOut], *, chosen: Sequence[str]
) -> Balance:
    known = [place for place in places.values() if place.kind in _KINDS]
    asked = {
        "candidates": [_place(one) for one in known],
        "chosen": [str(one.id) for one in known if str(one.id) in chosen],
        "bounds": programme.population_bounds,
    }
    counts = await programmes_of(rooms).spread(asked)
    departments = [Pair(f"Département {one.key}", one.candidates, one.chosen) for one in counts.departments]
    kinds = [Pair(_KINDS[one.key], one.candidates, one.chosen) for one in counts.kinds]
    strata = [Pair(_stratum(one), one.candidates, one.chosen) for one in counts.strata]
    return Balance(
        counts,
        paired(departments, title="Répartition par département", axis="Département"),
        paired(kinds, title="Répartition par type", axis="Type"),
        paired(strata, title="Répartition par population", axis="Habitants"),
        tuple(f"{places[one.inside].name}, dans {places[one.around].name}" for one in counts.overlaps),
    )


def _place(one: AuthorityOut) -> dict[str, object]:
    return {
        "authority_id": str(one.id), "kind": one.kind, "departments": one.departments,
        "population": one.population, "siren": one.siren, "parent_siren": one.parent_siren,
    }  # fmt: skip


def _stratum(one: Stratum) -> str:
    if one.low is None:
        return "Sans population (syndicats)"
    if one.high is None:
        return f"{number(one.low)} habitants et plus"
    if not one.low:
        return f"Moins de{NBSP}{number(one.high)} habitants"
    return f"De{NBSP}{number(one.low)} à{NBSP}{number(one.high - 1)} habitants"
