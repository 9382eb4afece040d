"""A decision as it is typed: one choice on the ladder or off it, and the words that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from services.workshops.schemas import RUNG_LABELS, DecisionOut, DecisionOutcome
from web.clients.api import Fault, Refused
from web.faults import by_field
from web.french import NBSP
from web.pages.form_summaries import labelled

FIRST_AI_RUNG = 5
REJECTED = range(len(RUNG_LABELS) - 1)
"""The rungs that may be too low: all but the last."""
_FIELDS = ("choice", "rationale", "review_on", "expected_hours", *(f"reason-{rung}" for rung in REJECTED))
_LABELS = {
    "choice": "Votre choix", "rationale": "Pourquoi ce choix", "review_on": "Date de revue",
    "expected_hours": "Gain attendu", **{f"reason-{rung}": f"Échelon {rung}" for rung in REJECTED},
}  # fmt: skip
_NO_CHOICE = "Choisissez un échelon, ou bien d’approfondir ou d’arrêter."
_NO_REASON = "Dites pourquoi cet échelon ne suffit pas."
_OF_CODE = {"wrong_review": "review_on", "not_latest": "choice"}


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as it was typed, kept when it is refused."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, decision: DecisionOut) -> "Deciding":
        """Fill the form with the decision that is revised."""
        choice = decision.outcome.value if decision.rung is None else str(decision.rung)
        reasons = {f"reason-{rung}": reason for rung, reason in enumerate(decision.rejections)}
        hours = "" if decision.expected_hours is None else f"{decision.expected_hours:g}".replace(".", ",")
        return cls({"choice": choice, "rationale": decision.rationale, "expected_hours": hours, **reasons})

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
    def rung(self) -> int | None:
        """The rung chosen, when one is."""
        choice = self.value("choice")
        return int(choice) if choice in {str(rung) for rung in range(len(RUNG_LABELS))} else None

    def body(self, *, supersedes: UUID | None) -> dict[str, object]:
        """Give what the service reads. Words typed for a rung that is not lower, or off the ladder, stay behind."""
        said: dict[str, object] = {
            "outcome": self.value("choice"), "rationale": self.value("rationale"),
            "supersedes": str(supersedes) if supersedes else None,
        }  # fmt: skip
        if self.rung is None:
            is_later = self.value("choice") == DecisionOutcome.LOOK_FURTHER
            return said | {"review_on": self.value("review_on") or None if is_later else None}
        hours = self.value("expected_hours").replace(",", ".").replace(NBSP, "").replace(" ", "")
        return said | {
            "outcome": DecisionOutcome.AI if self.rung >= FIRST_AI_RUNG else DecisionOutcome.FRUGAL,
            "rung": self.rung, "rejections": [self.value(f"reason-{rung}") for rung in range(self.rung)],
            "expected_hours": hours or None,
        }  # fmt: skip

    def refused(self, refusal: Refused) -> "Deciding":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        errors = (
            {_OF_CODE[refusal.code]: refusal.detail} if refusal.code in _OF_CODE else _by_rung(refusal.faults)
        )
        if not errors:
            raise refusal
        return Deciding(self.typed, errors)


def _by_rung(faults: tuple[Fault, ...]) -> dict[str, str]:
    """Give one sentence a field, the reason against each rung having its own."""
    reasons = [fault.pointer.split("/") for fault in faults if fault.pointer.startswith("/rejections/")]
    others = by_field(fault for fault in faults if not fault.pointer.startswith("/rejections"))
    if "outcome" in others:
        others = {"choice": _NO_CHOICE} | {name: said for name, said in others.items() if name != "outcome"}
    return others | {f"reason-{pointer[2]}": _NO_REASON for pointer in reasons}


async def read_deciding(request: Request) -> Deciding:
    """Read the form."""
    form = await request.form()
    return Deciding({name: str(form.get(name, "")).strip() for name in _FIELDS})


Typed = Annotated[Deciding, Depends(read_deciding)]
