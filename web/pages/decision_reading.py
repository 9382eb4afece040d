"""The pages of one decision: read in four minutes, signed, taken back, looked back at."""

from itertools import pairwise
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.kit.errors import Forbidden
from services.workshops.schemas import DecisionStanding, DossierOut
from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms
from web.pages import decision_words
from web.pages.decision_parts import parts
from web.pages.project_team import ROLES, TeamVisitor
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/decisions/{decision_id}", include_in_schema=False)

_UNREAD = "Cochez la case : elle dit que vous avez lu ce que vous signez."


@router.get("")
async def show_decision(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show a decision to somebody who has four minutes."""
    dossier = await DecisionsClient(rooms.workshops.api).dossier(decision_id)
    names = await rooms.identity.authorities([dossier.decision.authority_id])

    def drawn(reading: decision_words.Reading) -> Response:
        return render.page(
            request, "decisions/show.html", reading=reading, dossier=dossier, words=decision_words, names=names,
            is_team=visitor.has_role(*ROLES), may_sign=_may_sign(visitor, dossier), tabs=parts(dossier, at=""),
        )  # fmt: skip

    # Counted on the page as it will be read: an estimate that no longer fits its text would be a false promise.
    return drawn(decision_words.reading(bytes(drawn(decision_words.Reading(0)).body).decode()))


@router.get("/historique")
async def show_history(request: Request, decision_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show every decision on the hypothesis, and what each revision changed."""
    dossier = await DecisionsClient(rooms.workshops.api).dossier(decision_id)
    history = dossier.history
    changes = {after.id: decision_words.differences(before, after) for before, after in pairwise(history)}
    return render.page(
        request, "decisions/history.html", dossier=dossier, changes=changes, words=decision_words,
        tabs=parts(dossier, at="/historique"),
    )  # fmt: skip


@router.get("/signer")
async def show_signature(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show what is signed, once more, before it is."""
    return await _signing(request, decision_id, visitor, rooms)


@router.post("/signer")
async def sign_decision(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms,
    content_hash: Annotated[str, Form()] = "", read: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Sign the decision."""
    if not read:
        return await _signing(request, decision_id, visitor, rooms, error=_UNREAD, status=422)
    try:
        await DecisionsClient(rooms.workshops.api).sign(decision_id, content_hash)
    except Refused as refusal:
        if refusal.code != "decision_is_signed":
            raise
        return go(request, f"/decisions/{decision_id}", say=refusal.detail)
    return go(request, f"/decisions/{decision_id}", say="Décision signée. Elle ne changera plus.")


@router.post("/retrait")
async def withdraw_decision(
    request: Request, decision_id: UUID, _: TeamVisitor, rooms: AllRooms, hypothesis_id: Annotated[UUID, Form()]
) -> Response:  # fmt: skip
    """Take back a decision that nobody signed."""
    await DecisionsClient(rooms.workshops.api).withdraw(decision_id)
    return go(request, f"/hypotheses/{hypothesis_id}", say="Décision retirée : elle n’avait pas été signée.")


async def _signing(
    request: Request, decision_id: UUID, visitor: Visitor, rooms: AllRooms, *, error: str = "", status: int = 200
) -> Response:  # fmt: skip
    dossier = await DecisionsClient(rooms.workshops.api).dossier(decision_id)
    if dossier.decision.signed_at:
        return go(request, f"/decisions/{decision_id}", say="Cette décision est déjà signée.")
    if not _may_sign(visitor, dossier):
        raise Forbidden("Seul un décideur de la collectivité concernée peut signer cette décision.")
    return render.page(
        request, "decisions/sign.html", status=status, dossier=dossier, words=decision_words, error=error
    )


def _may_sign(visitor: Visitor, dossier: DossierOut) -> bool:
    decision = dossier.decision
    is_theirs = visitor.has_role("decision_maker") and visitor.authority.id == decision.authority_id
    return is_theirs and decision.standing is DecisionStanding.TO_SIGN
