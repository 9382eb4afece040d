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
from services.workshops.tables.hypotheses import Hypothesis, HypothesisEvidence
from services.workshops.tables.operations import CaptureRevision, ReceivedOperation, RevisionCandidate
from services.workshops.tables.programmes import Programme, ProgrammeAuthority
from services.workshops.tables.workshops import Workshop

__all__ = [
    "CaptureRevision",
    "Captured",
    "Hypothesis",
    "HypothesisEvidence",
    "KeyMoment",
    "Note",
    "Observation",
    "PainPoint",
    "Programme",
    "ProgrammeAuthority",
    "Quantified",
    "ReceivedOperation",
    "RevisionCandidate",
    "Task",
    "Wish",
    "Workshop",
]
