"""Identifiers that hold digits, each read where a group of digits begins.

Nothing scans the text for each kind: one pass finds the digits, and only there are forms, check digits and the
words before looked at. Every repetition is bounded.
"""

import re
from collections.abc import Callable, Iterator
from ipaddress import AddressValueError, IPv6Address
from itertools import pairwise

from services.assistant.safeguards import addresses, cases, checksums, dates
from services.assistant.safeguards.pages import Page, holds_any
from services.assistant.safeguards.spans import Kind, Span

_S = "[ .\\-\u00a0\u202f]?"
_SHORT, _LEAST_FORM = 4, 8
"""Digits: what has fewer is no file's number, or has no form."""
_END = "(?:[.;:!?)»]\\s|[ \u00a0\u202f][:;!?»=])"
"""What follows a short number of which nothing goes on: no form has two such characters between its digits."""
_ENDS = re.compile(_END)


def _groups(*, but: int) -> re.Pattern[str]:
    """Match groups of digits, but for those of at most so many between a word and an end: nearly all that a letter has."""
    is_first, follows_word = "(?<![0-9]{2})", "[a-zà-öø-ÿ0-9,;:.!?)»°][ \u00a0][0-9]"
    return re.compile(f"[0-9]{is_first}(?:(?<!{follows_word})|(?![0-9]{{0,{but - 1}}}{_END}))[0-9]*+")


_GROUPS, _LONG_GROUPS = _groups(but=_SHORT - 1), _groups(but=_LEAST_FORM - 1)
_SHAPES = re.compile(
    r"(?=[0-9+](?:[^0-9]{0,5}[0-9]){7}|[0-9]{1,3}\.[0-9]{1,3}\.)"
    rf"(?:(?P<nir>[1-478]{_S}[0-9]{{2}}{_S}(?:0[1-9]|1[0-2]|[2-9][0-9]){_S}(?:2[ABab]|[0-9]{{2}}){_S}[0-9]{{3}}{_S}"
    rf"[0-9]{{3}}(?:{_S}(?:[/|(] ?|clé ?:? ?)?[0-9]{{2}})?(?![0-9]))"
    rf"|(?P<ip_address>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?!\w|\.[0-9]))"
    rf"|(?P<bank_card>[2-6][0-9]{{3}}(?:{_S}[0-9]{{4}}){{3}}(?![0-9])|3[47][0-9]{{2}}{_S}[0-9]{{6}}{_S}[0-9]{{5}}(?![0-9]))"
    rf"|(?P<siret>[0-9]{{3}}{_S}[0-9]{{3}}{_S}[0-9]{{3}}{_S}[0-9]{{2}}{_S}[0-9]{{3}}(?![0-9]))"
    rf"|(?P<phone>(?:(?:\+|00){_S}33{_S}(?:\(0\){_S})?[1-9]|0[1-9])(?:[ ./\-\u00a0\u202f]?[0-9]{{2}}){{4}}(?![0-9])"
    rf"|0{_S}[1-9][0-9]{{2}}{_S}[0-9]{{3}}{_S}[0-9]{{3}}(?![0-9])"
    rf"|(?:\+|00)[1-9][0-9]{{0,2}}(?:{_S}[0-9]{{1,4}}){{3,6}}(?![0-9])))"
)
"""The look ahead spares nearly all of a text's numbers the forms: fewer than eight digits, and no machine's address."""
_SUM = re.compile("[ \u00a0\u202f]?(?:€|euros?\\b|EUR\\b|k€|m²|m2\\b|kWh|habitants|%|[,.][0-9])")
_NO_IDENTIFIER = re.compile(
    r"(?:(?:\blots?|\bhoraires?|\brangs?|\btirages?|\btailles?|\bscores?|\bquittances?|\b(?:n°|numéro|r[ée]f\.?|code) (?:de )?clients?|\babonnements?|\bfactur\w+|\bcommande|\bcompteurs?|\bcontrats?|\btickets?|\br[ée]f[ée]rences?|\br[ée]f|\bbon|\bdevis|\bmandats?|\btitres?|\bbordereau"
    r"|\bcompte|\barticles?|\bimputation|\bcodes?|\bsiren|\bboîtes?|\bcotes?|\bséries?|\bmarchés?|\bd[ée]lib[ée]ration)"
    r"\b|\br[ée]f\.)(?P<between>[^.,;\n]{0,14})$"
)
_STEMS = (
    "lot", "horaire", "rang", "tirage", "taille", "score", "quittance", "client", "abonnement", "factur", "command", "compte", "contrat",
    "ticket", "ref", "réf", "bon", "devis", "mandat", "titre", "bordereau", "article", "imputation", "code", "siren",
    "boîte", "cote", "série", "marché", "délib", "delib",
)  # fmt: skip
"""One of these stands in all that `_NO_IDENTIFIER` finds: a quick look before the slow one."""
_NUMBERED = re.compile(r"(?:n°|nº|numéro|référence|réf\.?)[ \u00a0]?:?[ \u00a0]?$")
_ENTERPRISE = re.compile(
    r"siret|établissement|entreprise|société|enregistr|immatricul|fournisseur|association|inscrit"
)
_SAID = re.compile(r"\bt[ée]l|\bport|\bfixe|\bmobile|appel|joindre|joignable|\bau $|\bcb\b|\bcarte|\bsiret")
"""What the number is, said between the reference and it."""
_NO_ADDRESS = re.compile(
    r"(?:version|\bv|article|chapitre|paragraphe|section|§|partie|rubrique|annexe|point)\W{0,3}$"
)
_NETWORK = re.compile(
    r"(?:\bip\b|ipv4|adresse|serveur|poste|réseau|hôte|connexion|depuis|\bping|\bdns|passerelle|pare-feu|\bvpn|routeur|\bbox|wi-?fi|caméra|imprimante|copieur|machine|\bnas\b)[^\n]{0,30}$"
)
_SECURITY = re.compile(
    r"(?:sécurité sociale|\bsécu\b|\bnir\b|assurée?|\binsee\b|\bss\b|immatriculation)[^\n]{0,20}$"
)
_IBAN = re.compile("[A-Za-z]{2}[0-9]{2}(?:[ \u00a0\u202f-]?[A-Za-z0-9]){11,27}")
_PLATE = re.compile(
    r"([A-HJ-NP-TV-Za-hj-np-tv-z]{2})([- \u00a0]?)[0-9]{3}\2([A-HJ-NP-TV-Za-hj-np-tv-z]{2})(?![\w-])"
)
_OLD_PLATE = re.compile(
    r"[0-9]{1,4}[ -]?([A-HJ-NP-TV-Z]{2,3})[ -]?(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-6])(?!\w)"
)
_VEHICLE = re.compile(
    r"(?:immatricul|plaque|véhicule|voiture|camion|fourgon|utilitaire|scooter|moto|remorque|tracteur|clio|kangoo"
    r"|peugeot|citroën|renault)[^\n]{0,50}$"
)
_VEHICLES = (
    "immatricul", "plaque", "véhicule", "voiture", "camion", "fourgon", "utilitaire", "scooter", "moto", "remorque",
    "tracteur", "clio", "kangoo", "peugeot", "citroën", "renault",
)  # fmt: skip
"""One of these stands in all that `_VEHICLE` finds."""
_LITTLE_WORDS_AS_WRITTEN = "DE DU AU LE LA EN ET UN UE HT KM EUR TTC RUE BIS TER DES LES SUR"
_LITTLE_WORDS = frozenset(_LITTLE_WORDS_AS_WRITTEN.split())
_BETWEEN_COLONS = re.compile(":[0-9A-Fa-f]{1,4}:")
_MAYBE_IPV6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4})?(?::{1,2}[0-9A-Fa-f]{1,4}){2,7}(?![\w:])")


