"""Whom one addresses how: the salutation of a letter, and the closing formula that repeats it.

Usage of French administrative correspondence: the surname never enters the salutation, the closing repeats the
salutation word for word, and consideration grows with the office (distinguished for local elected members and heads
of service, high for members of parliament and the State's representatives, very high for ministers).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.assistant.engine import french


class Gender(StrEnum):
    """How the person addressed is named; both when the request does not say."""

    MASCULINE = "masculine"
    FEMININE = "feminine"


class Regard(StrEnum):
    """The end of the closing formula."""

    GREETINGS = "l'expression de mes salutations distinguées"
    CONSIDERATION = "l'expression de ma considération distinguée"
    HIGH = "l'expression de ma haute considération"
    SYMPATHY = "l'expression de ma profonde sympathie"
    VERY_HIGH = "l'expression de ma très haute considération"


@dataclass(frozen=True, slots=True)
class Office:
    """An office one addresses by its name; `pattern` reads folded text and names either gender."""

    pattern: str
    masculine: str
    feminine: str
    regard: Regard

    def name(self, gender: Gender) -> str:
        """Give the office's name as the salutation spells it."""
        return self.feminine if gender is Gender.FEMININE else self.masculine


_C, _H, _V, _G = Regard.CONSIDERATION, Regard.HIGH, Regard.VERY_HIGH, Regard.GREETINGS

# The longest names come first: "sous-préfet" before "préfet", "adjoint au maire" before "maire".
OFFICES: tuple[Office, ...] = (
    Office(r"president(?:e)? de la republique", "Président de la République", "Présidente de la République", _V),
    Office(r"premier(?:e)? ministre", "Premier ministre", "Première ministre", _V),
    Office(r"ministre", "Ministre", "Ministre", _V),
    Office(r"secretaire d'etat", "Secrétaire d'État", "Secrétaire d'État", _V),
    Office(r"secretaire general(?:e)?", "Secrétaire général", "Secrétaire générale", _C),
    Office(r"sous-?\s?prefet(?:e)?", "Sous-préfet", "Sous-préfète", _H),
    Office(r"prefet(?:e)?", "Préfet", "Préfète", _H),
    Office(r"depute(?:e)?", "Député", "Députée", _H),
    Office(r"senateur|senatrice", "Sénateur", "Sénatrice", _H),
    Office(r"procureur(?:e)? de la republique|procureur(?:e)?", "Procureur de la République", "Procureure de la République", _H),
    Office(r"recteur|rectrice", "Recteur", "Rectrice", _H),
    Office(r"ambassadeur|ambassadrice", "Ambassadeur", "Ambassadrice", _H),
    Office(r"vice-?\s?president(?:e)?", "Vice-président", "Vice-présidente", _C),
    Office(r"president(?:e)?", "Président", "Présidente", _C),
    Office(r"conseill(?:er|ere) departemental(?:e)?", "Conseiller départemental", "Conseillère départementale", _C),
    Office(r"conseill(?:er|ere) regional(?:e)?", "Conseiller régional", "Conseillère régionale", _C),
    Office(r"conseill(?:er|ere) communautaire", "Conseiller communautaire", "Conseillère communautaire", _C),
    Office(r"conseill(?:er|ere) municipal(?:e)?", "Conseiller municipal", "Conseillère municipale", _C),
    Office(r"maire[- ]adjoint(?:e)?|adjoint(?:e)? (?:au|du|a la) maire|adjoint(?:e)?", "Adjoint au maire", "Adjointe au maire", _C),
    Office(r"maire deleguee?", "Maire délégué", "Maire déléguée", _C),
    Office(r"maire", "Maire", "Maire", _C),
    Office(r"architecte des batiments de france", "Architecte des Bâtiments de France", "Architecte des Bâtiments de France", _C),
    Office(r"direct(?:eur|rice) general(?:e)? des services", "Directeur général des services", "Directrice générale des services", _C),
    Office(r"direct(?:eur|rice) general(?:e)?", "Directeur général", "Directrice générale", _C),
    Office(r"direct(?:eur|rice) academique", "Directeur académique", "Directrice académique", _C),
    Office(r"direct(?:eur|rice) departemental(?:e)?", "Directeur départemental", "Directrice départementale", _C),
    Office(r"direct(?:eur|rice) regional(?:e)?", "Directeur régional", "Directrice régionale", _C),
    Office(r"direct(?:eur|rice)", "Directeur", "Directrice", _C),
    Office(r"inspect(?:eur|rice) d'academie", "Inspecteur d'académie", "Inspectrice d'académie", _C),
    Office(r"inspect(?:eur|rice)", "Inspecteur", "Inspectrice", _C),
    Office(r"principal(?:e)?(?= du college| du)", "Principal", "Principale", _C),
    Office(r"proviseur(?:e)?", "Proviseur", "Proviseure", _C),
    Office(r"tresori(?:er|ere)", "Trésorier", "Trésorière", _C),
    Office(r"comptable public|comptable publique", "Comptable public", "Comptable publique", _C),
    Office(r"cure", "Curé", "Curé", _C),
)  # fmt: skip

# Addressed by the title alone, whatever the person's gender.
BARE_TITLES: tuple[tuple[str, str, Regard], ...] = (
    (r"maitre|notaire|huissier|avocate?", "Maître", _C),
    (r"docteur|docteure|medecin", "Docteur", _G),
    (r"lieutenant-colonel", "Lieutenant-colonel", _C),
    (r"colonel", "Colonel", _C),
    (r"commandant", "Commandant", _C),
    (r"capitaine", "Capitaine", _C),
    (r"lieutenant", "Lieutenant", _C),
    (r"adjudant", "Adjudant", _C),
)


def title(office: Office, gender: Gender, *, feminine_name: bool = True) -> str:
    """Compose the full address of an office: "Madame la Préfète", "Monsieur l'Inspecteur d'académie".

    `feminine_name` off keeps the usage "Madame le Maire" of a request that wrote so.
    """
    civility = "Madame" if gender is Gender.FEMININE else "Monsieur"
    name = office.name(gender if feminine_name else Gender.MASCULINE)
    article = "la" if gender is Gender.FEMININE and feminine_name else "le"
    return f"{civility} {french.elide(article, name)}"


def regard_for(office: Office, complement: str) -> Regard:
    """Weigh the consideration due: the president of a county council is not the president of a club."""
    if office.masculine != "Président":
        return office.regard
    bare = french.fold(complement)
    if re.search(r"departement|region|senat|assemblee nationale|tribunal|cour\b", bare):
        return Regard.HIGH
    return (
        office.regard
        if re.search(r"commun|syndicat|agglo|metropole|grand |pays\b", bare)
        else Regard.GREETINGS
    )


def closing(salutation: str, regard: Regard) -> str:
    """End a letter: the formula repeats the salutation's own words."""
    return f"Je vous prie d'agréer, {salutation}, {regard.value}."
