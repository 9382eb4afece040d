"""HTTP in, one call, HTTP out: who is met, and what they agree to."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import own_notes, participants
from services.workshops.routes.asking import Day, Team, Writing

router = APIRouter(route_class=IdempotentRoute)

Oneself = Annotated[Principal, Depends(requires(scope="workshops:write"))]
Own = Annotated[Principal, Depends(requires(scope="workshops:read"))]


@router.get("/workshops/{workshop_id}/participants")
async def list_participants(day: Day, session: Session, _: Team) -> wire.ParticipantPage:
    """List who is met in a workshop, each with their last word on each purpose. For the project team."""
    return wire.ParticipantPage(items=await participants.listed(session, day))


@router.post("/workshops/{workshop_id}/participants", status_code=201)
async def add_participant(day: Day, new: wire.ParticipantIn, write: Writing) -> wire.ParticipantOut:
    """Add somebody to a workshop under the next code. A name is never needed."""
    return await participants.add(write.session, day, new, by=write.by)


@router.post("/participants/{participant_id}/consents", status_code=201)
async def say_consent(participant_id: UUID, new: wire.ConsentIn, write: Writing) -> wire.ParticipantOut:
    """Note what a participant agrees to, refuses or withdraws, for one purpose.

    Nothing said before is lost: the last word holds, at once. What depends on a withdrawn consent is no longer shown
    to anybody, and a late capture of it is refused with `consent_withdrawn`.
    """
    return await participants.say(write.session, participant_id, new, by=write.by)


@router.get("/participations")
async def list_participations(session: Session, caller: Own) -> wire.ParticipantPage:
    """List the caller's own participations, with what they agreed to."""
    return wire.ParticipantPage(items=await participants.of_person(session, by=caller))


@router.post("/participations/{participant_id}/consents", status_code=201)
async def say_own_consent(
    participant_id: UUID, new: wire.OwnWord, session: Session, caller: Oneself
) -> wire.ParticipantOut:
    """Give, refuse or withdraw one's own consent for one purpose, with effect at once."""
    return await participants.say_oneself(session, participant_id, new, by=caller)


@router.get("/participations/{participant_id}/notes")
async def read_own_notes(participant_id: UUID, session: Session, caller: Own) -> wire.OwnNotes:
    """Read the notes of one's own day: what one said or did in full, the rest as agents see it."""
    return await own_notes.read(session, participant_id, by=caller)


@router.post("/participations/{participant_id}/suggestions", status_code=201)
async def suggest_words(
    participant_id: UUID, new: wire.SuggestionIn, session: Session, caller: Oneself
) -> wire.OwnNote:
    """Propose other words for a note of one's own day. The note stays as it is until the project team chooses."""
    return await own_notes.suggest(session, participant_id, new, by=caller)
