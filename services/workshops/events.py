"""What happened in workshops: counted by metrics, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event
from services.workshops.follow_up_events import (  # noqa: F401  events of this room too, written apart
    CommitteePackDeleted,
    CommitteePackMade,
    FollowUpAdded,
    FollowUpChanged,
    FollowUpEnded,
    FollowUpResumed,
    GainChecked,
    RegisterEntryWritten,
    TrialStepTaken,
    TrialStepWithdrawn,
)
from services.workshops.note_review_events import (  # noqa: F401  told with the room's other facts
    CaptureAnonymised,
    CaptureCleared,
    CaptureReviewed,
    CaptureReviewWithdrawn,
    CaptureSplit,
    CapturesUnited,
    DebriefWithdrawn,
    RegroupingUndone,
    RevisionRestored,
    ValidationWithdrawn,
    WorkshopDebriefed,
    WorkshopFiled,
    WorkshopUnfiled,
    WorkshopValidated,
)
from services.workshops.photo_events import PhotoKept, PhotoRemoved, PhotoRestored  # noqa: F401  facts too
from services.workshops.programme_events import (  # noqa: F401  told with the room's other facts
    AgreementRecorded,
    ApplicationMade,
    ApplicationWithdrawn,
    EnrolmentMoved,
    EventAttended,
    ProgrammeCreated,
    ReviewSubmitted,
    TrainingAttended,
)
from services.workshops.qualifying_events import (  # noqa: F401  facts of this room too: all are documented from here
    CriterionClosed,
    CriterionDiscussed,
    CriterionReopened,
    VotesClosed,
    VotesOpened,
)
from services.workshops.snapshot_events import SnapshotDeleted, SnapshotMade, SnapshotNarrowed  # noqa: F401  facts too


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPlanned(Event):
    """A workshop was put in the calendar of a programme."""

    name: ClassVar[str] = "workshops.workshop_planned"
    workshop_id: UUID
    programme_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPrepared(Event):
    """A workshop's day was said to be prepared."""

    name: ClassVar[str] = "workshops.workshop_prepared"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationResumed(Event):
    """The word that a workshop's day is prepared was taken back."""

    name: ClassVar[str] = "workshops.preparation_resumed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopStarted(Event):
    """A workshop's day began, said so or by its first capture."""

    name: ClassVar[str] = "workshops.workshop_started"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopClosed(Event):
    """A workshop's day was ended: its notes are to be reviewed."""

    name: ClassVar[str] = "workshops.workshop_closed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReopened(Event):
    """The end of a workshop's day was undone."""

    name: ClassVar[str] = "workshops.workshop_reopened"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopCancelled(Event):
    """A workshop was taken out of the calendar."""

    name: ClassVar[str] = "workshops.workshop_cancelled"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReinstated(Event):
    """A workshop's cancellation was undone."""

    name: ClassVar[str] = "workshops.workshop_reinstated"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationNoted(Event):
    """An observation was captured; `kind` tells a fact from a verbatim, a document, a photo or a measure."""

    name: ClassVar[str] = "workshops.observation_noted"
    workshop_id: UUID
    observation_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNoted(Event):
    """A task was captured: something that the agents do."""

    name: ClassVar[str] = "workshops.task_noted"
    workshop_id: UUID
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointReported(Event):
    """A pain point was captured: something that hinders the agents, with its theme."""

    name: ClassVar[str] = "workshops.pain_point_reported"
    workshop_id: UUID
    pain_point_id: UUID
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WishNoted(Event):
    """A wish of the agents was captured."""

    name: ClassVar[str] = "workshops.wish_noted"
    workshop_id: UUID
    wish_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMomentNoted(Event):
    """A key moment of the day was captured."""

    name: ClassVar[str] = "workshops.key_moment_noted"
    workshop_id: UUID
    key_moment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRemoved(Event):
    """A captured thing was removed from its workshop; it can be restored."""

    name: ClassVar[str] = "workshops.capture_removed"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRestored(Event):
    """A captured thing that had been removed is back in its workshop."""

    name: ClassVar[str] = "workshops.capture_restored"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisDrafted(Event):
    """A hypothesis was written down; `evidence` is how many pieces it began with."""

    name: ClassVar[str] = "workshops.hypothesis_drafted"
    hypothesis_id: UUID
    evidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantAdded(Event):
    """Somebody was added to a workshop, under a code."""

    name: ClassVar[str] = "workshops.participant_added"
    workshop_id: UUID
    participant_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSaid(Event):
    """A participant granted, refused or withdrew their consent for one purpose."""

    name: ClassVar[str] = "workshops.consent_said"
    workshop_id: UUID
    participant_id: UUID
    purpose: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentMade(Event):
    """Somebody judged one criterion of a hypothesis, or judged it again; what they judged stays secret."""

    name: ClassVar[str] = "workshops.assessment_made"
    hypothesis_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentsRevealed(Event):
    """The assessments of a hypothesis were shown to all; `assessors` is how many people gave all three."""

    name: ClassVar[str] = "workshops.assessments_revealed"
    hypothesis_id: UUID
    assessors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPrepared(Event):
    """A decision was written down, for a decision maker to sign."""

    name: ClassVar[str] = "workshops.decision_prepared"
    hypothesis_id: UUID
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionWithdrawn(Event):
    """A decision that nobody had signed was taken back."""

    name: ClassVar[str] = "workshops.decision_withdrawn"
    hypothesis_id: UUID
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointMerged(Event):
    """A pain point was folded into another that says the same; which one is not said, it may be elsewhere."""

    name: ClassVar[str] = "workshops.pain_point_merged"
    pain_point_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointMergeUndone(Event):
    """A pain point that had been folded into another stands by itself again."""

    name: ClassVar[str] = "workshops.pain_point_merge_undone"
    pain_point_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSigned(Event):
    """A decision maker signed: `rung` is the step of the ladder, when there is one."""

    name: ClassVar[str] = "workshops.decision_signed"
    hypothesis_id: UUID
    decision_id: UUID
    outcome: str
    rung: int | None
