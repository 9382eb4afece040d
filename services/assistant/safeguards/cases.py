"""Numbers of files about a person: known by the word before them, never by their form alone."""

import re

from services.assistant.safeguards.pages import Page, holds_any
from services.assistant.safeguards.spans import Kind, Span

WORDS = (
    "dossier", "allocataire", "matricule", "usager", "bénéficiaire", "demandeur", "requérant", "requête", "rg",
    "affaire", "sinistre", "plainte", "adhérent", "patient", "étranger", "agdref", "caf", "titre de séjour",
    "pourvoi", "passeport", "identité", "allocation", "abonné", "permis", "parquet", "fiscal",
)  # fmt: skip
_NOUN = (
    r"(?:dossiers?|allocataire|matricule|usag[eè]re?|bénéficiaire|demande(?:ur|use)|requérante?|requête|pourvoi|\brg|affaire"
    r"|sinistre|plainte|adhérente?|patiente?|étranger|agdref|\bcaf|titre de séjour|passeport|carte d['’]identité|cni"
    r"|allocation|abonnée?|permis de conduire|parquet|numéro fiscal|référence fiscale)"
)
_NUMBER = r"(?:n°|nº|n ?o\.?|num[ée]ro|num\.?|id|réf\.?|référence)"
_BEFORE = re.compile(
    rf"(?:{_NOUN}(?: (?:[a-zà-ÿ]{{2,14}}[’']?)){{0,3}}[ \u00a0]*(?:\(?{_NUMBER}\)?[ \u00a0]*:?|:)"
    rf"|{_NUMBER}[ \u00a0]+(?:de |d['’]|du |rg |caf )?{_NOUN}?(?: (?:de |d['’])?[a-zà-ÿ’']{{2,14}}){{0,3}}[ \u00a0]*(?::|est(?: le)?)?"
    rf"|matricule|\brg|affaire|allocataire)\s*$"
)
_HEAD = re.compile(r"[A-Za-z]{1,6}[-/_]?$")
_VALUE = re.compile(r"(?:[A-Za-z]{1,6}[-/_]?)?[0-9][0-9A-Za-z]*(?:[-/_.][0-9A-Za-z]+){0,5}")
_SPACED = re.compile(r"[0-9]{1,4}(?:[ \u00a0][0-9]{2,4}){1,5}(?![0-9])")
_PERMIT = re.compile(
    r"(?:PC|DP|PA|PD|CU|CUb|CUa|AT)[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[A-Z]?[ -]?[0-9]{4,5}(?:[ -]?M[0-9]{2})?(?!\w)"
)
_LEAST_DIGITS = 4


def read(page: Page, start: int) -> Span | None:
    """Read a file's number whose digits begin here, after one of `WORDS`."""
    if not page.has_any(WORDS):
        return None
    value = _SPACED.match(page.text, start) or _VALUE.match(page.text, start)
    if not value or value.end() - start < _LEAST_DIGITS:  # the cheap question first: most numbers are short
        return None
    head = _HEAD.search(page.text, max(0, start - 7), start)
    first = head.start() if head and _is_code(page.text, head) else start
    lead = page.before(first, 60)
    if not holds_any(lead, WORDS) or not _BEFORE.search(lead):
        return None
    value = _SPACED.match(page.text, first) or _VALUE.match(page.text, first)
    if not value or sum(character.isdigit() for character in value[0]) < _LEAST_DIGITS:
        return None
    return Span(first, first + len(value[0].rstrip(".-/_")), Kind.CASE_NUMBER)


def permit(page: Page, start: int) -> Span | None:
    """Read a building permit's number (`PC 071 076 24 A0012`) whose digits begin here."""
    for first in range(max(0, start - 4), start - 1):
        found = _PERMIT.match(page.text, first)
        if found and (first == 0 or not page.text[first - 1].isalnum()):
            return Span(first, found.end(), Kind.CASE_NUMBER)
    return None


def _is_code(text: str, head: re.Match[str]) -> bool:
    """Tell letters that belong to the number from the end of a word."""
    is_alone = head.start() == 0 or not text[head.start() - 1].isalpha()
    return is_alone and (text[head.end() - 1] in "-/_" or head[0].isupper())
