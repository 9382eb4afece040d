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


MARKS = (*Outcome, *Became, "new", "known")
"""What a card says, by the bit that stands for it in `person_code_month`: its outcome, what the time became, and
whether the task is new. What the time became counts only where time was gained. Never reuse a place."""


class JobFamily(StrEnum):
    """What kind of work somebody does, never what they are called. Stored by place: add at the end."""

    UNTOLD = ""
    RECEPTION = "reception"
    SECRETARIAT = "secretariat"
    MANAGEMENT = "management"
    FINANCE = "finance"
    HUMAN_RESOURCES = "human_resources"
    LEGAL = "legal"
    PLANNING = "planning"
    TECHNICAL = "technical"
    SOCIAL = "social"
    CULTURE = "culture"
    COMMUNICATION = "communication"
    DIGITAL = "digital"

    @property
    def number(self) -> int:
        """The number under which it is stored."""
        return list(JobFamily).index(self)


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


class Refuted(StrEnum):
    """Why a hypothesis was stopped: which of the three criteria did not hold, or the risk."""

    UNTOLD = ""
    REAL = "real"
    MAJOR = "major"
    ACTIONABLE = "actionable"
    RISK = "risk"
