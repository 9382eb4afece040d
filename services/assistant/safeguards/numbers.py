"""What has a fixed form: numbers, accounts, plates, network addresses."""

import re
from collections.abc import Iterator

from services.assistant.safeguards import checksums

Span = tuple[int, int]
_S = "[ .\u00a0\u202f-]?"
_B = "[ \u00a0\u202f-]?"
_NOT_DIGIT = re.compile(r"[^0-9A-Za-z]")

_EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PHONE = re.compile(
    rf"(?<![\w+/])(?<!\d[.,-])(?:(?:\+|00)33{_S}(?:\(0\){_S})?[1-9]|0[1-9]|(?:\+|00)(?:262|590|594|596|508|687|689){_S}[1-9][0-9])"
    rf"(?:{_S}[0-9]{{2}}){{3,4}}(?![\w]|[.,-]\d)"
)
_REFERENCE = re.compile(
    r"(?:facture|dossier|référence|réf\.?|commande|mandat|titre|bordereau|contrat|marché|client|compteur|devis|avis|ticket)"
    r"(?:\s(?:de\s|d['’])?\w{1,12})?\s{0,2}(?:n°|no|numéro)?\s{0,2}:?\s{0,2}$",
    re.IGNORECASE,
)
_NIR = re.compile(
    rf"(?<!\w)[1-478]{_B}[0-9]{{2}}{_B}[0-9]{{2}}{_B}(?:[0-9]{{2}}|2[ABab]){_B}[0-9]{{3}}{_B}[0-9]{{3}}{_B}[0-9]{{2}}(?!\w)"
)
_IBAN = re.compile(rf"(?<!\w)[A-Za-z]{{2}}[0-9]{{2}}(?:{_B}[A-Za-z0-9]){{11,24}}")
_CARD = re.compile(
    rf"(?<!\w)(?:(?:4[0-9]{{3}}|5[0-8][0-9]{{2}}|2[2-7][0-9]{{2}}|6[0-9]{{3}})(?:{_B}[0-9]{{4}}){{3}}"
    rf"|3[47][0-9]{{2}}{_B}[0-9]{{6}}{_B}[0-9]{{5}})(?!\w)"
)
_SIRET = re.compile(rf"(?<!\w)[0-9]{{3}}{_S}[0-9]{{3}}{_S}[0-9]{{3}}{_S}[0-9]{{5}}(?!\w)")
_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_PLATE = re.compile(
    rf"(?<![\w-])(?:{_LETTERS}-[0-9]{{3}}-{_LETTERS}"
    rf"|(?P<loose>{_LETTERS} ?[0-9]{{3}} ?{_LETTERS}|[0-9]{{1,4}}[ -]?[A-HJ-NP-TV-Z]{{2,3}}[ -]?(?:2[AB]|97[1-6]|[0-9]{{2}})))(?![\w-])"
)
_VEHICLE = re.compile(
    r"immatricul|plaque|véhicule|voiture|camion|fourgon|scooter|\bmoto\b|tracteur|remorque|carte grise|utilitaire",
    re.IGNORECASE,
)
_IP = re.compile(
    r"(?<![\w.:])(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?![\w:]|\.\d)"
)
_NUMBERING = re.compile(
    r"(?:version|v|article|art\.|point|chapitre|section|paragraphe|alinéa|§|lot|annexe|rubrique|partie|logiciel|[LRD]\.)\s{0,2}(?:n°\s?)?$",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Span]:
    """Find addresses of electronic mail."""
    yield from (found.span() for found in _EMAIL.finditer(text)) if "@" in text else ()


def phones(text: str) -> Iterator[Span]:
    """Find French telephone numbers, overseas included; ten figures after « facture n° » are none."""
    for found in _PHONE.finditer(text):
        figures, before = _bare(found[0]), text[max(0, found.start() - 30) : found.start()]
        if figures.startswith("0") and not figures.startswith("00") and len(figures) != 10:
            continue
        if found[0].isdigit() and _REFERENCE.search(before):
            continue
        yield found.span()


def nirs(text: str) -> Iterator[Span]:
    """Find social security numbers with their key."""
    yield from (found.span() for found in _NIR.finditer(text) if checksums.is_nir(_bare(found[0])))


def ibans(text: str) -> Iterator[Span]:
    """Find accounts, cut where their country's length ends: the words after one look like more of it."""
    for found in _IBAN.finditer(text):
        wanted, held = checksums.iban_length(found[0][:2]), 0
        for place, letter in enumerate(found[0]):
            held += letter.isalnum()
            if held == wanted:
                end = found.start() + place + 1
                is_whole = not text[end : end + 1].isalnum()
                if is_whole and checksums.is_iban(_bare(found[0][: place + 1])):
                    yield found.start(), end
                break


def cards(text: str) -> Iterator[Span]:
    """Find bank cards."""
    yield from (found.span() for found in _CARD.finditer(text) if checksums.is_luhn(_bare(found[0])))


def sirets(text: str) -> Iterator[Span]:
    """Find numbers of establishments."""
    yield from (found.span() for found in _SIRET.finditer(text) if checksums.is_siret(_bare(found[0])))


def plates(text: str) -> Iterator[Span]:
    """Find plates: with hyphens anywhere, in looser forms only where a vehicle is spoken of."""
    for found in _PLATE.finditer(text):
        if not found["loose"] or _VEHICLE.search(text, max(0, found.start() - 60), found.start()):
            yield found.span()


def ip_addresses(text: str) -> Iterator[Span]:
    """Find addresses of machines; four figures after « version » or « article » are none."""
    for found in _IP.finditer(text):
        before = text[max(0, found.start() - 16) : found.start()]
        is_short = ":" in found[0] and sum(map(str.isalnum, found[0])) < 2
        if not is_short and checksums.is_address(found[0]) and not _NUMBERING.search(before):
            yield found.span()


def _bare(text: str) -> str:
    return _NOT_DIGIT.sub("", text)
