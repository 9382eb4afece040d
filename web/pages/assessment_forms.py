"""An assessment as it is typed: three criteria, each with a verdict, a reason and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from services.workshops.schemas import Criterion, CriterionDraftIn, DraftIn
from web.clients.api import Fault, Refused
from web.faults import by_field
from web.french import NBSP
from web.pages.criteria import CRITERIA

_PARTS = {"verdict": "votre avis", "reason": "la raison", "evidence_ids": "les preuves"}
_NEEDED = {
    "verdict": "Choisissez une réponse.",
    "reason": "Écrivez pourquoi, en une phrase ou deux.",
    "evidence_ids": "Choisissez au moins une preuve.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion, as it was typed."""

    verdict: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def sent(self) -> dict[str, object]:
        """What the service reads."""
        return {"verdict": self.verdict or None, "reason": self.reason, "evidence_ids": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The three criteria, as they were typed, and what is wrong with them. Errors bear « real-reason »."""

    parts: Mapping[Criterion, Part]
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: DraftIn) -> "Judgement":
        """Fill the form with what was kept."""
        kept = {one: cast("CriterionDraftIn", getattr(draft, one)) for one in Criterion}
        return cls({
            criterion: Part(part.verdict or "", part.reason, tuple(str(one) for one in part.evidence_ids))
            for criterion, part in kept.items()
        })  # fmt: skip

    @property
    def sent(self) -> dict[str, object]:
        """What the service reads."""
        return {criterion.value: part.sent for criterion, part in self.parts.items()}

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with its criterion and the part at fault."""
        said = {}
        for name, sentence in self.errors.items():
            criterion, _, part = name.partition("-")
            about = f"{CRITERIA[Criterion(criterion)].label}, {_PARTS[part]}"
            said[name] = f"{about}{NBSP}: {sentence[:1].lower()}{sentence[1:]}"
        return said

    def error(self, criterion: str, part: str) -> str:
        """Give what is wrong with one part of one criterion."""
        return self.errors.get(f"{criterion}-{part}", "")

    def refused(self, refusal: Refused) -> "Judgement":
        """Keep what was typed, and say where it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        errors = dict(found for fault in refusal.faults if (found := _located(fault)))
        if not errors:
            raise refusal
        return Judgement(self.parts, errors)


async def read_judgement(request: Request) -> Judgement:
    """Read the form."""
    form = await request.form()
    return Judgement({
        criterion: Part(
            str(form.get(f"{criterion}-verdict", "")),
            str(form.get(f"{criterion}-reason", "")),
            tuple(str(one) for one in form.getlist(f"{criterion}-evidence")),
        )
        for criterion in Criterion
    })  # fmt: skip


Typed = Annotated[Judgement, Depends(read_judgement)]


def _located(fault: Fault) -> tuple[str, str] | None:
    criterion, _, rest = fault.pointer.strip("/").partition("/")
    part = rest.partition("/")[0]
    if part not in _PARTS or criterion not in set(Criterion):
        return None
    is_empty = fault.type in {"enum", "too_short", "missing"} or fault.limits.get("min_length") == 1
    sentence = _NEEDED[part] if is_empty else next(iter(by_field([fault]).values()))
    return f"{criterion}-{part}", sentence
