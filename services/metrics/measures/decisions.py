"""What was decided, how frugally and how fast."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.metrics.kinds import FRUGAL, Rung


@dataclass(frozen=True, slots=True)
class Decision:
    """So many hypotheses with this outcome, on this rung, and the days they took in all since the first observation."""

    outcome: str
    rung: str
    n: int
    days: int


def frugal_share(decisions: Sequence[Decision]) -> float | None:
    """Give the share of decisions on a rung below AI (domain, part 4: the ladder; AFNOR SPEC 2314 asks for it)."""
    total = sum(one.n for one in decisions)
    frugal = sum(one.n for one in decisions if one.rung in {rung.value for rung in FRUGAL})
    return frugal / total if total else None


def mean_days(decisions: Sequence[Decision]) -> float | None:
    """Give the days from the first observation to the decision, on average."""
    total = sum(one.n for one in decisions)
    return sum(one.days for one in decisions) / total if total else None


RUNGS = {
    Rung.REMOVE: "supprimer ou simplifier", Rung.TRAIN: "informer ou former", Rung.REORGANISE: "réorganiser",
    Rung.REUSE: "mieux régler un outil présent", Rung.CLASSIC_TOOL: "outil classique",
    Rung.READY_AI: "IA toute prête", Rung.CUSTOM_AI: "IA sur mesure",
}  # fmt: skip