def find(page: Page) -> Iterator[Span]:
    """Find, in reading order, what begins with digits or holds them."""
    text, done = page.text, 0
    groups = _GROUPS if page.has_any(cases.WORDS) else _LONG_GROUPS
    for group in groups.finditer(text):
        first, end = group.span()
        start = first - (text[first - 1 : first] == "+")
        if start >= done and (span := _read(page, start, end - first)):
            done = span.end
            yield span
    if "::" in page.text or _BETWEEN_COLONS.search(page.text):
        yield from _ipv6(page.text)


def _read(page: Page, start: int, length: int) -> Span | None:
    text = page.text
    before = text[start - 1] if start else " "
    if before.isalpha() or (before in "- \u00a0" and start > 2 and text[start - 2].isupper()):
        if span := _after_letters(page, start):
            return span
        if before.isalpha():
            return cases.read(page, start)
    if length < _LEAST_FORM and _ENDS.match(text, start + length):
        return cases.read(page, start) if length >= _SHORT else None
    shape = _SHAPES.match(text, start)
    if shape and shape.lastgroup and not (before in ".," and start > 1 and text[start - 2].isdigit()):
        kind = Kind(shape.lastgroup)
        if _CHECKS[kind](page, shape):
            return Span(start, shape.end(), kind)
    if length > 4:
        return cases.read(page, start)
    return (
        dates.read(page, start)
        or cases.read(page, start)
        or addresses.read(page, start)
        or _old_plate(page, start)
    )


