"""What of the notes may leave the house in a file.

Removed notes and sensitive ones never do. A verbatim's words leave only once its review has made them shareable: until
then, the row goes out without its text, so that counts stay true and nobody is quoted. A photo leaves with its note,
and one of somebody only once a zone of it was blurred.
"""

from services.workshops import note_reviews
from services.workshops.schemas import ObservationKind, ReviewState, Sensitivity
from services.workshops.tables import CaptureReview, Note, Observation, Photo


def may_leave(note: Note) -> bool:
    """Tell whether the note may be in a file at all."""
    is_sensitive = isinstance(note, Observation) and note.sensitivity != Sensitivity.ORDINARY
    return note.removed_at is None and not is_sensitive


def may_be_shown(photo: Photo, note: Observation) -> bool:
    """Tell whether a photo may be in a file: not removed, its note may leave, and nobody is on it unblurred."""
    return photo.removed_at is None and may_leave(note) and (photo.is_blurred or note.participant_id is None)


def is_withheld(observation: Observation, review: CaptureReview | None = None) -> bool:
    """Tell whether its words stay behind: those of a verbatim that nobody made shareable at its present version."""
    is_verbatim = observation.kind == ObservationKind.VERBATIM
    return is_verbatim and note_reviews.state_of(observation, review) is not ReviewState.SHAREABLE
