"""What pages ask of the workshops service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from pydantic import TypeAdapter

from services.workshops.schemas import (
    CaptureKind,
    HypothesisOut,
    HypothesisPage,
    KeyMomentOut,
    ObservationOut,
    Overview,
    PainPointOut,
    ParticipantOut,
    ParticipantPage,
    ProgrammeOut,
    ProgrammePage,
    SearchOut,
    SentenceOut,
    TaskOut,
    WishOut,
    WorkshopOut,
    WorkshopPage,
)
from web.clients.api import Api

Form: TypeAlias = Mapping[str, object]
"""What somebody typed, as it stands: the service judges it."""
Note: TypeAlias = ObservationOut | TaskOut | PainPointOut | WishOut | KeyMomentOut

_PATHS = {
    CaptureKind.OBSERVATION: "observations",
    CaptureKind.TASK: "tasks",
    CaptureKind.PAIN_POINT: "pain-points",
    CaptureKind.WISH: "wishes",
    CaptureKind.KEY_MOMENT: "key-moments",
}
_SHOWN: dict[CaptureKind, TypeAdapter[Note]] = {
    CaptureKind.OBSERVATION: TypeAdapter(ObservationOut),
    CaptureKind.TASK: TypeAdapter(TaskOut),
    CaptureKind.PAIN_POINT: TypeAdapter(PainPointOut),
    CaptureKind.WISH: TypeAdapter(WishOut),
    CaptureKind.KEY_MOMENT: TypeAdapter(KeyMomentOut),
}


@dataclass(frozen=True, slots=True)
class WorkshopsClient:
    """The workshops service, typed."""

    api: Api

    async def programmes(self) -> list[ProgrammeOut]:
        """Read the programmes, with their enrolled authorities."""
        return (await self.api.read("/programmes", ProgrammePage)).items

    async def workshops(self, **query: str | int | None) -> WorkshopPage:
        """List workshops: authority_id, state, since, until, cursor, limit."""
        return await self.api.read("/workshops", WorkshopPage, query=query)

    async def search(self, asked: str, **query: str | int | None) -> SearchOut:
        """Find notes by their words: kind, theme, severity, authority_id."""
        return await self.api.read("/search", SearchOut, query={"q": asked, **query})

    async def workshop(self, workshop_id: UUID) -> WorkshopOut:
        """Read one workshop."""
        return await self.api.read(f"/workshops/{workshop_id}", WorkshopOut)

    async def overview(self, workshop_id: UUID, **query: str | int | None) -> Overview:
        """Read a workshop's day: kind, cursor, limit."""
        return await self.api.read(f"/workshops/{workshop_id}/overview", Overview, query=query)

    async def plan(self, new: Form) -> WorkshopOut:
        """Plan a workshop."""
        return await self.api.write("POST", "/workshops", WorkshopOut, body=new)

    async def change(self, workshop_id: UUID, new: Form, *, version: int) -> WorkshopOut:
        """Change a workshop."""
        path = f"/workshops/{workshop_id}"
        return await self.api.write("PATCH", path, WorkshopOut, body=new, version=version)

    async def close(self, workshop_id: UUID) -> None:
        """End the day."""
        await self.api.send("POST", f"/workshops/{workshop_id}/closure")

    async def reopen(self, workshop_id: UUID) -> None:
        """Undo the end of the day."""
        await self.api.send("DELETE", f"/workshops/{workshop_id}/closure")

    async def cancel(self, workshop_id: UUID, *, reason: str) -> None:
        """Cancel the day."""
        await self.api.send("POST", f"/workshops/{workshop_id}/cancellation", json={"reason": reason})

    async def reinstate(self, workshop_id: UUID) -> None:
        """Undo a cancellation."""
        await self.api.send("DELETE", f"/workshops/{workshop_id}/cancellation")

    async def participants(self, workshop_id: UUID) -> list[ParticipantOut]:
        """List who is met in a workshop, with what they agree to."""
        return (await self.api.read(f"/workshops/{workshop_id}/participants", ParticipantPage)).items

    async def add_participant(self, workshop_id: UUID, new: Form) -> ParticipantOut:
        """Add somebody to a workshop."""
        path = f"/workshops/{workshop_id}/participants"
        return await self.api.write("POST", path, ParticipantOut, body=new)

    async def participations(self) -> list[ParticipantOut]:
        """List one's own participations."""
        return (await self.api.read("/participations", ParticipantPage)).items

    async def say_consent(self, participant_id: UUID, word: Form, *, is_own: bool = False) -> None:
        """Note a participant's word on one purpose: told to the team, or their own."""
        door = "participations" if is_own else "participants"
        await self.api.send("POST", f"/{door}/{participant_id}/consents", json=dict(word))

    async def note(self, workshop_id: UUID, kind: CaptureKind, new: Form, *, once: str) -> Note:
        """Note what was seen. `once` names the form, so that sending it twice notes once."""
        path = f"/workshops/{workshop_id}/{_PATHS[kind]}"
        answer = await self.api.send("POST", path, json=dict(new), headers={"idempotency-key": once})
        return _SHOWN[kind].validate_json(answer.content)

    async def read_note(self, kind: CaptureKind, note_id: UUID) -> Note:
        """Read one note."""
        return _SHOWN[kind].validate_json((await self.api.send("GET", _note(kind, note_id))).content)

    async def correct(self, kind: CaptureKind, note_id: UUID, new: Form, *, version: int) -> Note:
        """Correct a note."""
        headers = {"if-match": f'"{version}"'}
        answer = await self.api.send("PATCH", _note(kind, note_id), json=dict(new), headers=headers)
        return _SHOWN[kind].validate_json(answer.content)

    async def remove(self, kind: CaptureKind, note_id: UUID) -> None:
        """Remove a note."""
        await self.api.send("DELETE", _note(kind, note_id))

    async def restore(self, kind: CaptureKind, note_id: UUID) -> None:
        """Put a removed note back."""
        await self.api.send("POST", f"{_note(kind, note_id)}/restoration")

    async def say(self, statement: Form) -> str:
        """Say a hypothesis in one sentence."""
        return (await self.api.write("POST", "/sentences", SentenceOut, body=statement)).sentence

    async def hypotheses(self, *, cursor: str | None = None) -> HypothesisPage:
        """List hypotheses."""
        return await self.api.read("/hypotheses", HypothesisPage, query={"cursor": cursor, "limit": 20})

    async def hypothesis(self, hypothesis_id: UUID) -> HypothesisOut:
        """Read one hypothesis."""
        return await self.api.read(f"/hypotheses/{hypothesis_id}", HypothesisOut)

    async def draft(self, new: Form) -> HypothesisOut:
        """Draft a hypothesis."""
        return await self.api.write("POST", "/hypotheses", HypothesisOut, body=new)

    async def reword(self, hypothesis_id: UUID, new: Form, *, version: int) -> HypothesisOut:
        """Reword a hypothesis."""
        path = f"/hypotheses/{hypothesis_id}"
        return await self.api.write("PATCH", path, HypothesisOut, body=new, version=version)

    async def link(self, hypothesis_id: UUID, piece: Form) -> None:
        """Tie a piece of evidence to a hypothesis, or change its stance."""
        await self.api.send("POST", f"/hypotheses/{hypothesis_id}/evidence", json=dict(piece))

    async def unlink(self, hypothesis_id: UUID, evidence_id: UUID) -> None:
        """Untie a piece of evidence."""
        await self.api.send("DELETE", f"/hypotheses/{hypothesis_id}/evidence/{evidence_id}")


def _note(kind: CaptureKind, note_id: UUID) -> str:
    return f"/{_PATHS[kind]}/{note_id}"
