"""What is typed on the spot: the natures of a note, and how each form becomes what the service judges."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.workshops.schemas import (
    MOOD_LABELS,
    SEVERITY_LABELS,
    CaptureKind,
    Grade,
    ObservationKind,
    Period,
    Sensitivity,
    Theme,
)
from web.clients.api import Fault
from web.clients.workshops import Note
from web.faults import by_field
from web.french import PARIS
from web.pages.form_summaries import labelled

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Nature:
    """One key of the capture form: what is being noted, and where its words go."""

    slug: str
    label: str
    key: str
    kind: CaptureKind
    words: str
    question: str
    hint: str = ""

    @property
    def tone(self) -> str:
        """The colour of its dot: pain points act, wishes may be safe."""
        return {"irritant": "wine", "souhait": "vine", "tache": "ochre", "moment": "slate"}.get(self.slug, "")


NATURES = {
    nature.slug: nature
    for nature in (
        Nature("observation", "Observation", "1", CaptureKind.OBSERVATION, "text", "Ce que vous voyez"),
        Nature(
            "irritant", "Irritant", "2", CaptureKind.PAIN_POINT, "statement", "Ce qui gêne, sans la solution",
            "Décrivez la gêne telle qu’elle est vécue. L’idée d’un outil se note comme souhait.",
        ),
        Nature("tache", "Tâche", "3", CaptureKind.TASK, "label", "Ce que fait l’agent", "Un verbe et son objet."),
        Nature("souhait", "Souhait", "4", CaptureKind.WISH, "text", "Ce qui serait idéal, selon l’agent"),
        Nature(
            "verbatim", "Verbatim", "5", CaptureKind.OBSERVATION, "text", "Les mots exacts",
            "Sans nom. Les verbatims ne sont lus que par l’équipe projet et le référent IA.",
        ),
        Nature(
            "moment", "Moment clé", "6", CaptureKind.KEY_MOMENT, "text", "Ce qui se passe",
            "Un temps fort de la journée : son début, sa durée, et comment il est vécu.",
        ),
    )
}  # fmt: skip
USUAL = NATURES["irritant"]

_QUANTITIES = ("times", "per", "minutes", "minutes_low", "minutes_high", "agents", "grade")
_FIELDS: dict[CaptureKind, tuple[str, ...]] = {
    CaptureKind.OBSERVATION: ("kind", "sensitivity", "participant_id"),
    CaptureKind.PAIN_POINT: ("theme", "severity", "consequence", "workaround", "task_id", *_QUANTITIES),
    CaptureKind.TASK: ("service", "trigger", "tools", *_QUANTITIES),
    CaptureKind.WISH: ("author_role", "pain_point_id"),
    CaptureKind.KEY_MOMENT: ("starts_at", "minutes", "mood"),
}
_LABELS = {
    "theme": "Thème", "severity": "Gravité", "times": "Combien de fois", "per": "Sur quelle durée",
    "minutes": "Minutes", "agents": "Agents concernés", "grade": "Comment le sait-on", "minutes_low": "Au plus court",
    "minutes_high": "Au plus long", "consequence": "Conséquence", "workaround": "Contournement observé",
    "task_id": "Tâche gênée", "pain_point_id": "Irritant auquel il répond", "author_role": "Qui le souhaite",
    "starts_at": "Début", "mood": "Comment il est vécu", "service": "Service", "trigger": "Ce qui la déclenche",
    "tools": "Outils utilisés", "participant_id": "Qui le dit ou le fait", "kind": "De quoi est-elle faite",
    "sensitivity": "Précaution de lecture",
}  # fmt: skip
_FOLDED = (
    "minutes_low",
    "minutes_high",
    "consequence",
    "workaround",
    "task_id",
    "service",
    "trigger",
    "tools",
)
_NUMBERS = {"times", "minutes", "minutes_low", "minutes_high", "agents"}
_MAY_BE_NOTHING = {
    "times",
    "per",
    "minutes",
    "minutes_low",
    "minutes_high",
    "task_id",
    "pain_point_id",
    "participant_id",
    "mood",
    "starts_at",
}

LISTS: dict[str, Choices] = {
    "theme": tuple((one.value, one.label) for one in Theme),
    "severity": tuple((str(level), f"{level} · {label}") for level, label in SEVERITY_LABELS.items()),
    "per": tuple((one.value, f"par {one.label}") for one in Period),
    "grade": tuple((one.value, one.label) for one in Grade),
    "kind": tuple((one.value, one.label) for one in ObservationKind if one is not ObservationKind.VERBATIM),
    "mood": tuple((str(level), label) for level, label in MOOD_LABELS.items()),
    "sensitivity": tuple((one.value, one.label) for one in Sensitivity),
}
THEME_KEYS = tuple(
    (theme.value, theme.label.capitalize(), key)
    for theme, key in (
        (Theme.DOCUMENTS, "d"),
        (Theme.CITIZENS, "u"),
        (Theme.DASHBOARDS, "b"),
        (Theme.MAIL, "c"),
        (Theme.OTHER, "+"),
    )
)


def field_label(name: str, kind: CaptureKind) -> str:
    """Give the French name of a field, as the forms say it."""
    asked = {nature.words: nature.question for nature in NATURES.values() if nature.kind is kind}
    return _LABELS.get(name) or asked.get(name, name)


@dataclass(frozen=True, slots=True)
class NoteForm:
    """A note as it was typed, kept when it is refused. `once` lets the same form be sent twice and noted once."""

    nature: Nature
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    once: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @classmethod
    def of(cls, note: Note, nature: Nature, *, version: int) -> "NoteForm":
        """Fill the form with a note that was taken."""
        names = (nature.words, *_FIELDS[nature.kind])
        shown = {name: _shown(getattr(note, name)) for name in names}
        return cls(nature, {**shown, "words": shown[nature.words], "version": str(version)})

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with the name of its field."""
        return labelled(self.errors, {**_LABELS, "words": self.nature.question})

    @property
    def version(self) -> int:
        """The version that a correction starts from; 0 where there is none, which no note has."""
        typed = self.typed.get("version", "")
        return int(typed) if typed.isdecimal() else 0

    def value(self, name: str, usual: str = "") -> str:
        """Give what stands in a field."""
        return self.typed.get(name, usual)

    def error(self, name: str) -> str:
        """Give what is wrong with a field."""
        return self.errors.get(name, "")

    @property
    def has_details(self) -> bool:
        """Tell whether something stands, or is wrong, among the fields that are folded away."""
        return any(self.value(name) or self.error(name) for name in _FOLDED)

    def filled(self) -> dict[str, object]:
        """Give what is new, without the fields left empty."""
        return {name: value for name, value in self.corrected().items() if value not in (None, "")}

    def corrected(self) -> dict[str, object]:
        """Give every field of this nature, the emptied ones as nothing."""
        values: dict[str, object] = {self.nature.words: self.value("words")}
        for name in _FIELDS[self.nature.kind]:
            if name in self.typed:
                values[name] = _read(name, self.typed[name])
        if values.get("starts_at"):
            values["starts_at"] = _moment(self.value("day"), str(values["starts_at"]))
        if self.nature.slug == "verbatim":
            values["kind"] = ObservationKind.VERBATIM.value
        return {name: value for name, value in values.items() if name != "agents" or value}

    def refused(self, faults: Iterable[Fault]) -> "NoteForm":
        """Give the same form, with what is wrong beside its fields."""
        found = by_field(faults)
        errors = {
            "words" if name == self.nature.words else name: sentence for name, sentence in found.items()
        }
        return NoteForm(self.nature, self.typed, errors, self.once)


def _read(name: str, typed: str) -> str | None:
    value = typed.strip().replace(",", ".") if name in _NUMBERS else typed.strip()
    return None if not value and name in _MAY_BE_NOTHING else value


def _moment(day: str, clock: str) -> str:
    """Give a moment of the day in Paris; what is none is given as it stands, for the service to refuse."""
    try:
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=PARIS).isoformat()
    except ValueError:
        return clock


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%H:%M}"
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
