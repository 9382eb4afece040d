"""Dates of birth: a date, when the words before it say that somebody was born."""

import re

from services.assistant.safeguards.pages import Page, holds_any
from services.assistant.safeguards.spans import Kind, Span

_MONTH = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|janv\.?|févr\.?|avr\.?|juil\.?|sept\.?|oct\.?|nov\.?|déc\.?"
)
_DATE = re.compile(
    rf"(?:(?:0?[1-9]|[12][0-9]|3[01])(?:(?: ?er)?[ \u00a0]+(?:{_MONTH})[ \u00a0]+|(?P<s>[/.\- ])(?:0?[1-9]|1[0-2])(?P=s))"
    rf"(?:1[89][0-9]{{2}}|20[0-9]{{2}}|[0-9]{{2}})"
    rf"|(?:1[89]|20)[0-9]{{2}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))(?![0-9])"
)
_BORN = re.compile(
    r"(?:\bn[ée]{1,2}(?:\(e\)|·e|\.e)?s?(?:[ ,]+(?:(?:à|au|aux|en|dans|hors) [^;\n]{2,40}?|(?!d[eu’']|le |:)[\w’'-]{2,25}(?: [\w’'-]{2,25})?))?,?[ \u00a0]*(?:le ?:?|:)"
    r"|naissance\)?(?: (?:du|de la|de l['’]|des) ?[\w’' -]{2,25})?[ \u00a0]*(?::|=|est le|le|du|\()?"
    r"|\bddn ?:?|\bd\.d\.n\.? ?:?|a vu le jour le)\s*(?:lundi |mardi |mercredi |jeudi |vendredi |samedi |dimanche )?$"
)
WORDS = ("né", "nee ", "ddn", "naissance", "d.d.n", "vu le jour")
_NOBODY = re.compile(
    r"(?:commune|association|communauté|syndicat|projet|service|entreprise|idée|loi|métropole|fusion|tradition"
    r"|festival|structure|club|équipe|troupe|compagnie|tournoi|fête|journal|collectif|école|comité|agglomération|réseau|coopération|partenariat|dispositif|société)\b[^.;\n]{0,60}$"
)
_THING = re.compile(
    r"(?:^|[\s.;:(])(?:la|le|l['’]|cette|cet|ce|notre|une?) ?(?P<noun>[a-zà-ÿ-]{3,})(?: [a-zà-ÿ'’-]+){0,3} (?:est|était|serait) $"
)
_PEOPLE_AS_WRITTEN = (
    "enfant fille fils bébé nourrisson jumeau jumelle garçon jeune mineur mineure élève dame homme femme personne père mère "
    "frère sœur soeur époux épouse conjoint conjointe concubin concubine veuf veuve parent usager usagère agent agente "
    "salarié salariée patient patiente demandeur demandeuse demanderesse requérant requérante allocataire bénéficiaire "
    "intéressé intéressée assuré assurée locataire résident résidente habitant habitante candidat candidate titulaire "
    "défunt défunte victime plaignant plaignante administré administrée stagiaire apprenti apprentie étudiant étudiante "
    "monsieur madame voisin voisine tuteur tutrice retraité retraitée petit petite aîné aînée cadet cadette benjamin"
)
_PEOPLE = frozenset(_PEOPLE_AS_WRITTEN.split())


def read(page: Page, start: int) -> Span | None:
    """Read a date of birth that begins here, after one of `WORDS`."""
    if not page.has_any(WORDS) or not (date := _DATE.match(page.low, start)):
        return None
    before = page.before(start, 75)
    if not holds_any(before, WORDS) or not (born := _BORN.search(before)):
        return None
    if born[0][0] == "n" and "naiss" not in born[0] and _is_nobody(before, born):
        return None
    return Span(start, date.end(), Kind.BIRTH_DATE)


def _is_nobody(before: str, born: re.Match[str]) -> bool:
    """Tell whether what was born is a commune, an association or a project."""
    lead = before[: born.start()]
    thing = _THING.search(lead)
    return bool(_NOBODY.search(lead) or (thing and thing["noun"] not in _PEOPLE))
