"""Closed lists of the card. Measures know the same ones: a test compares them."""

from enum import StrEnum


class Outcome(StrEnum):
    """What an agent did with an answer."""

    KEPT = "kept"
    LIGHTLY_EDITED = "lightly_edited"
    HEAVILY_EDITED = "heavily_edited"
    DISCARDED = "discarded"


class Became(StrEnum):
    """What the time saved became."""

    CITIZENS = "citizens"
    SUBSTANCE = "substance"
    BACKLOG = "backlog"
    TRAINING = "training"
    NOTHING = "nothing"
    UNTOLD = ""


class IncidentKind(StrEnum):
    """What went wrong."""

    WRONG_ANSWER = "wrong_answer"
    PERSONAL_DATA = "personal_data"
    LEGAL = "legal"
    BIAS = "bias"
