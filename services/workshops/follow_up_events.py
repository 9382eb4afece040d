"""What happened after a decision: counted by metrics, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAdded(Event):
    """Something to do because of a decision was written down, with its owner and its day."""

    name: ClassVar[str] = "workshops.follow_up_added"
    decision_id: UUID
    follow_up_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpChanged(Event):
    """Something to do took other words, another owner or another day."""

    name: ClassVar[str] = "workshops.follow_up_changed"
    decision_id: UUID
    follow_up_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpEnded(Event):
    """Something to do ended: `ended_as` tells what was done from what was dropped."""

    name: ClassVar[str] = "workshops.follow_up_ended"
    decision_id: UUID
    follow_up_id: UUID
    ended_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpResumed(Event):
    """The end of something to do was undone."""

    name: ClassVar[str] = "workshops.follow_up_resumed"
    decision_id: UUID
    follow_up_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStepTaken(Event):
    """What was decided came one step further: in trial, evaluated, generalised or stopped."""

    name: ClassVar[str] = "workshops.trial_step_taken"
    decision_id: UUID
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStepWithdrawn(Event):
    """The last step of a trial was taken back."""

    name: ClassVar[str] = "workshops.trial_step_withdrawn"
    decision_id: UUID
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GainChecked(Event):
    """The gain of a decision was checked again, so many months after it was signed, with this conclusion."""

    name: ClassVar[str] = "workshops.gain_checked"
    decision_id: UUID
    months: int
    conclusion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntryWritten(Event):
    """A use of AI entered the register of AI uses, or its entry was rewritten."""

    name: ClassVar[str] = "workshops.register_entry_written"
    decision_id: UUID
    register_entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePackMade(Event):
    """The papers of a meeting were frozen; `points` is how many hypotheses are on its agenda."""

    name: ClassVar[str] = "workshops.committee_pack_made"
    committee_pack_id: UUID
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePackDeleted(Event):
    """The papers of a meeting were deleted for good; what they were made of stays."""

    name: ClassVar[str] = "workshops.committee_pack_deleted"
    committee_pack_id: UUID
