"""What of the notes may leave the house in a file.

Removed notes and sensitive ones never do. A verbatim's words leave only once somebody has validated them: until that
review exists for a note, the row goes out without its text, so that counts stay true and nobody is quoted.
"""

from services.workshops.schemas import ObservationKind, Sensitivity
from services.workshops.tables import Note, Observation


def may_leave(note: Note) -> bool:
    """Tell whether the note may be in a file at all."""
    is_sensitive = isinstance(note, Observation) and note.sensitivity != Sensitivity.ORDINARY
    return note.removed_at is None and not is_sensitive


def is_withheld(observation: Observation) -> bool:
    """Tell whether its words stay behind: those of a verbatim that nobody has validated."""
    return observation.kind == ObservationKind.VERBATIM
