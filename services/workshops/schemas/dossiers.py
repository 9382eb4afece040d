"""Decisions as they are looked at: the register, its figures, and all that one decision rests on."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from services.workshops.schemas.captures import HoursLost
from services.workshops.schemas.decisions import Criterion, DecisionOut, DecisionOutcome, Rung, Verdict
from services.workshops.schemas.follow_ups import FollowUpOut, TrialStepKind, TrialStepOut
from services.workshops.schemas.gains import DueCheck, GainCheckOut
from services.workshops.schemas.lists import CaptureKind, HypothesisState
from services.workshops.schemas.register import RegisterEntryOut
from services.workshops.schemas.wire import Wire


class DecisionStanding(StrEnum):
    """Where a decision stands."""

    TO_SIGN = "to_sign"
    IN_FORCE = "in_force"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        """The standing in French."""
        return {"to_sign": "à signer", "in_force": "en vigueur", "replaced": "remplacée"}[self]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        return {"to_sign": "ochre", "in_force": "vine", "replaced": ""}[self]


class DecisionRecord(DecisionOut):
    title: str = Field(description="Of the hypothesis.", examples=["Triple saisie des demandes d’acte"])
    standing: DecisionStanding
    state: HypothesisState = Field(description="How far the hypothesis has come.")


class DecisionRecordPage(Wire):
    items: list[DecisionRecord] = Field(description="The latest prepared first.")
    next: str | None


class OutcomeCount(Wire):
    outcome: DecisionOutcome
    count: int = Field(examples=[6])


class RungCount(Wire):
    rung: Rung
    count: int = Field(examples=[2])


class DecisionFigures(Wire):
    in_force: int = Field(description="Signed decisions that no later one replaced.", examples=[14])
    to_sign: int = Field(examples=[1])
    by_outcome: list[OutcomeCount] = Field(description="Of the decisions in force, each outcome once.")
    by_rung: list[RungCount] = Field(description="Of the decisions in force, each rung of the ladder once.")
    frugal_share: float | None = Field(
        description="Frugal answers among the decisions in force; none without any.", examples=[0.43]
    )
    median_days: float | None = Field(
        description="From the first day on which something was noted for it to the signature, in days.",
        examples=[48.0],
    )
    days_counted: int = Field(description="How many decisions the median rests on.", examples=[12])


class StatedReason(Wire):
    verdict: Verdict
    reason: str = Field(examples=["Vu deux fois dans la journée, et dit par trois agents."])


class CriterionFigures(Wire):
    criterion: Criterion
    reasons: list[StatedReason] = Field(description="One a person, as they wrote it, blind.")

    def count(self, verdict: Verdict) -> int:
        """Count the people who gave this verdict."""
        return sum(one.verdict is verdict for one in self.reasons)


class EvidenceFigures(Wire):
    supporting: int = Field(description="Pieces of evidence for the hypothesis.", examples=[9])
    opposing: int = Field(description="Pieces against it.", examples=[1])
    nuancing: int = Field(description="Pieces with a nuance.", examples=[2])
    workshops: int = Field(description="Days that they come from.", examples=[3])
    authorities: int = Field(description="Authorities that they come from.", examples=[2])
    kinds: dict[CaptureKind, int] = Field(description="Pieces by kind.", examples=[{"pain_point": 4}])
    first_seen_on: date | None
    hours_lost: HoursLost | None = Field(
        description="Lost a year, summed over the pain points for it whose cost is told; the interval is that of the"
        " bounds, the grade that of the least sure value."
    )
    hours_counted: int = Field(description="How many pain points the sum holds.", examples=[2])


class DossierOut(Wire):
    decision: DecisionRecord
    problem: str = Field(
        description="The hypothesis in one sentence.",
        examples=[
            "Les agents de l’accueil rencontrent une triple saisie quand ils enregistrent une demande d’acte."
        ],
    )
    other_explanations: str = Field(
        description="What else could explain the facts.",
        examples=["Le logiciel sait peut-être reprendre une demande déjà saisie."],
    )
    assessors: int = Field(description="People who judged all three criteria, each alone.", examples=[2])
    criteria: list[CriterionFigures]
    evidence: EvidenceFigures = Field(
        description="As far as the caller sees it: their own authority's, or all of it for the operator."
    )
    history: list[DecisionOut] = Field(description="Every decision on the hypothesis, the first one first.")
    follow_ups: list[FollowUpOut] = Field(description="The first due first.")
    steps: list[TrialStepOut] = Field(description="From the first step on.")
    next_steps: list[TrialStepKind] = Field(description="The steps that may be taken now.")
    gain_checks: list[GainCheckOut]
    due_checks: list[DueCheck] = Field(description="Checks still to be made, soon or later.")
    register_entry: RegisterEntryOut | None
