"""Measures on the wire: closed questions, each answer with its n and its grade."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.metrics.schemas.base import Wire


class Question(StrEnum):
    """What may be asked: a closed list, so that answers cannot be crossed freely."""

    ACTIVATION = "activation"
    ACTIVE = "active"
    RETENTION = "retention"
    FREQUENCY = "frequency"
    MIX = "mix"
    OUTCOME = "outcome"
    NET_GAIN = "net_gain"
    NEW_TASKS = "new_tasks"
    BECAME = "became"
    INCIDENTS = "incidents"
    FRUGALITY = "frugality"
    DECISIONS = "decisions"
    TOKENS = "tokens"
    FOOTPRINT = "footprint"
    COST = "cost"
    COST_PER_HOUR = "cost_per_hour"


class MeasureRow(Wire):
    """One line of an answer's table. A hidden one has no value."""

    key: str = Field(examples=["RED-COU"])
    label: str = Field(description="In French.", examples=["Courrier ou courriel"])
    value: float | None = Field(examples=[42])
    low: float | None = Field(default=None, description="Of the range or the interval.", examples=[30])
    high: float | None = Field(default=None, examples=[55])
    n: int | None = Field(default=None, description="On how many people or cards it rests.", examples=[18])
    hidden: bool = False


class MeasureOut(Wire):
    """One answer: a figure, its range, on how much it rests, and the table behind it."""

    question: Question
    title: str = Field(description="In French.", examples=["Ce que le temps gagné est devenu"])
    unit: str = Field(description="In French; empty for a count.", examples=["minutes"])
    value: float | None = Field(description="Null when hidden or unknown.", examples=[12])
    low: float | None = Field(default=None, examples=[8])
    high: float | None = Field(default=None, examples=[15])
    n: int = Field(description="On how many people, uses or cards it rests.", examples=[86])
    counted: str = Field(description="What n counts, in French.", examples=["fiches"])
    grade: str = Field(
        default="", description="A observed, B declared baseline, C guess; empty.", examples=["B"]
    )
    hidden: bool = Field(default=False, description="True when it is about too few people.")
    claim: bool = Field(default=True, description="False: shown, but nothing may be concluded from it.")
    rows: list[MeasureRow] = []
    source: str = Field(description="The formula and where it comes from, in French.", examples=["…"])


class MeasuresOut(Wire):
    """Every answer about some months and some authorities."""

    start: date = Field(description="The first day of the first month.", examples=["2026-01-01"])
    end: date = Field(description="The first day of the last month.", examples=["2026-11-01"])
    smallest: int = Field(description="A figure about fewer people is hidden.", examples=[11])
    authorities: list[UUID] = Field(description="Those about which anything was counted.")
    left_out: int = Field(description="Authorities asked for that are too small to be added.", examples=[0])
    measures: list[MeasureOut]
