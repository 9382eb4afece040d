"""The tables of workshops, and nobody else's."""

from services.workshops.tables.captures import Captured, Note, Observation, PainPoint, Quantified, Task, Wish
from services.workshops.tables.decisions import Assessment, Decision
from services.workshops.tables.hypotheses import Hypothesis, HypothesisEvidence
from services.workshops.tables.merges import Merge
from services.workshops.tables.participants import Consent, Participant
from services.workshops.tables.preparations import AgendaItem, DoneItem
from services.workshops.tables.programmes import Programme, ProgrammeAuthority
from services.workshops.tables.search import SearchedNote
from services.workshops.tables.snapshots import Snapshot
from services.workshops.tables.workshops import Workshop

__all__ = [
    "AgendaItem",
    "Assessment",
    "Captured",
    "Consent",
    "Decision",
    "DoneItem",
    "Hypothesis",
    "HypothesisEvidence",
    "Merge",
    "Note",
    "Observation",
    "PainPoint",
    "Participant",
    "Programme",
    "ProgrammeAuthority",
    "Quantified",
    "SearchedNote",
    "Snapshot",
    "Task",
    "Wish",
    "Workshop",
]
