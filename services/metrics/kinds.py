"""The kinds of event, and the closed lists of what each may tell. Numbers are stored: never reuse one."""

from enum import IntEnum, StrEnum


class Kind(IntEnum):
    """What an event tells."""

    USE = 1
    ENROLMENT = 2
    DECLARED_USE = 3
    CARD = 4
    INCIDENT = 5
    FRUGAL_CHOICE = 6
    WORKSHOP = 7
    TRAINING = 8
    DECISION = 9


USES = frozenset({Kind.USE, Kind.DECLARED_USE})
CARDS = frozenset({Kind.CARD})
ENROLMENTS = frozenset({Kind.ENROLMENT})
FACTS = frozenset({Kind.INCIDENT, Kind.FRUGAL_CHOICE, Kind.WORKSHOP, Kind.TRAINING})
DECISIONS = frozenset({Kind.DECISION})


class Outcome(StrEnum):
    """What an agent did with an answer."""

    KEPT = "kept"
    LIGHTLY_EDITED = "lightly_edited"
    HEAVILY_EDITED = "heavily_edited"
    DISCARDED = "discarded"


class Grade(StrEnum):
    """Where the usual time comes from: observed in a workshop, a declared baseline, a guess."""

    OBSERVED = "A"
    BASELINE = "B"
    GUESS = "C"


class Became(StrEnum):
    """What the time saved became."""

    CITIZENS = "citizens"
    SUBSTANCE = "substance"
    BACKLOG = "backlog"
    TRAINING = "training"
    NOTHING = "nothing"
    UNTOLD = ""


class Incident(StrEnum):
    """What went wrong."""

    WRONG_ANSWER = "wrong_answer"
    PERSONAL_DATA = "personal_data"
    LEGAL = "legal"
    BIAS = "bias"


class Rung(StrEnum):
    """The ladder of answers to a need, the most frugal first."""

    REMOVE = "remove"
    TRAIN = "train"
    REORGANISE = "reorganise"
    REUSE = "reuse"
    CLASSIC_TOOL = "classic_tool"
    READY_AI = "ready_ai"
    CUSTOM_AI = "custom_ai"


FRUGAL = (Rung.REMOVE, Rung.TRAIN, Rung.REORGANISE, Rung.REUSE, Rung.CLASSIC_TOOL)


class Decided(StrEnum):
    """What became of a hypothesis."""

    AI = "ai"
    FRUGAL = "frugal"
    LOOK_FURTHER = "look_further"
    STOP = "stop"
