"""One pain point: who else has it, what may say the same, brought together or taken apart."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import SEVERITY_LABELS, Elsewhere, PainPointOut
from web import render, together
from web.clients.rooms import AllRooms
from web.french import NBSP, day, plural, typography
from web.pages.note_cards import hours_a_year
from web.pages.project_team import ROLES, TeamVisitor
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)

_NUMBERS = ("trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


@router.get("/irritants/{pain_point_id}")
async def show_pain_point(
    request: Request, pain_point_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show a pain point, those brought together with it, and what may say the same."""
    cluster, similar = await together.both(
        rooms.finding.cluster(pain_point_id), rooms.finding.similar(pain_point_id)
    )
    read = {one.authority_id for one in cluster.members} | {one.authority_id for one in similar.items}
    names = await rooms.identity.authorities(read)
    return render.page(
        request, "pain_points/show.html", cluster=cluster, similar=similar, told=told(cluster.elsewhere),
        own=next(one for one in cluster.members if one.id == pain_point_id), is_team=visitor.has_role(*ROLES),
        places={authority: one.name for authority, one in names.items()}, severities=SEVERITY_LABELS,
    )  # fmt: skip


@router.get("/irritants/{pain_point_id}/comparaison/{other_id}")
async def compare_pain_points(
    request: Request, pain_point_id: UUID, other_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Show two pain points side by side, to decide whether they are one."""
    both = await together.both(rooms.finding.pain_point(pain_point_id), rooms.finding.pain_point(other_id))
    names = await rooms.identity.authorities({one.authority_id for one in both})
    sides = [(one, names[one.authority_id].name, list(_facts(one))) for one in both]
    return render.page(request, "pain_points/compare.html", sides=sides, here=f"/irritants/{pain_point_id}")


@router.post("/irritants/{pain_point_id}/regroupement")
async def merge_pain_point(
    request: Request, pain_point_id: UUID, kept: Annotated[UUID, Form()], _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Fold this pain point into another."""
    merged = await rooms.finding.merge(pain_point_id, kept_id=kept)
    say = typography("Irritants regroupés. Rien n’est effacé : « Séparer » les rend à nouveau distincts.")
    return go(request, f"/irritants/{merged.kept_id}", say=say)


@router.post("/irritants/{pain_point_id}/separation")
async def undo_merge(
    request: Request, pain_point_id: UUID, merge: Annotated[UUID, Form()], _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Take a pain point out of those it was brought together with."""
    await rooms.finding.undo(merge)
    return go(request, f"/irritants/{pain_point_id}", say="Irritants séparés, comme avant leur regroupement.")


def told(elsewhere: Elsewhere) -> str:
    """Say what may be said of other authorities, and nothing where there is none."""
    if not elsewhere.is_seen:
        return ""
    if elsewhere.authorities is None:
        few = "Vu dans d’autres collectivités. Leur nombre n’est donné qu’à partir de trois, pour qu’aucune ne soit reconnue."
        return typography(few)
    count = elsewhere.authorities
    number = _NUMBERS[count - 3] if count - 3 < len(_NUMBERS) else str(count)
    low, high = elsewhere.severity_low, elsewhere.severity_high
    band = f"gravité {low}" if low == high else f"gravité de {low} à {high}"
    seen = elsewhere.observations or 0
    proof = (
        f", {plural(seen, 'observation partageable', 'observations partageables')} à l’appui" if seen else ""
    )
    theme = f"{elsewhere.theme.label}, " if elsewhere.theme else ""
    return (
        f"Vu dans {number} autres collectivités{NBSP}: {theme}{band}, noté {elsewhere.reports} fois{proof}."
    )


def _facts(one: PainPointOut) -> list[tuple[str, str]]:
    lost = hours_a_year(one.hours_lost) if one.hours_lost else ""
    facts = (
        ("Thème", one.theme.label), ("Gravité", f"{one.severity}{NBSP}: {SEVERITY_LABELS[one.severity]}"),
        ("Vu le", day(one.seen_at)), ("Ce qu’il coûte", lost), ("Conséquence", one.consequence),
        ("Contournement", one.workaround),
    )  # fmt: skip
    return [(name, fact or "non précisé") for name, fact in facts]
