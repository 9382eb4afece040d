"""The catalogue of uses: what agents ask an assistant for, what each use risks, and what to try before it."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """Groups of uses, comparable with the split that public operators publish."""

    SEARCH = "search"
    DRAFTING = "drafting"
    SYNTHESIS = "synthesis"
    DATA = "data"
    CITIZEN_RELATIONS = "citizen_relations"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Name the family as agents read it."""
        return _FAMILY_LABELS[self]


_FAMILY_LABELS = {
    Family.SEARCH: "recherche",
    Family.DRAFTING: "rédaction",
    Family.SYNTHESIS: "synthèse",
    Family.DATA: "données",
    Family.CITIZEN_RELATIONS: "relation aux usagers",
    Family.OTHER: "autre",
}


class Flag(StrEnum):
    """What a use puts at stake unless the agent says otherwise."""

    PERSONAL_DATA = "personal_data"
    INDIVIDUAL_DECISION = "individual_decision"
    LEGAL_RISK = "legal_risk"
    SECRET = "secret"  # noqa: S105 - the name of a flag, not a password

    @property
    def label(self) -> str:
        """Name the flag as agents read it."""
        return _FLAG_LABELS[self]


_FLAG_LABELS = {
    Flag.PERSONAL_DATA: "données personnelles",
    Flag.INDIVIDUAL_DECISION: "décision individuelle",
    Flag.LEGAL_RISK: "risque juridique",
    Flag.SECRET: "secret",
}


class Rung(StrEnum):
    """The ladder of frugality, lowest first: stop at the first rung that is enough."""

    REMOVE = "remove"
    TRAIN = "train"
    REORGANISE = "reorganise"
    REUSE = "reuse"
    CLASSIC_TOOL = "classic_tool"
    READY_AI = "ready_ai"
    CUSTOM_AI = "custom_ai"

    @property
    def label(self) -> str:
        """Name the rung as agents read it."""
        return _RUNG_LABELS[self]


_RUNG_LABELS = {
    Rung.REMOVE: "supprimer ou simplifier la démarche",
    Rung.TRAIN: "informer ou former",
    Rung.REORGANISE: "réorganiser le travail",
    Rung.REUSE: "mieux employer un outil déjà possédé",
    Rung.CLASSIC_TOOL: "un outil informatique ordinaire ou un modèle de document",
    Rung.READY_AI: "une IA prête à l'emploi",
    Rung.CUSTOM_AI: "une IA sur mesure",
}


class Restriction(StrEnum):
    """How far a use is allowed by default; each authority may be stricter."""

    NONE = "none"
    WATCHED = "watched"
    AVOID = "avoid"
    FORBIDDEN = "forbidden"

    @property
    def label(self) -> str:
        """Name the restriction as agents read it."""
        return _RESTRICTION_LABELS[self]


_RESTRICTION_LABELS = {
    Restriction.NONE: "permis",
    Restriction.WATCHED: "surveillé",
    Restriction.AVOID: "à éviter",
    Restriction.FORBIDDEN: "interdit par défaut",
}


@dataclass(frozen=True, slots=True)
class UseCase:
    """One line of the catalogue."""

    code: str
    label: str
    family: Family
    flags: frozenset[Flag]
    first_rung: Rung
    restriction: Restriction = Restriction.NONE

    @property
    def personal_data(self) -> bool:
        """Tell whether people can usually be recognised in what is sent."""
        return Flag.PERSONAL_DATA in self.flags

    @property
    def individual_decision(self) -> bool:
        """Tell whether the answer weighs on a decision about one person."""
        return Flag.INDIVIDUAL_DECISION in self.flags

    @property
    def legal_risk(self) -> bool:
        """Tell whether a mistake can be taken to court."""
        return Flag.LEGAL_RISK in self.flags

    @property
    def secret(self) -> bool:
        """Tell whether the content is usually protected by a secret."""
        return Flag.SECRET in self.flags


