"""What the public is told of a use of AI: a draft to be read again by a person. Pure functions of words.

Two cases. When the tool takes part in an individual administrative decision, articles L. 311-3-1 and R. 311-3-1-1 of
the « code des relations entre le public et l'administration » (CRPA) ask for an explicit mention: the purpose, the
right to be told the rules and main features of the processing, how to use it, and how to turn to the CADA. A request
left without an answer for one month is refused (articles R. 311-12 and R. 311-13 CRPA); the CADA is then asked within
two months (R. 343-1). In every other case, plain information.
"""

from dataclasses import dataclass

from services.workshops.schemas import LegalBasis

NBSP = "\u00a0"
_NO_CONTACT = "[service et adresse à compléter]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a mention is drawn from."""

    purpose: str
    human_review: str
    legal_basis: LegalBasis
    contact: str
    is_individual_decision: bool


def draft(use: Use) -> str:
    """Give the mention, each paragraph on its own line."""
    said = _of_a_decision(use) if use.is_individual_decision else _of_a_service(use)
    return "\n\n".join(part for part in said if part)


def _of_a_decision(use: Use) -> tuple[str, ...]:
    return (
        "Cette décision individuelle a été prise avec l’aide d’un traitement algorithmique, qui utilise l’intelligence"
        " artificielle (article L.\u00a0311-3-1 du code des relations entre le public et l’administration).",
        f"Sa finalité{NBSP}: {_sentence(use.purpose)}",
        f"La part humaine{NBSP}: {_sentence(use.human_review)}",
        "Vous avez le droit d’obtenir communication des règles qui définissent ce traitement et des principales"
        f" caractéristiques de sa mise en œuvre. Pour cela, écrivez à{NBSP}: {_contact(use)}.",
        "Si votre demande est refusée, ou reste sans réponse pendant un mois, vous pouvez saisir dans les deux mois"
        " la Commission d’accès aux documents administratifs (CADA, www.cada.fr).",
        _data_rights(use),
    )


def _of_a_service(use: Use) -> tuple[str, ...]:
    return (
        "Pour ce service, nos agents s’aident d’un outil d’intelligence artificielle."
        " Il ne prend aucune décision à votre sujet.",
        f"À quoi il sert{NBSP}: {_sentence(use.purpose)}",
        f"Qui vérifie{NBSP}: {_sentence(use.human_review)}",
        f"Une question{NBSP}? Écrivez à{NBSP}: {_contact(use)}.",
        _data_rights(use),
    )


def _data_rights(use: Use) -> str:
    if use.legal_basis is LegalBasis.NO_PERSONAL_DATA:
        return "Aucune donnée personnelle n’est confiée à cet outil."
    return (
        f"Des données personnelles sont traitées. Fondement{NBSP}: {use.legal_basis.label}. Vous pouvez exercer vos"
        f" droits (accès, rectification, opposition) à la même adresse, et saisir la CNIL (www.cnil.fr)."
    )


def _contact(use: Use) -> str:
    return use.contact.rstrip(" .") or _NO_CONTACT


def _sentence(words: str) -> str:
    """Begin without a capital that « : » does not call for, end with a full stop."""
    line = " ".join(words.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
