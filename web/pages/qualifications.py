"""From waiting for the others to agreed results: the reveal, the discussion, the closure."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from services.workshops.schemas import Criterion
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.faults import by_field
from web.french import NBSP
from web.pages.assessments import ASSESSORS, AssessorVisitor
from web.pages.criteria import CHOICES, CRITERIA, VERDICTS
from web.pages.project_team import ROLES, TeamVisitor
from web.together import both
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/hypotheses/{hypothesis_id}/qualification", include_in_schema=False)

Words = Annotated[str, Form()]


async def read_agreed(verdict: Words = "", reason: Words = "") -> dict[str, str]:
    """Read what was agreed, as it was typed."""
    return {"verdict": verdict, "reason": reason}


Agreed = Annotated[dict[str, str], Depends(read_agreed)]


@router.get("")
async def show_qualification(
    request: Request, hypothesis_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show how many have assessed; once all is revealed, what each said, the discussion and what was agreed."""
    return await _board(request, rooms, hypothesis_id, visitor)


@router.post("/devoilement")
async def reveal_assessments(
    request: Request, hypothesis_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Show all assessments to all."""
    await rooms.qualification.reveal(hypothesis_id)
    return go(
        request,
        _here(hypothesis_id),
        say="Les évaluations sont dévoilées\u00a0: chacun peut maintenant les lire.",
    )


@router.post("/{criterion}/commentaires")
async def comment_criterion(
    request: Request, hypothesis_id: UUID, criterion: Criterion, visitor: AssessorVisitor, rooms: AllRooms,
    text: Words = "",
) -> Response:  # fmt: skip
    """Write about a criterion."""
    try:
        await rooms.qualification.comment(hypothesis_id, {"criterion": criterion.value, "text": text})
    except Refused as refusal:
        errors = _errors(refusal, criterion)
        return await _board(request, rooms, hypothesis_id, visitor, typed={"text": text}, errors=errors)
    return go(request, f"{_here(hypothesis_id)}#{criterion}", say="Votre remarque est ajoutée.")


@router.post("/{criterion}/resultat")
async def close_criterion(
    request: Request, hypothesis_id: UUID, criterion: Criterion, visitor: AssessorVisitor, rooms: AllRooms, agreed: Agreed
) -> Response:  # fmt: skip
    """Say what was agreed."""
    try:
        await rooms.qualification.close(hypothesis_id, criterion, agreed)
    except Refused as refusal:
        errors = _errors(refusal, criterion)
        return await _board(request, rooms, hypothesis_id, visitor, typed=agreed, errors=errors)
    return go(request, f"{_here(hypothesis_id)}#{criterion}", say="Le résultat retenu est enregistré.")


@router.post("/{criterion}/reouverture")
async def reopen_criterion(
    request: Request, hypothesis_id: UUID, criterion: Criterion, _: AssessorVisitor, rooms: AllRooms
) -> Response:
    """Open the discussion of a criterion again."""
    await rooms.qualification.reopen(hypothesis_id, criterion)
    return go(
        request,
        f"{_here(hypothesis_id)}#{criterion}",
        say="La discussion est rouverte. L’ancien résultat reste dans l’historique.",
    )


async def _board(
    request: Request, rooms: AllRooms, hypothesis_id: UUID, visitor: Visitor, *,
    typed: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    hypothesis, found = await both(
        rooms.workshops.hypothesis(hypothesis_id), rooms.qualification.read(hypothesis_id)
    )
    letters = {one: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26] for number, one in enumerate(found.assessors)}
    template = "hypotheses/discuss.html" if found.revealed_at else "hypotheses/wait.html"
    return render.page(
        request, template, status=422 if errors else 200, hypothesis=hypothesis, found=found, letters=letters,
        mine=visitor.principal.subject, may_assess=visitor.has_role(*ASSESSORS), is_team=visitor.has_role(*ROLES),
        criteria=CRITERIA, verdicts=VERDICTS, choices=CHOICES, typed=typed or {}, errors=errors or {}, summary=_summary(errors or {}),
        pieces={piece.id: piece for piece in hypothesis.evidence}, order=list(Criterion),
    )  # fmt: skip


def _errors(refusal: Refused, criterion: Criterion) -> dict[str, str]:
    """Say beside which field of which criterion it was refused.

    Raises: Refused, when no field of these forms can mend it.
    """
    errors = by_field(refusal.faults)
    if refusal.status != 422 or not errors:
        raise refusal
    return {f"{criterion}-{name}": sentence for name, sentence in errors.items()}


def _summary(errors: dict[str, str]) -> dict[str, str]:
    return {
        name: f"{CRITERIA[Criterion(name.partition('-')[0])].label}{NBSP}: {said[:1].lower()}{said[1:]}"
        for name, said in errors.items()
    }


def _here(hypothesis_id: UUID) -> str:
    return f"/hypotheses/{hypothesis_id}/qualification"
