"""The closing report of a programme on the wire: what its authorities' workshops have shown together."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.reports import ReportHours
from services.workshops.schemas.wire import Wire


class RegionalSentence(Wire, frozen=True):
    text: str = Field(examples=["Neuf collectivités ont ouvert leurs portes."])
    authorities: int | None = Field(
        description="How many authorities it rests on; none where telling it would point at one.",
        examples=[9],
    )
    proof: str = Field(
        description="The page that shows what it rests on, to those who may see it.", examples=["/recherche"]
    )


class RegionalTheme(Wire, frozen=True):
    theme: str = Field(
        description="In French; several names where small groups are told together.", examples=["Accueil"]
    )
    count: int = Field(description="Pain points.", examples=[14])
    authorities: int = Field(description="How many authorities reported some.", examples=[5])
    severity: float = Field(description="Median, from 1 to 5.", examples=[3.0])
    hours: ReportHours | None = Field(
        description="None when nobody told, or when one authority would be read."
    )
    are_hours_hidden: bool = Field(description="True when hours were told but may not be shown.")
    proof: str = Field(examples=["/recherche?theme=citizens"])


class RegionalOutcome(Wire, frozen=True):
    outcome: str = Field(description="In French.", examples=["Solution plus simple que l’IA"])
    count: int = Field(examples=[4])
    note: str = Field(description="What it means.", examples=["Un arrêt est un résultat."])


class RegionalDecision(Wire, frozen=True):
    hypothesis_id: UUID
    title: str = Field(examples=["Reprise des comptes rendus"])
    outcome: str = Field(examples=["Arrêt"])
    rung: str = Field(description="In French; empty without one.", examples=["Former"])
    signed_on: str = Field(examples=["24 novembre 2026"])


class RegionalReportOut(Wire, frozen=True):
    snapshot_id: UUID
    programme: str = Field(examples=["Expérimentation 2026"])
    made_at: datetime
    made_on: str = Field(description="In Paris.", examples=["24 novembre 2026"])
    summary: tuple[RegionalSentence, ...]
    by_theme: tuple[RegionalTheme, ...]
    outcomes: tuple[RegionalOutcome, ...]
    decisions: tuple[RegionalDecision, ...]
    unsaid: tuple[str, ...] = Field(
        description="What the report does not say.", examples=[["Les journées ne disent pas toute l’année."]]
    )
