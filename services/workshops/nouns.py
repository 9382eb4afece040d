"""The five nouns of a capture: the table and the form of each, its own words, the facts about it."""

from dataclasses import dataclass
from typing import TypedDict, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.events import Event
from services.workshops.events import (
    KeyMomentNoted,
    ObservationNoted,
    PainPointReported,
    TaskNoted,
    WishNoted,
)
from services.workshops.schemas import (
    CaptureChange,
    CaptureIn,
    CaptureKind,
    KeyMomentChange,
    KeyMomentIn,
    ObservationChange,
    ObservationIn,
    PainPointChange,
    PainPointIn,
    TaskChange,
    TaskIn,
    WishChange,
    WishIn,
)
from services.workshops.tables import KeyMoment, Note, Observation, PainPoint, Task, Wish


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of capture: its table, its form, and what may be changed of it."""

    table: type[Note]
    form: type[CaptureIn]
    change: type[CaptureChange]


ALL = {
    CaptureKind.OBSERVATION: Noun(Observation, ObservationIn, ObservationChange),
    CaptureKind.TASK: Noun(Task, TaskIn, TaskChange),
    CaptureKind.PAIN_POINT: Noun(PainPoint, PainPointIn, PainPointChange),
    CaptureKind.WISH: Noun(Wish, WishIn, WishChange),
    CaptureKind.KEY_MOMENT: Noun(KeyMoment, KeyMomentIn, KeyMomentChange),
}


class Marks(TypedDict):
    """What every event about a capture says of it."""

    authority_id: UUID
    workshop_id: UUID
    capture_id: UUID
    kind: str


async def find(session: AsyncSession, noun: Noun, note_id: UUID, *, hold: bool = False) -> Note | None:
    """Give one note by its id, or None where the caller sees none. Held, it waits for whoever is changing it."""
    found = await session.get(noun.table, note_id, with_for_update=hold or None)
    return cast("Note | None", found)  # mypy sees only the tables' common parent


def of_input(new: CaptureIn) -> Noun:
    """Give the noun of what comes in."""
    return next(noun for noun in ALL.values() if noun.form is type(new))


def kind_of(note: Note) -> CaptureKind:
    """Give the kind of a note."""
    return next(kind for kind, noun in ALL.items() if noun.table is type(note))


def words_of(note: Note) -> str:
    """Give what a note says, in the one line it is known by."""
    match note:
        case Task():
            return note.label
        case PainPoint():
            return note.statement
        case Observation() | Wish() | KeyMoment():
            return note.text


def marks(note: Note) -> Marks:
    """Give where a note stands, never what it says."""
    return Marks(
        authority_id=note.authority_id,
        workshop_id=note.workshop_id,
        capture_id=note.id,
        kind=kind_of(note).value,
    )


def noted(note: Note) -> Event:
    """Give the fact that this note was taken."""
    authority, workshop = note.authority_id, note.workshop_id
    match note:
        case Observation():
            return ObservationNoted(
                authority_id=authority, workshop_id=workshop, observation_id=note.id, kind=note.kind
            )
        case Task():
            return TaskNoted(authority_id=authority, workshop_id=workshop, task_id=note.id)
        case PainPoint():
            return PainPointReported(
                authority_id=authority, workshop_id=workshop, pain_point_id=note.id, theme=note.theme
            )
        case Wish():
            return WishNoted(authority_id=authority, workshop_id=workshop, wish_id=note.id)
        case KeyMoment():
            return KeyMomentNoted(authority_id=authority, workshop_id=workshop, key_moment_id=note.id)
