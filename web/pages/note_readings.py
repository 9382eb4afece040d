"""Where one is in the review of a day: the note before one's eyes, those around it, and what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Form

from services.workshops.schemas import CaptureKind, ReviewItem, ReviewOut, ReviewState
from web.clients.note_reviews import Target
from web.french import plural
from web.render import Link

_STATES = {"": "Toutes", **{state.value: f"{state.label.capitalize()}s" for state in ReviewState}}


@dataclass(frozen=True, slots=True)
class Reading:
    """Where one is in the day: the note before one's eyes, those around it, and where « next » leads."""

    here: str
    state: str
    items: Sequence[ReviewItem]
    day: ReviewOut
    current: ReviewItem | None

    @property
    def position(self) -> int:
        """The place of the note in the list, from 1."""
        return next((n for n, one in enumerate(self.items, 1) if one is self.current), 0)

    def href(self, step: int) -> str:
        """The address of the note so many places further; empty past the ends."""
        place = self.position - 1 + step
        return self.at(self.items[place].id) if self.current and 0 <= place < len(self.items) else ""

    def at(self, note_id: UUID | None) -> str:
        """The address of a note in this list."""
        named = [f"note={note_id}"] if note_id else []
        return f"{self.here}?{'&'.join([*named, *([f'etat={self.state}'] if self.state else [])])}"

    @property
    def tabs(self) -> list[Link]:
        """The list by state, with how many notes each holds."""
        counted = {"": len(self.day.items), **{state.value: n for state, n in self.day.counts.items()}}
        return [
            Link(
                f"{label} ({counted[code]})",
                f"{self.here}?etat={code}" if code else self.here,
                code == self.state,
            )
            for code, label in _STATES.items()
        ]

    @property
    def done(self) -> str:
        """How much of the day was read."""
        read = len(self.day.items) - self.day.counts.get(ReviewState.RAW, 0)
        return f"{plural(read, 'note relue', 'notes relues')} sur {len(self.day.items)}"

    @property
    def others(self) -> list[tuple[str, str]]:
        """Notes that this one may be united with: of the same kind, the nearest first."""
        if self.current is None:
            return []
        kind, when = self.current.kind, self.current.seen_at
        same = [one for one in self.day.items if one.kind is kind and one.id != self.current.id]
        near = sorted(same, key=lambda one: abs(one.seen_at - when))[:40]
        return [(str(one.id), one.words[:90]) for one in near]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in one of the note's forms and refused."""

    form: str = ""
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, form: str, name: str, usual: str = "") -> str:
        """Give what stands in a field of one form."""
        return self.values.get(name, usual) if form == self.form else usual

    def error(self, form: str, name: str) -> str:
        """Give what is wrong with a field of one form."""
        return self.errors.get(name, "") if form == self.form else ""


NOTHING = Typed()


@dataclass(frozen=True, slots=True)
class Seen:
    """What every form of the page says: which note, at which version, and from which list."""

    workshop_id: UUID
    kind: Annotated[CaptureKind, Form()]
    note: Annotated[UUID, Form()]
    version: Annotated[int, Form()]
    next: Annotated[str, Form()] = ""
    state: Annotated[str, Form(alias="etat", max_length=12)] = ""

    @property
    def target(self) -> Target:
        """The note, as the service names it."""
        return Target(self.kind, self.note, self.version)

    def address(self, *, follow: bool = False) -> str:
        """The note's own page, or the next one's."""
        asked = self.next if follow and _is_id(self.next) else str(self.note)
        return f"/ateliers/{self.workshop_id}/relecture?note={asked}" + (
            f"&etat={self.state}" if self.state in _STATES and self.state else ""
        )


def of(here: str, day: ReviewOut, *, note: UUID | None, state: str) -> Reading:
    """Give where one is: at the note asked for, else at the first that nobody has read again."""
    state = state if state in _STATES else ""
    # The note one is reading stays in its list once its state has changed, so that « next » goes on from there.
    items = [one for one in day.items if not state or one.state == state or one.id == note]
    first = next((one for one in items if one.state is ReviewState.RAW), items[0] if items else None)
    return Reading(here, state, items, day, next((one for one in items if one.id == note), first))


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
