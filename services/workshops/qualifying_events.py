"""What happened on the way from a draft to a qualified hypothesis, never a word of what was written."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDiscussed(Event):
    """Somebody wrote about a criterion of a hypothesis, after the reveal."""

    name: ClassVar[str] = "workshops.criterion_discussed"
    hypothesis_id: UUID
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionClosed(Event):
    """A result was agreed for a criterion of a hypothesis."""

    name: ClassVar[str] = "workshops.criterion_closed"
    hypothesis_id: UUID
    criterion: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionReopened(Event):
    """The discussion of a criterion was opened again; its result stays as history."""

    name: ClassVar[str] = "workshops.criterion_reopened"
    hypothesis_id: UUID
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesOpened(Event):
    """A round of hidden votes began in a programme."""

    name: ClassVar[str] = "workshops.votes_opened"
    round_id: UUID
    programme_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesClosed(Event):
    """A round of votes was closed; so many people had voted."""

    name: ClassVar[str] = "workshops.votes_closed"
    round_id: UUID
    programme_id: UUID
    voters: int
