"""What is to be done because of a decision, and how its trial goes, on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field, model_validator

from services.workshops.schemas.wire import Line, LongWords, Wire, Words

_TASK = ["Demander à l’éditeur d’ouvrir l’export du registre."]
_ROLE = ["Responsable de l’état civil"]


class FollowUpEnd(StrEnum):
    """How something to do ended."""

    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """How it ended, in French."""
        return {"done": "faite", "dropped": "abandonnée"}[self]


class FollowUpIn(Wire):
    task: Line = Field(examples=_TASK)
    owner_id: UUID | None = Field(default=None, description="A person's id. This, or a role in plain words.")
    owner_role: Words = Field(default="", description="Who sees to it, in plain words.", examples=_ROLE)
    due_on: date = Field(examples=["2027-01-29"])

    @model_validator(mode="after")
    def _has_an_owner(self) -> "FollowUpIn":
        if self.owner_id is None and not self.owner_role:
            raise ValueError("Dites qui s’en charge : une personne, ou une fonction.")
        return self


class FollowUpChange(Wire):
    task: Line | None = None
    owner_id: UUID | None = None
    owner_role: Words | None = None
    due_on: date | None = None


class FollowUpEndIn(Wire):
    ended_as: FollowUpEnd = Field(examples=["done"])


class FollowUpOut(Wire):
    id: UUID
    decision_id: UUID
    authority_id: UUID
    task: str = Field(examples=_TASK)
    owner_id: UUID | None
    owner_role: str = Field(examples=_ROLE)
    due_on: date
    is_overdue: bool = Field(description="Its day has passed, in Paris, and it has not ended.")
    added_at: datetime
    added_by: UUID
    ended_as: FollowUpEnd | None
    ended_at: datetime | None
    ended_by: UUID | None
    version: int


class FollowUpPage(Wire):
    items: list[FollowUpOut] = Field(description="The latest added first.")
    next: str | None


class TrialStepKind(StrEnum):
    """How far what was decided has come."""

    IN_TRIAL = "in_trial"
    EVALUATED = "evaluated"
    GENERALISED = "generalised"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The step in French."""
        return {
            "in_trial": "à l’essai",
            "evaluated": "évaluée",
            "generalised": "généralisée",
            "stopped": "arrêtée",
        }[self]


class TrialStepIn(Wire):
    step: TrialStepKind = Field(examples=["in_trial"])
    note: LongWords = Field(
        default="",
        description="What was seen, or why. Needed for every step but `in_trial`.",
        examples=["Trois agents, du 4 janvier au 26 février."],
    )


class TrialStepOut(Wire):
    id: UUID
    decision_id: UUID
    authority_id: UUID
    step: TrialStepKind = Field(examples=["in_trial"])
    note: str = Field(examples=["Trois agents, du 4 janvier au 26 février."])
    taken_at: datetime
    taken_by: UUID
    taken_name: str = Field(
        description="Who took it, as they were called then.", examples=["Camille Exemple"]
    )


class TrialStepPage(Wire):
    items: list[TrialStepOut] = Field(description="From the first step on.")
    next: str | None = None
