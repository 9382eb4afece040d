"""How far assessors agree, on the wire."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.decisions import Criterion
from services.workshops.schemas.wire import Wire


class NotComputable(StrEnum):
    """Why a coefficient has no value."""

    TOO_FEW = "too_few"
    CONSTANT = "constant"


class CoefficientOut(Wire):
    """A coefficient of agreement: 1 is whole agreement, 0 what chance alone would give."""

    value: float | None = Field(description="None when it cannot be computed.", examples=[0.74])
    low: float | None = Field(
        description="95 % bootstrap interval over hypotheses; None when it cannot be told.", examples=[0.41]
    )
    high: float | None = Field(examples=[0.92])
    why_not: NotComputable | None = Field(
        description="`too_few`: fewer than two hypotheses judged twice. `constant`: every verdict is the same, so that"
        " nothing tells agreement from chance."
    )


class VerdictCounts(Wire):
    confirmed: int = Field(examples=[31])
    refuted: int = Field(examples=[6])
    undetermined: int = Field(examples=[5])


class CriterionAgreement(Wire):
    criterion: Criterion | None = Field(description="None: all three together.")
    hypotheses: int = Field(description="Revealed hypotheses judged by two people or more.", examples=[14])
    verdicts: VerdictCounts
    share: float | None = Field(
        description="Share of pairs of verdicts that are the same, from 0 to 1.", examples=[0.82]
    )
    alpha: CoefficientOut = Field(description="Krippendorff’s alpha, nominal.")
    ac1: CoefficientOut = Field(description="Gwet’s AC1.")


class AgreementOut(Wire):
    programme_id: UUID
    items: list[CriterionAgreement] = Field(description="All together, then each criterion.")
