"""Whose eyes see which notes. Row-level security keeps authorities apart; this keeps roles apart inside one.

The project team and the authority's contact (champion) read everything. Agents read their authority's day, but
neither verbatims nor notes that speak of a person or are confidential: participants are not accounts yet, so nobody
can tell which agent took part, and in a town hall of three a quotation has a face. Decision makers and programs read
the workshop, its counts and the hypotheses, not the raw notes.
"""

from enum import Enum

from services.kit.principal import Principal
from services.workshops.schemas import ObservationKind, Sensitivity
from services.workshops.tables import Note, Observation


class Sight(Enum):
    """How much of the raw notes is open."""

    ALL = "all"
    GUARDED = "guarded"
    NOTHING = "nothing"

    @classmethod
    def of(cls, caller: Principal) -> "Sight":
        """Read it from the caller's roles."""
        if caller.has_role("facilitator", "admin", "champion"):
            return cls.ALL
        return cls.GUARDED if caller.has_role("agent") else cls.NOTHING

    def opens(self, note: Note) -> bool:
        """Tell whether this note may be read."""
        if self is Sight.GUARDED:
            return note.removed_at is None and not _is_guarded(note)
        return self is Sight.ALL


def _is_guarded(note: Note) -> bool:
    return isinstance(note, Observation) and (
        note.kind == ObservationKind.VERBATIM or note.sensitivity != Sensitivity.ORDINARY
    )
