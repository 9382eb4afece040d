"""Closed lists: the codes that programs read, with the French words that people read."""

from enum import StrEnum


class EnrolmentState(StrEnum):
    """How far an authority has come in a programme."""

    CANDIDATE = "candidate"
    SELECTED = "selected"
    AGREED = "agreed"
    ACTIVE = "active"
    CLOSING = "closing"
    LEFT = "left"
    CONTINUED = "continued"


class WorkshopState(StrEnum):
    """How far a workshop has come."""

    PLANNED = "planned"
    PREPARED = "prepared"
    RUNNING = "running"
    TO_REVIEW = "to_review"
    DEBRIEFED = "debriefed"
    VALIDATED = "validated"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state in French."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        tones = {
            "planned": "slate",
            "prepared": "vine",
            "running": "wine",
            "to_review": "ochre",
            "debriefed": "slate",
        }
        return {**tones, "validated": "vine", "closed": "slate"}.get(self, "")


class Mode(StrEnum):
    """How the day is spent with the agents."""

    SHADOWING = "shadowing"
    CONTEXTUAL_INQUIRY = "contextual_inquiry"
    INTERVIEW = "interview"
    GROUP = "group"

    @property
    def label(self) -> str:
        """The mode in French."""
        return _LABELS[self]


class Theme(StrEnum):
    """What a pain point or a day is about: the themes that the programme has met."""

    DOCUMENTS = "documents"
    CITIZENS = "citizens"
    DASHBOARDS = "dashboards"
    MAIL = "mail"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The theme in French."""
        return _LABELS[self]


class CaptureKind(StrEnum):
    """What was captured."""

    OBSERVATION = "observation"
    TASK = "task"
    PAIN_POINT = "pain_point"
    WISH = "wish"
    KEY_MOMENT = "key_moment"

    @property
    def label(self) -> str:
        """The kind in French."""
        return _LABELS[self]


class ObservationKind(StrEnum):
    """What an observation is made of."""

    FACT = "fact"
    VERBATIM = "verbatim"
    DOCUMENT = "document"
    PHOTO = "photo"
    MEASURE = "measure"

    @property
    def label(self) -> str:
        """The kind in French."""
        return _LABELS[self]


class Sensitivity(StrEnum):
    """Whom a note could hurt if it travelled."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    CONFIDENTIAL = "confidential"

    @property
    def label(self) -> str:
        """The sensitivity in French."""
        return _LABELS[self]


class Period(StrEnum):
    """The « per » of « six times per week »."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The period in French, after « par »."""
        return _LABELS[self]


class Grade(StrEnum):
    """How a quantity is known, from the surest to the least sure."""

    MEASURED = "measured"
    DECLARED = "declared"
    ESTIMATED = "estimated"

    @property
    def label(self) -> str:
        """The grade in French, as said of hours."""
        return _LABELS[self]


class HypothesisState(StrEnum):
    """How far a hypothesis has come."""

    DRAFT = "draft"
    UNDER_TEST = "under_test"
    QUALIFIED = "qualified"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    IN_TRIAL = "in_trial"
    EVALUATED = "evaluated"
    GENERALISED = "generalised"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The state in French."""
        return _LABELS[self]


class Stance(StrEnum):
    """What a piece of evidence says of a hypothesis."""

    FOR = "for"
    AGAINST = "against"
    NUANCE = "nuance"

    @property
    def label(self) -> str:
        """The stance in French."""
        return _LABELS[self]


SEVERITY_LABELS = {
    1: "inconfort",
    2: "perte de temps",
    3: "retard ou erreur interne",
    4: "effet sur un usager ou un élu",
    5: "risque juridique, financier ou humain",
}

MOOD_LABELS = {
    -2: "très pénible",
    -1: "pénible",
    0: "neutre",
    1: "plutôt agréable",
    2: "très agréable",
}

_LABELS: dict[StrEnum, str] = {
    WorkshopState.PLANNED: "prévu",
    WorkshopState.PREPARED: "préparé",
    WorkshopState.RUNNING: "en cours",
    WorkshopState.TO_REVIEW: "à relire",
    WorkshopState.DEBRIEFED: "restitué",
    WorkshopState.VALIDATED: "validé",
    WorkshopState.CLOSED: "clos",
    WorkshopState.CANCELLED: "annulé",
    Mode.SHADOWING: "immersion auprès d’un agent",
    Mode.CONTEXTUAL_INQUIRY: "entretien au poste de travail",
    Mode.INTERVIEW: "entretien",
    Mode.GROUP: "temps collectif",
    Theme.DOCUMENTS: "documents et classement",
    Theme.CITIZENS: "relation aux usagers",
    Theme.DASHBOARDS: "tableaux de bord",
    Theme.MAIL: "courrier",
    Theme.OTHER: "autre",
    CaptureKind.OBSERVATION: "observation",
    CaptureKind.TASK: "tâche",
    CaptureKind.PAIN_POINT: "irritant",
    CaptureKind.WISH: "souhait",
    CaptureKind.KEY_MOMENT: "moment clé",
    ObservationKind.FACT: "fait",
    ObservationKind.VERBATIM: "verbatim",
    ObservationKind.DOCUMENT: "document",
    ObservationKind.PHOTO: "photo",
    ObservationKind.MEASURE: "mesure",
    Sensitivity.ORDINARY: "sans précaution",
    Sensitivity.PERSONAL: "parle d’une personne",
    Sensitivity.CONFIDENTIAL: "confidentiel",
    Period.DAY: "jour",
    Period.WEEK: "semaine",
    Period.MONTH: "mois",
    Period.YEAR: "an",
    Grade.MEASURED: "mesuré",
    Grade.DECLARED: "déclaré",
    Grade.ESTIMATED: "estimé",
    HypothesisState.DRAFT: "brouillon",
    HypothesisState.UNDER_TEST: "à l’épreuve",
    HypothesisState.QUALIFIED: "qualifiée",
    HypothesisState.SUBMITTED: "soumise à la décision",
    HypothesisState.DECIDED: "décidée",
    HypothesisState.IN_TRIAL: "à l’essai",
    HypothesisState.EVALUATED: "évaluée",
    HypothesisState.GENERALISED: "généralisée",
    HypothesisState.STOPPED: "arrêtée après essai",
    Stance.FOR: "pour",
    Stance.AGAINST: "contre",
    Stance.NUANCE: "nuance",
}
