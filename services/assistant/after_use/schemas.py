"""Cards and declared uses on the wire."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from services.assistant.after_use.lists import Became, IncidentKind, Outcome
from services.assistant.use_cases import Family
from services.assistant.wire import Wire

OLDEST = timedelta(days=31)
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000, pattern=r"^[^\x00]*$")]
Tool = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[\w .,'’&/+()-]+$")
]  # fmt: skip


def _is_recent(day: date) -> date:
    today = date.today()  # noqa: DTZ011  a day as people say it; one more is let through for other time zones
    if not today - OLDEST <= day <= today + timedelta(days=1):
        raise ValueError("Une date des 31 derniers jours, au plus tard aujourd’hui.")
    return day


Recent = Annotated[date, AfterValidator(_is_recent)]


class IncidentIn(Wire):
    """Something that went wrong. The note is for its author alone."""

    category: IncidentKind = Field(examples=["wrong_answer"])
    severity: int = Field(ge=1, le=5, description="From 1, a nuisance, to 5, harm done.", examples=[2])
    note: Note = Field(default="", examples=["Il citait un article abrogé."])


class CardIn(Wire):
    """What an agent says after a use, in twenty seconds."""

    outcome: Outcome = Field(examples=["lightly_edited"])
    usual_minutes: Minutes = Field(description="Without the tool.", examples=[30])
    minutes: Minutes = Field(description="With the tool, checking apart.", examples=[10])
    checking_minutes: Minutes = Field(description="Reading again, checking.", examples=[5])
    would_have_done: bool = Field(
        default=True, description="False: a new task, counted apart and never as a gain."
    )
    became: Became = Field(default=Became.UNTOLD, description="What the time became.", examples=["citizens"])
    chose_frugal: bool = Field(default=False, description="The simpler way was taken in the end.")
    incident: IncidentIn | None = None


class CardOut(CardIn):
    """A card, as its author reads it again."""

    use_id: UUID
    net_minutes: int = Field(description="Usual − with the tool − checking; may be negative.", examples=[15])
    filled_at: datetime
    changed_at: datetime | None = None
    closes_at: datetime = Field(description="Until then it may be changed.")
    is_open: bool


class DeclaredUseIn(Wire):
    """A use of any other tool, with its card."""

    tool: Tool = Field(examples=["Delibia"])
    used_on: Recent | None = Field(default=None, description="Today when left out.", examples=[None])
    use_case: str | None = Field(default=None, max_length=20, examples=["RED-COU"])
    family: Family | None = Field(default=None, description="When no code fits.", examples=["drafting"])
    card: CardIn

    @model_validator(mode="after")
    def say_what_for(self) -> "DeclaredUseIn":
        """Refuse a use that belongs nowhere."""
        if self.use_case is None and self.family is None:
            raise ValueError("indiquez use_case ou family")
        return self


class DeclaredUseOut(Wire):
    """A use of another tool, as its author reads it again."""

    id: UUID
    tool: str = Field(examples=["Delibia"])
    used_on: date
    use_case: str = Field(examples=["RED-COU"])
    label: str = Field(description="What it was for, in French.", examples=["Courrier ou courriel"])
    family: Family
    declared_at: datetime
    card: CardOut


class DeclaredUsePage(Wire):
    """One's own declared uses, the latest first."""

    items: list[DeclaredUseOut]
    next: str | None = None