def _flags(letters: str) -> frozenset[Flag]:
    """Read the catalogue's shorthand: P personal data, D individual decision, J legal risk, S secret."""
    short = {
        "P": Flag.PERSONAL_DATA,
        "D": Flag.INDIVIDUAL_DECISION,
        "J": Flag.LEGAL_RISK,
        "S": Flag.SECRET,
    }
    return frozenset(short[letter] for letter in letters)


_DRAFTING, _SEARCH, _DATA, _OTHER = Family.DRAFTING, Family.SEARCH, Family.DATA, Family.OTHER
_CITIZENS = Family.CITIZEN_RELATIONS
_WATCHED, _AVOID, _FORBIDDEN = Restriction.WATCHED, Restriction.AVOID, Restriction.FORBIDDEN

CATALOGUE: tuple[UseCase, ...] = (
    UseCase("RED-DEL", "Délibération", _DRAFTING, _flags("J"), Rung.CLASSIC_TOOL),
    UseCase("RED-CR", "Compte rendu ou procès-verbal", _DRAFTING, _flags("P"), Rung.CLASSIC_TOOL),
    UseCase("RED-COU", "Courrier ou courriel", _DRAFTING, _flags("P"), Rung.CLASSIC_TOOL),
    UseCase("RED-DIS", "Discours, bulletin municipal", _DRAFTING, _flags(""), Rung.REUSE),
    UseCase("RED-NOT", "Note de synthèse ou d'aide à la décision", _DRAFTING, _flags(""), Rung.CLASSIC_TOOL),
    UseCase("REL-USA", "Réponse à un usager", _CITIZENS, _flags("PJ"), Rung.CLASSIC_TOOL),
    UseCase("REL-BOT", "Agent conversationnel public", _CITIZENS, _flags("PJ"), Rung.REORGANISE, _WATCHED),
    UseCase("SYN-DOC", "Résumé d'un document long", Family.SYNTHESIS, _flags("S"), Rung.REORGANISE),
    UseCase("REC-JUR", "Recherche juridique", _SEARCH, _flags("J"), Rung.TRAIN),
    UseCase("REC-INT", "Recherche dans ses propres documents", _SEARCH, _flags("PS"), Rung.REORGANISE),
    UseCase("CLA-DOC", "Classement et indexation", _DATA, _flags("P"), Rung.REORGANISE),
    UseCase("MAR-PUB", "Marchés publics", _DRAFTING, _flags("JS"), Rung.REUSE, _WATCHED),
    UseCase("SUB-DOS", "Dossier de demande de subvention", _DRAFTING, _flags(""), Rung.REUSE),
    UseCase("TAB-BRD", "Tableau de bord d'aide à la décision", _DATA, _flags(""), Rung.CLASSIC_TOOL),
    UseCase("TAB-XLS", "Tableur", _DATA, _flags("P"), Rung.TRAIN),
    UseCase("RH-ADM", "Ressources humaines", _OTHER, _flags("P"), Rung.REUSE, _WATCHED),
    UseCase("FIN-BUD", "Analyse budgétaire", _DATA, _flags(""), Rung.CLASSIC_TOOL),
    UseCase("URB-INS", "Instruction d'urbanisme", _OTHER, _flags("PDJ"), Rung.REUSE, _WATCHED),
    UseCase("ETA-CIV", "État civil", _OTHER, _flags("PSJ"), Rung.REUSE, _AVOID),
    UseCase("ACT-SOC", "Action sociale", _OTHER, _flags("PD"), Rung.REORGANISE, _FORBIDDEN),
    UseCase("TRA-FAL", "Traduction, facile à lire et à comprendre", _DRAFTING, _flags(""), Rung.TRAIN),
    UseCase("VEI-BEN", "Veille, comparaison entre collectivités", _SEARCH, _flags(""), Rung.REUSE),
    UseCase("IDE", "Idées, reformulation", _DRAFTING, _flags(""), Rung.TRAIN),
)

BY_CODE: dict[str, UseCase] = {use_case.code: use_case for use_case in CATALOGUE}
