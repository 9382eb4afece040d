"""Noun phrases put in the words that address the reader."""

import re

from services.assistant.engine import french, verbs

_OWN = r"(?:demande|reclamation|courrier|lettre|candidature|dossier|plainte|proposition|projet|question|invitation|recours|offre|requete)s?"
_ACTION = r"[\w-]+(?:tion|sion|ment|age)s?|acces|report|retrait|envoi|pret|aide|mise|prise|remise|ouverture|fermeture|achat|travaux|conge|rendez-vous|audience"


def demand(noun: str) -> str:
    """Name a request from what it asks for: "une aide" gives "votre demande d'aide"."""
    bare = french.fold(noun)
    if re.match(rf"(?:votre|vos|la|le|l') ?{_OWN}(?!\w)|{_OWN}(?!\w)", bare):
        return re.sub(r"^(?:(?:votre|la|le) |l')?", "votre ", noun) if not bare.startswith("vos ") else noun
    counted = re.match(r"(?:une?|des|du) ", bare)
    named = re.match(rf"(?:votre |la |le |l')(?={_ACTION})(?:{_ACTION})(?!\w)", bare)
    if counted or named:
        thing = re.sub(r"^(?:(?:une?|des|du|votre|la|le) |l')", "", noun, flags=re.IGNORECASE)
        return f"votre demande {french.elide('de', thing)}"
    if has_determiner(noun):
        return f"votre demande concernant {noun}"
    return f"votre demande {french.elide('de', noun)}"


def is_theirs(noun: str) -> bool:
    """Tell whether a phrase names what the reader sent: "votre demande de subvention", "votre recours"."""
    return bool(re.match(rf"votre {_OWN}(?!\w)", french.fold(noun)))


def has_determiner(noun: str) -> bool:
    """Tell whether a noun phrase can stand in a sentence as it is."""
    return bool(
        re.match(
            r"(?:l[ea]s?|une?|des|votre|vos|notre|nos|ce|cet|cette|ces|mon|ma|mes|tou\w+|\d+|monsieur|madame) |l'",
            french.fold(noun),
        )
    )


def your(phrase: str) -> str:
    """Address the reader: "sa demande" gives "votre demande", "ses enfants" gives "vos enfants"."""
    phrase = re.sub(r"\b(?:son|sa|leur)(?= )", "votre", phrase)
    phrase = re.sub(r"\bchez (?:lui|elle|eux|elles)\b", "chez vous", phrase)
    return re.sub(r"\b(?:ses|leurs)(?= )", "vos", phrase)


_QUESTION = re.compile(r"(?:si|quand|comment|pourquoi|où|combien|ce qu|quel(?:le)?s?)\b")


def wish(rest: str) -> str:
    """Name a wish: "une place" gives "votre demande de place", "louer la salle" one "en vue de louer la salle"."""
    if _QUESTION.match(rest):
        return "votre question"
    if re.match(r"que |qu'", rest):
        return "votre demande"
    act = re.sub(r"^(?:(?:à|a|de) |d')", "", rest)
    if verbs.is_infinitive(act.split(maxsplit=1)[0]):
        return f"votre demande en vue {french.elide('de', act)}"
    return demand(rest)


def tidy(phrase: str) -> str:
    """Take off what surrounds a phrase without belonging to it."""
    phrase = re.sub(r"\s*§\s*", " ", phrase).strip(" ,;:-")
    polite = r"(?:,? (?:svp|stp|merci(?: d'avance)?|s'il (?:te|vous) pla[iî]t))+$"
    return re.sub(polite, "", phrase, flags=re.IGNORECASE).strip(" ,;:-")
