"""Which family a use of the catalogue belongs to. Metrics' own data: a test keeps it equal to the assistant's."""

from dataclasses import dataclass

from services.metrics.schemas import Family


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


def label(use_case: str) -> str:
    """Name a use as agents read it; a code that we do not know names itself."""
    known = CATALOGUE.get(use_case)
    return known.label if known else use_case


def family(code: str) -> Family:
    """Read a family's code from another room, where there may be more of them than we know."""
    return Family(code) if code in list(Family) else Family.OTHER