def _after_letters(page: Page, start: int) -> Span | None:
    """Read what letters open: an account, a plate, a building permit."""
    text = page.text
    is_word = start > 1 and (start == 2 or not text[start - 3].isalnum())
    if (
        is_word
        and checksums.iban_length(text[start - 2 : start].upper())
        and (end := _iban_end(text, start - 2))
    ):
        return Span(start - 2, end, Kind.IBAN)
    first = start - 2 if text[start - 1].isalpha() else start - 3
    if first < 0 or (first and (text[first - 1].isalnum() or text[first - 1] == "-")):
        return cases.permit(page, start)
    plate = _PLATE.match(text, first)
    if plate and _is_plate(page, plate):
        return Span(first, plate.end(), Kind.LICENCE_PLATE)
    return cases.permit(page, start)


def _iban_end(text: str, start: int) -> int:
    """Give where the account's number ends, 0 when it is none."""
    found = _IBAN.match(text, start)
    if not found:
        return 0
    wanted, seen = checksums.iban_length(found[0][:2].upper()), 0
    for place, character in enumerate(found[0]):
        seen += character.isalnum()
        if seen == wanted:
            end = start + place + 1
            compact = "".join(c for c in text[start:end] if c.isalnum()).upper()
            is_whole = end == len(text) or not text[end].isalnum()
            return end if is_whole and checksums.is_iban(compact) else 0
    return 0


def _is_plate(page: Page, plate: re.Match[str]) -> bool:
    if _is_reference(page, plate.start(), within=24):
        return False
    if plate[2] == "-":
        return True
    is_upper = plate[1].isupper() and plate[3].isupper()
    return is_upper and plate[1] not in _LITTLE_WORDS and plate[3] not in _LITTLE_WORDS


def _old_plate(page: Page, start: int) -> Span | None:
    plate = _OLD_PLATE.match(page.text, start)
    if not plate or plate[1] in _LITTLE_WORDS or not page.has_any(_VEHICLES):
        return None
    return Span(start, plate.end(), Kind.LICENCE_PLATE) if _VEHICLE.search(page.before(start, 70)) else None


def _is_ip(page: Page, shape: re.Match[str]) -> bool:
    parts = [int(part) for part in shape[0].split(".")]
    before = page.before(shape.start(), 40)
    if max(parts) > 255 or _NO_ADDRESS.search(before):
        return False
    return parts[0] == 10 or max(parts) > 31 or bool(_NETWORK.search(before))


def _is_nir(page: Page, shape: re.Match[str]) -> bool:
    compact = "".join(character for character in shape[0] if character.isalnum()).replace("clé", "")
    if len(compact) == 15:
        return checksums.is_nir(compact)
    return bool(_SECURITY.search(page.before(shape.start(), 50)))


def _is_card(page: Page, shape: re.Match[str]) -> bool:
    return checksums.is_card(_digits(shape[0])) and not _is_reference(page, shape.start(), within=40)


def _is_siret(page: Page, shape: re.Match[str]) -> bool:
    if not checksums.is_siret(_digits(shape[0])):
        return False
    lead = page.before(shape.start(), 40)
    if _NUMBERED.search(lead) and not _ENTERPRISE.search(lead):
        return False  # one number in ten passes the sum: a customer's is no establishment's
    return not _is_reference(page, shape.start(), within=40)


def _is_phone(page: Page, shape: re.Match[str]) -> bool:
    digits = _digits(shape[0])
    if not 8 <= len(digits) <= 15 or _SUM.match(page.text, shape.end()) or _is_count(digits):
        return False
    return not _is_reference(page, shape.start(), within=30)


def _is_count(digits: str) -> bool:
    """Tell « 05 06 07 08 09 », which counts, from a telephone number."""
    if len(digits) != 10 or int(digits[2:4]) != int(digits[:2]) + 1:
        return False
    pairs = [int(digits[place : place + 2]) for place in range(0, 10, 2)]
    return all(after == one + 1 for one, after in pairwise(pairs))


def _is_reference(page: Page, place: int, *, within: int) -> bool:
    """Tell the number of an invoice, a lot or a customer, which is nobody's."""
    lead = page.before(place, within)
    reference = _NO_IDENTIFIER.search(lead) if holds_any(lead, _STEMS) else None
    return reference is not None and not _SAID.search(reference["between"])


def _digits(written: str) -> str:
    return "".join(filter(str.isdigit, written))


def _ipv6(text: str) -> Iterator[Span]:
    for found in _MAYBE_IPV6.finditer(text):
        try:
            IPv6Address(found[0])
        except AddressValueError:
            continue
        yield Span(found.start(), found.end(), Kind.IP_ADDRESS)


_CHECKS: dict[Kind, Callable[[Page, re.Match[str]], bool]] = {
    Kind.IP_ADDRESS: _is_ip,
    Kind.NIR: _is_nir,
    Kind.BANK_CARD: _is_card,
    Kind.SIRET: _is_siret,
    Kind.PHONE: _is_phone,
}
