"""What only the words before it tell: a birth among dates, a case among references."""

import re
from collections.abc import Iterator

from services.assistant.safeguards import checksums
from services.assistant.safeguards.numbers import Span

_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_BORN = re.compile(
    r"(?<!\w)(?:(?:né(?:e|es|s|\(e\)|\.e|·e)?(?:\s[^\n.;:\d]{0,60}?)?\s+(?:le|du)"
    r"|(?:date|jour|acte|extrait|certificat)\s+de\s+naissance(?:\s+(?:est|du|le|au|dans|indiquée?|déclarée?)){0,3}"
    r"|naissance\s+(?:le|du)|DDN|anniversaire\s+de\s+naissance\s+le)\s{0,2}[:=(]?)\s{0,2}"
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
    r"(?P<date>(?P<d>[0-3]?[0-9])(?P<s>[/.-])(?P<m>[01]?[0-9])(?P=s)(?P<y>(?:18|19|20)[0-9]{2})"
    r"|(?P<iy>(?:18|19|20)[0-9]{2})-(?P<im>[01][0-9])-(?P<id>[0-3][0-9])"
    rf"|(?P<wd>1er|[0-3]?[0-9])\s+(?P<wm>{_MONTH})\s+(?P<wy>(?:18|19|20)[0-9]{{2}}))(?!\d)",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:communes?|associations?|entreprises?|sociétés?|projets?|syndicats?|communautés?|métropole|idée|structure"
    r"|collectif|service|intercommunalité|coopérative|club|journal|festival|programme|dispositif|partenariat)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
_NUMBER = r"(?:n°|nº|no\b|numéro|num\.)"
_CASE = re.compile(
    r"(?<!\w)(?:"
    r"(?:dossier|affaire|requête|instance|procédure|procès-verbal\s+de\s+plainte|plainte|pourvoi|parquet|allocataire"
    r"|bénéficiaire|matricule|signalement|main\s+courante|demandeur|réclamation)"
    rf"(?:\s+(?:social|sociale|judiciaire|contentieux|CAF|MDPH|RSA|APA|FSL|DALO|pénale?|administrative?|médical))?\s+{_NUMBER}\s?:?\s?"
    rf"|{_NUMBER}\s?(?:de\s+dossier|d['’]affaire|d['’]allocataire|de\s+requête|de\s+matricule|de\s+parquet|RG|R\.G\.|de\s+plainte|Portalis)"
    r"(?:\s+(?:CAF|MDPH|RSA|APA|FSL|DALO|social))?\s?(?:est\s+le|est|:)?\s?"
    rf"|(?:RG|R\.G\.|Portalis)\s?{_NUMBER}?\s?:?\s?"
    r")(?P<value>[A-Z0-9](?:[A-Z0-9]|[/._-](?=[A-Z0-9])|[ \u00a0](?=[0-9]{3,}\b)){3,28})(?![\w])",
    re.IGNORECASE,
)
_PERMIT = re.compile(
    r"(?<!\w)(?:PC|DP|PA|PD|CUb?|AT)[ \u00a0]?0?[0-9]{2}[ \u00a0]?[0-9]{3}[ \u00a0]?[0-9]{2}[ \u00a0]?[A-Z]?[0-9]{4,5}(?!\w)"
)


def births(text: str) -> Iterator[Span]:
    """Find dates of birth: real days, said to be a person's. A commune is « née » too, and is nobody."""
    for found in _BORN.finditer(text):
        if _is_day(found) and not _THINGS.search(text, max(0, found.start() - 60), found.start()):
            yield found.span("date")


def cases(text: str) -> Iterator[Span]:
    """Find what names a person's file: at court, in social care, at the planning desk."""
    for found in _CASE.finditer(text):
        if sum(map(str.isdigit, found["value"])) >= 3:
            yield found.span("value")
    yield from (found.span() for found in _PERMIT.finditer(text))


def _is_day(found: re.Match[str]) -> bool:
    if found["d"]:
        return checksums.is_day(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["iy"]:
        return checksums.is_day(int(found["iy"]), int(found["im"]), int(found["id"]))
    return checksums.is_day(int(found["wy"]), found["wm"], int(found["wd"].lower().removesuffix("er")))
