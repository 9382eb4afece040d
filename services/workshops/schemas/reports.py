"""A closing report on the wire: what one authority's workshops have shown, each figure with what it rests on."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import Grade
from services.workshops.schemas.wire import Wire


class SourceKind(StrEnum):
    """What a figure or a sentence may rest on."""

    WORKSHOP = "workshop"
    OBSERVATION = "observation"
    TASK = "task"
    PAIN_POINT = "pain_point"
    WISH = "wish"
    KEY_MOMENT = "key_moment"
    HYPOTHESIS = "hypothesis"


class ReportSource(Wire, frozen=True):
    number: int = Field(description="How it is cited in the report.", examples=[3])
    kind: SourceKind
    label: str = Field(description="The kind in French.", examples=["irritant"])
    id: UUID
    workshop_id: UUID | None = Field(description="The day it was noted on; none for a hypothesis.")
    words: str = Field(description="Its first words.", examples=["La même demande est saisie trois fois"])


class ReportSentence(Wire, frozen=True):
    text: str = Field(examples=["Les irritants portent surtout sur l’accueil (3 sur 4)."])
    sources: tuple[UUID, ...] = Field(description="What it rests on; see `sources` of the report.")


class ReportHours(Wire, frozen=True):
    low: float = Field(description="Hours a year.", examples=[35.0])
    typical: float = Field(description="Hours a year.", examples=[52.0])
    high: float = Field(description="Hours a year.", examples=[69.3])
    grade: Grade = Field(description="That of the least sure value in the sum.")
    counted: int = Field(description="How many pain points the sum holds.", examples=[3])
    text: str = Field(examples=["de 35 à 69,3 h par an, estimé"])


class ReportDay(Wire, frozen=True):
    held_on: date
    day: str = Field(examples=["24 novembre 2026"])
    place: str = Field(examples=["Mairie, accueil et état civil"])
    notes: int = Field(examples=[12])
    sources: tuple[UUID, ...]


class ReportTheme(Wire, frozen=True):
    theme: str = Field(description="In French.", examples=["Accueil"])
    count: int = Field(examples=[3])
    severity_low: float = Field(description="From 1 to 5.", examples=[2])
    severity_high: float = Field(description="From 1 to 5.", examples=[4])
    severity: str = Field(examples=["de 2 à 4"])
    hours: ReportHours | None
    sources: tuple[UUID, ...]


class ReportPainPoint(Wire, frozen=True):
    statement: str = Field(examples=["La même demande est saisie trois fois"])
    theme: str = Field(description="In French.", examples=["Accueil"])
    severity: str = Field(examples=["2"])
    hours: ReportHours | None
    sources: tuple[UUID, ...]


class ReportHypothesis(Wire, frozen=True):
    title: str = Field(examples=["Triple saisie des demandes d’acte"])
    sentence: ReportSentence
    evidence: tuple[ReportSentence, ...] = Field(
        description="For, against, nuance; each said even when none."
    )
    other_explanations: str


class ReportOut(Wire, frozen=True):
    snapshot_id: UUID
    authority_id: UUID
    scope_name: str = Field(examples=["Chéroy"])
    programme: str = Field(examples=["Expérimentation 2026"])
    made_at: datetime
    made_on: str = Field(description="In Paris.", examples=["24 novembre 2026"])
    summary: tuple[ReportSentence, ...]
    days: tuple[ReportDay, ...]
    by_theme: tuple[ReportTheme, ...]
    heaviest: tuple[ReportPainPoint, ...]
    hypotheses: tuple[ReportHypothesis, ...]
    limits: tuple[ReportSentence, ...]
    sources: tuple[ReportSource, ...]
