"""Which family a use of the catalogue belongs to. Metrics' own data: a test keeps it equal to the assistant's."""

from dataclasses import dataclass

from services.kit.errors import Invalid
from services.metrics.schemas import Family


class UnknownUseCase(Invalid):
    """The code is none of the catalogue's."""

    sentence = "Ce code d’usage n’est pas au catalogue."


@dataclass(frozen=True, slots=True)
class Known:
    """What metrics knows of one use of the catalogue."""

    label: str
    family: Family


CATALOGUE: dict[str, Known] = {
    "RED-DEL": Known("Délibération", Family.DRAFTING),
    "RED-CR": Known("Compte rendu ou procès-verbal", Family.DRAFTING),
    "RED-COU": Known("Courrier ou courriel", Family.DRAFTING),
    "RED-DIS": Known("Discours, bulletin municipal", Family.DRAFTING),
    "RED-NOT": Known("Note de synthèse ou d’aide à la décision", Family.DRAFTING),
    "REL-USA": Known("Réponse à un usager", Family.CITIZEN_RELATIONS),
    "REL-BOT": Known("Agent conversationnel public", Family.CITIZEN_RELATIONS),
    "SYN-DOC": Known("Résumé d’un document long", Family.SYNTHESIS),
    "REC-JUR": Known("Recherche juridique", Family.SEARCH),
    "REC-INT": Known("Recherche dans ses propres documents", Family.SEARCH),
    "CLA-DOC": Known("Classement et indexation", Family.DATA),
    "MAR-PUB": Known("Marchés publics", Family.DRAFTING),
    "SUB-DOS": Known("Dossier de demande de subvention", Family.DRAFTING),
    "TAB-BRD": Known("Tableau de bord d’aide à la décision", Family.DATA),
    "TAB-XLS": Known("Tableur", Family.DATA),
    "RH-ADM": Known("Ressources humaines", Family.OTHER),
    "FIN-BUD": Known("Analyse budgétaire", Family.DATA),
    "URB-INS": Known("Instruction d’urbanisme", Family.OTHER),
    "ETA-CIV": Known("État civil", Family.OTHER),
    "ACT-SOC": Known("Action sociale", Family.OTHER),
    "TRA-FAL": Known("Traduction, facile à lire et à comprendre", Family.DRAFTING),
    "VEI-BEN": Known("Veille, comparaison entre collectivités", Family.SEARCH),
    "IDE": Known("Idées, reformulation", Family.DRAFTING),
}

NUMBERED = (
    "RED-DEL", "RED-CR", "RED-COU", "RED-DIS", "RED-NOT", "REL-USA", "REL-BOT", "SYN-DOC", "REC-JUR", "REC-INT",
    "CLA-DOC", "MAR-PUB", "SUB-DOS", "TAB-BRD", "TAB-XLS", "RH-ADM", "FIN-BUD", "URB-INS", "ETA-CIV", "ACT-SOC",
    "TRA-FAL", "VEI-BEN", "IDE", *Family,
)  # fmt: skip
"""Codes by the number under which they are stored: add at the end, at most 63. A family alone stands as a code."""

_NUMBERS = {code: number for number, code in enumerate(NUMBERED)}


def number(use_case: str, otherwise: Family) -> int:
    """Give the number under which a use is stored: its code's, or its family's when the code says nothing."""
    return _NUMBERS.get(use_case, _NUMBERS[otherwise])


def stored(use_case: str) -> int:
    """Give the stored number of a code that a reader asks for.

    Raises: UnknownUseCase.
    """
    if use_case not in CATALOGUE:
        raise UnknownUseCase
    return _NUMBERS[use_case]


def stored_of(wanted: Family) -> list[int]:
    """Give the stored numbers of a family."""
    return [number for number in range(len(NUMBERED)) if family_of(number) is wanted]


def family_of(stored: int) -> Family:
    """Give the family of a stored number."""
    code = NUMBERED[stored]
    return CATALOGUE[code].family if code in CATALOGUE else Family(code)


def bits(wanted: Family) -> int:
    """Give the codes of a family as bits."""
    return sum(1 << stored for stored in range(len(NUMBERED)) if family_of(stored) is wanted)


def label(use_case: str) -> str:
    """Name a use as agents read it; a code that we do not know names itself."""
    known = CATALOGUE.get(use_case)
    return known.label if known else use_case


def family(code: str) -> Family:
    """Read a family's code from another room, where there may be more of them than we know."""
    return Family(code) if code in list(Family) else Family.OTHER
