"""The tables of workshops, and nobody else's."""

from services.workshops.tables.captures import (
    Captured,
    KeyMoment,
    Note,
    Observation,
    PainPoint,
    Quantified,
    Task,
    Wish,
)
from services.workshops.tables.decisions import Assessment, Decision
from services.workshops.tables.follow_ups import CommitteePack, FollowUp, GainCheck, RegisterEntry, TrialStep
from services.workshops.tables.gatherings import Attendance, Gathering
from services.workshops.tables.hypotheses import Hypothesis, HypothesisEvidence
from services.workshops.tables.merges import Merge
from services.workshops.tables.note_reviews import CaptureReview, Regrouping
from services.workshops.tables.operations import CaptureRevision, ReceivedOperation, RevisionCandidate
from services.workshops.tables.participants import Consent, Participant
from services.workshops.tables.photos import Photo, PhotoFile, PhotoPart
from services.workshops.tables.preparations import AgendaItem, DoneItem
from services.workshops.tables.programmes import Programme, ProgrammeAuthority
from services.workshops.tables.qualification import AssessmentDraft, CriterionComment, CriterionResult
from services.workshops.tables.search import SearchedNote
from services.workshops.tables.selection import (
    Agreement,
    Application,
    ApplicationReview,
    ApplicationScore,
    Cohort,
    CohortMember,
    SelectionCriterion,
)
from services.workshops.tables.snapshots import Snapshot
from services.workshops.tables.votes import Vote, VoteRound
from services.workshops.tables.workshops import Workshop

__all__ = [
    "AgendaItem",
    "Agreement",
    "Application",
    "ApplicationReview",
    "ApplicationScore",
    "Assessment",
    "AssessmentDraft",
    "Attendance",
    "CaptureReview",
    "CaptureRevision",
    "Captured",
    "Cohort",
    "CohortMember",
    "CommitteePack",
    "Consent",
    "CriterionComment",
    "CriterionResult",
    "Decision",
    "DoneItem",
    "FollowUp",
    "GainCheck",
    "Gathering",
    "Hypothesis",
    "HypothesisEvidence",
    "KeyMoment",
    "Merge",
    "Note",
    "Observation",
    "PainPoint",
    "Participant",
    "Photo",
    "PhotoFile",
    "PhotoPart",
    "Programme",
    "ProgrammeAuthority",
    "Quantified",
    "ReceivedOperation",
    "RegisterEntry",
    "Regrouping",
    "RevisionCandidate",
    "SearchedNote",
    "SelectionCriterion",
    "Snapshot",
    "Task",
    "TrialStep",
    "Vote",
    "VoteRound",
    "Wish",
    "Workshop",
]
