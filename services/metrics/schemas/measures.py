"""Measures on the wire: closed questions, each answer with its sentence, its n, its grade, and what it keeps back."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from services.metrics.schemas.wire import Family, Wire


class Question(StrEnum):
    """What may be asked: a closed list, so that answers cannot be crossed freely."""

    ACTIVATION = "activation"
    ACTIVE = "active"
    RETENTION = "retention"
    COHORTS = "cohorts"
    FREQUENCY = "frequency"
    USES = "uses"
    STATED = "stated"
    MIX = "mix"
    JOBS = "jobs"
    OUTCOME = "outcome"
    NET_GAIN = "net_gain"
    NEW_TASKS = "new_tasks"
    BECAME = "became"
    INCIDENTS = "incidents"
    FRUGALITY = "frugality"
    DECISIONS = "decisions"
    STOPS = "stops"
    TOKENS = "tokens"
    FOOTPRINT = "footprint"
    COST = "cost"
    COST_PER_HOUR = "cost_per_hour"


class MeasureRow(Wire):
    """One line of an answer's table. A hidden one has no value."""

    key: str = Field(examples=["RED-COU"])
    label: str = Field(description="In French.", examples=["Courrier ou courriel"])
    value: float | None = Field(examples=[42])
    share: float | None = Field(default=None, description="Of the whole, from 0 to 1.", examples=[0.25])
    low: float | None = Field(default=None, description="Of the range, or the lower quartile.", examples=[30])
    high: float | None = Field(default=None, examples=[55])
    n: int | None = Field(default=None, description="On how many people or cards it rests.", examples=[18])
    hidden: bool = False
    families: list[Family] = Field(
        default=[], description="The families of uses that it is about, where it is about uses."
    )


class MeasureOut(Wire):
    """One answer: a sentence, a figure and its range, on how much it rests, and the table behind it."""

    question: Question
    title: str = Field(description="In French.", examples=["Temps net gagné par usage"])
    sentence: str = Field(description="In French: what the figure says, and no more.", examples=["…"])
    unit: str = Field(description="In French; « part » for a share from 0 to 1.", examples=["minutes"])
    value: float | None = Field(description="Null when hidden or unknown.", examples=[12])
    low: float | None = Field(default=None, examples=[8])
    high: float | None = Field(default=None, examples=[15])
    n: int | None = Field(description="On how many it rests. Null when hidden.", examples=[86])
    counted: str = Field(description="What n counts, in French.", examples=["fiches"])
    grade: str = Field(
        default="", description="A observed, B declared baseline, C guess; empty.", examples=["B"]
    )
    hidden: bool = Field(default=False, description="True when it is about too few people.")
    claim: bool = Field(default=True, description="False: shown, but nothing may be concluded from it.")
    reasons: list[str] = Field(
        default=[],
        description="In French: what is hidden, put together or left out, and why.",
        examples=[["…"]],
    )
    heading: str = Field(
        default="", description="What the lines of the table are, in French.", examples=["Usage"]
    )
    rows: list[MeasureRow] = []
    source: str = Field(description="The formula and where it comes from, in French.", examples=["…"])
    group: str = Field(default="", description="About whom, in French.", examples=["Nièvre"])
    start: date | None = Field(default=None, description="The first month.", examples=["2025-11-01"])
    end: date | None = Field(default=None, description="The last month, whole.", examples=["2026-10-01"])
    is_sample: bool = Field(default=False, description="True: invented data are among what was counted.")


class Choice(Wire):
    """One group, period or code that may be asked for."""

    value: str = Field(examples=["58"])
    label: str = Field(description="In French.", examples=["Nièvre"])


class Split(Wire):
    """A published split between search and drafting, in percentages."""

    author: str = Field(examples=["ARNia"])
    search: int = Field(examples=[37])
    drafting: int = Field(examples=[63])


class MeasuresOut(Wire):
    """Some answers about the same group and months, and what else may be asked."""

    measures: list[MeasureOut]
    published_split: Split | None = Field(
        default=None, description="A split that somebody published, to read ours beside."
    )
    authorities: list[Choice] = []
    departments: list[Choice] = []
    types: list[Choice] = []
    strata: list[Choice] = []
    years: list[Choice] = Field(default=[], description="The years that may be read, by their first month.")
    use_cases: list[Choice] = Field(default=[], description="Codes that some questions may be narrowed to.")
    job_families: list[Choice] = Field(default=[], description="Job families, the same.")
    by_use_case: list[Question] = Field(default=[], description="Questions that may be narrowed to a code.")
    by_job_family: list[Question] = Field(
        default=[], description="Questions that may be narrowed to a family."
    )
    smallest: int = Field(description="A figure about fewer people is hidden.", examples=[11])
    group: str = Field(description="About whom, in French.", examples=["toutes les collectivités"])
    start: date | None = Field(default=None, examples=["2025-11-01"])
    end: date | None = Field(default=None, examples=["2026-10-01"])
    is_sample: bool = Field(default=False, description="True: invented data are among what was counted.")


class ComparisonOut(Wire):
    """The same question about two groups. A difference is told only where both may be shown."""

    question: Question
    sentence: str = Field(description="In French.", examples=["…"])
    difference: float | None = Field(description="The first less the second.", examples=[3])
    first: MeasureOut
    second: MeasureOut
