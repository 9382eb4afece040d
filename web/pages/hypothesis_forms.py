"""A hypothesis as it is typed, and the notes it may rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from services.workshops.schemas import HypothesisOut, Overview
from web.clients.api import Refused
from web.faults import by_field
from web.pages.form_summaries import labelled
from web.pages.note_cards import NoteCard, cards

_PARTS = ("who", "difficulty", "task", "frequency", "consequence", "because")
_LABELS = {
    "title": "Nom court", "who": "Les agents de…", "difficulty": "…rencontrent…", "task": "…quand ils…",
    "frequency": "À quelle fréquence", "consequence": "…ce qui entraîne…", "because": "Nous le savons parce que…",
    "other_explanations": "Autres explications possibles", "evidence": "Ce qui la prouve",
}  # fmt: skip
_FIELDS = ("title", *_PARTS, "other_explanations")


@dataclass(frozen=True, slots=True)
class Wording:
    """A hypothesis as it was typed, kept when it is refused. `chosen` holds the notes it rests on: kind and id."""

    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, hypothesis: HypothesisOut) -> "Wording":
        """Fill the form with a hypothesis already drafted."""
        return cls({name: getattr(hypothesis, name) for name in _FIELDS})

    def value(self, name: str) -> str:
        """Give what stands in a field."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Give what is wrong with a field."""
        return self.errors.get(name, "")

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with the name of its field."""
        return labelled(self.errors, _LABELS)

    @property
    def statement(self) -> dict[str, object]:
        """The parts of the sentence."""
        return {name: self.value(name) for name in _PARTS}

    @property
    def changes(self) -> dict[str, object]:
        """All that a reworded hypothesis says."""
        return {name: self.value(name) for name in _FIELDS}

    def drafted(self, authority_id: UUID) -> dict[str, object]:
        """Give what the service reads of a new hypothesis."""
        pieces = (piece.partition(".") for piece in self.chosen)
        evidence = [{"capture_kind": kind, "capture_id": capture} for kind, _, capture in pieces]
        return {**self.changes, "authority_id": str(authority_id), "evidence": evidence}

    def refused(self, refusal: Refused) -> "Wording":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        errors = (
            {"evidence": refusal.detail} if refusal.code == "unknown_evidence" else by_field(refusal.faults)
        )
        if not errors:
            raise refusal
        return Wording(self.typed, self.chosen, errors)


async def read_wording(request: Request) -> Wording:
    """Read the form."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    return Wording(typed, tuple(str(one) for one in form.getlist("evidence")))


Typed = Annotated[Wording, Depends(read_wording)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A note that may be evidence."""

    card: NoteCard

    @property
    def value(self) -> str:
        """What the form sends for it: its kind and its id."""
        return f"{self.card.nature.kind.value}.{self.card.id}"


def offered(day: Overview, *, without: frozenset[UUID] = frozenset()) -> list[Choice]:
    """Give the notes of a day that may be evidence: those that stand, and are not linked already."""
    return [
        Choice(card)
        for card in cards(day.captures, day.workshop.id)
        if not card.is_removed and card.id not in without
    ]
