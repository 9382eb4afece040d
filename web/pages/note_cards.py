"""A note as the pages show it: when, what, and what it weighs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.workshops.schemas import (
    MOOD_LABELS,
    SEVERITY_LABELS,
    Capture,
    HoursLost,
    KeyMomentOut,
    ObservationKind,
    ObservationOut,
    PainPointOut,
    Sensitivity,
    TaskOut,
    WishOut,
)
from web.clients.workshops import Note
from web.french import NBSP, between, clock, duration, number, plural
from web.pages.note_forms import NATURES, Nature


@dataclass(frozen=True, slots=True)
class NoteCard:
    """One line of the day."""

    id: UUID
    nature: Nature
    seen_at: datetime
    words: str
    facts: tuple[str, ...]
    weight: str
    href: str
    is_removed: bool
    mood: int | None = None
    """How a key moment was lived, from -2 to 2."""

    @property
    def tone(self) -> str:
        """The colour of its dot: a key moment has that of how it was lived."""
        if self.mood is None:
            return self.nature.tone
        return "wine" if self.mood < 0 else "vine" if self.mood > 0 else "slate"


def cards(captures: Iterable[Capture], workshop_id: UUID) -> list[NoteCard]:
    """Give the lines of a day, in the order they came."""
    return [_card(capture.body, workshop_id) for capture in captures]


def nature_of(note: Note) -> Nature:
    """Tell what kind of note this is, as the capture form calls it."""
    match note:
        case TaskOut():
            return NATURES["tache"]
        case PainPointOut():
            return NATURES["irritant"]
        case WishOut():
            return NATURES["souhait"]
        case KeyMomentOut():
            return NATURES["moment"]
        case ObservationOut():
            return NATURES["verbatim" if note.kind is ObservationKind.VERBATIM else "observation"]


def hours_a_year(lost: HoursLost) -> str:
    """Write « ≈ 52 h par an (de 35 à 70), déclaré »: no figure finer than what is known."""
    typical = float(
        number(lost.typical, 0 if lost.typical >= 10 else 1).replace("\u202f", "").replace(",", ".")
    )
    low, high = min(_coarse(lost.low), typical), max(_coarse(lost.high), typical)
    span = f" ({between(low, high)})" if low < high else ""
    return f"≈{NBSP}{number(typical)}{NBSP}h par an{span}, {lost.grade.label}"


def _card(note: Note, workshop_id: UUID) -> NoteCard:
    nature = nature_of(note)
    return NoteCard(
        id=note.id, nature=nature, words=_words(note), facts=tuple(_facts(note)),
        weight=hours_a_year(note.hours_lost) if isinstance(note, PainPointOut) and note.hours_lost else "",
        href=f"/ateliers/{workshop_id}/notes/{nature.slug}/{note.id}", is_removed=note.removed_at is not None,
        seen_at=note.starts_at if isinstance(note, KeyMomentOut) else note.seen_at,
        mood=note.mood if isinstance(note, KeyMomentOut) else None,
    )  # fmt: skip


def _words(note: Note) -> str:
    match note:
        case TaskOut():
            return note.label
        case PainPointOut():
            return note.statement
        case WishOut() | KeyMomentOut():
            return note.text
        case ObservationOut():
            quoted = note.kind is ObservationKind.VERBATIM
            return f"«{NBSP}{note.text}{NBSP}»" if quoted else note.text


def _facts(note: Note) -> Iterable[str]:
    match note:
        case PainPointOut():
            yield note.theme.label
            yield f"gravité {note.severity}{NBSP}: {SEVERITY_LABELS[note.severity]}"
        case TaskOut():
            yield from _rhythm(note)
            yield from (words for words in (note.service, note.tools) if words)
        case WishOut():
            yield from (role for role in (note.author_role,) if role)
        case KeyMomentOut():
            yield f"{clock(note.starts_at)}{f', {duration(note.minutes)}' if note.minutes else ''}"
            yield from (MOOD_LABELS[level] for level in (note.mood,) if level is not None)
        case ObservationOut():
            if note.kind not in {ObservationKind.FACT, ObservationKind.VERBATIM}:
                yield note.kind.label
            if note.sensitivity is not Sensitivity.ORDINARY:
                yield note.sensitivity.label


def _rhythm(task: TaskOut) -> Iterable[str]:
    if task.times and task.per:
        yield f"{number(task.times)} fois par {task.per.label}"
    if task.minutes:
        yield f"{duration(task.minutes)} à chaque fois, {task.grade.label}"
    if task.agents > 1:
        yield plural(task.agents, "agent", "agents")


def _coarse(hours: float) -> float:
    step = 5 if hours >= 20 else 1 if hours >= 2 else 0.1
    return round(hours / step) * step
