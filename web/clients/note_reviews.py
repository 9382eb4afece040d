"""What pages ask of the workshops service about the review of notes and their journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import (
    CaptureKind,
    JournalPage,
    RegroupingOut,
    RegroupingPage,
    ReviewDetail,
    ReviewItem,
    ReviewOut,
)
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class NoteReviewsClient:
    """The review of a day's notes, typed. Every call raises Refused when the service says no."""

    api: Api

    async def day(self, workshop_id: UUID) -> ReviewOut:
        """Read how far the notes of a day have come."""
        return await self.api.read(f"/workshops/{workshop_id}/review", ReviewOut)

    async def note(self, kind: CaptureKind, note_id: UUID) -> ReviewDetail:
        """Read how far one note has come, and the names in it."""
        return await self.api.read(f"{_path(kind, note_id)}/review", ReviewDetail)

    async def step(self, item: "Target", step: str) -> ReviewItem:
        """Vouch for a note: `review` or `sharing`."""
        return await self.api.write("POST", f"{item.path}/{step}", ReviewItem, body={}, version=item.version)

    async def withdraw(self, item: "Target") -> ReviewItem:
        """Take the review of a note back."""
        return await self.api.write(
            "DELETE", f"{item.path}/review", ReviewItem, body={}, version=item.version
        )

    async def anonymise(self, item: "Target", choices: Sequence[Mapping[str, object]]) -> ReviewItem:
        """Answer each suggested name."""
        path = f"{item.path}/anonymisation"
        return await self.api.write("POST", path, ReviewItem, body={"choices": choices}, version=item.version)

    async def split(self, item: "Target", *, first: str, second: str) -> RegroupingOut:
        """Make two notes of one."""
        body = {"first": first, "second": second}
        return await self.api.write(
            "POST", f"{item.path}/splits", RegroupingOut, body=body, version=item.version
        )

    async def unite(self, item: "Target", *, other_id: str, words: str) -> RegroupingOut:
        """Make one note of two."""
        body = {"other_id": other_id, "words": words}
        return await self.api.write(
            "POST", f"{item.path}/unions", RegroupingOut, body=body, version=item.version
        )

    async def regroupings(self, workshop_id: UUID) -> list[RegroupingOut]:
        """List what was split and united in a day lately."""
        path = f"/workshops/{workshop_id}/regroupings"
        return list((await self.api.read(path, RegroupingPage, query={"limit": 5})).items)

    async def undo(self, regrouping_id: UUID) -> None:
        """Undo a split or a union."""
        await self.api.send("DELETE", f"/regroupings/{regrouping_id}")

    async def journal(self, workshop_id: UUID, *, cursor: str | None = None) -> JournalPage:
        """Read what became of a day's notes."""
        query = {"cursor": cursor, "limit": 30}
        return await self.api.read(f"/workshops/{workshop_id}/journal", JournalPage, query=query)

    async def restore(self, item: "Target", version: int) -> ReviewItem:
        """Put a version back."""
        path = f"{item.path}/revisions/{version}/restoration"
        return await self.api.write("POST", path, ReviewItem, body={}, version=item.version)


@dataclass(frozen=True, slots=True)
class Target:
    """The note that a step is about, at the version that was seen."""

    kind: CaptureKind
    id: UUID
    version: int

    @property
    def path(self) -> str:
        """Its address in the service."""
        return _path(self.kind, self.id)


def _path(kind: CaptureKind, note_id: UUID) -> str:
    return f"/notes/{kind}/{note_id}"
