"""Postal addresses: a number and a way, with what follows up to the town; or a place where somebody is said to live."""

import re
from collections.abc import Iterator

from services.assistant.safeguards.pages import Page
from services.assistant.safeguards.spans import Kind, Span

_SURE = (
    r"rue|r\.|avenue|av\.?|boulevard|bd\.?|bld\.?|chemin|ch\.|impasse|imp\.?|allées?|route|rte|quai|square|sentier"
    r"|sente|ruelle|faubourg|fg|hameau|lieu[- ]dit|lotissement|résidence|montée|venelle|rond-point|traverse"
)
_UNSURE = r"place|pl\.|cours|passage|cité|clos|villa|mail|promenade|voie|domaine|parc|esplanade|lot\."
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_LINK = r"(?:(?:de|du|des|la|le|les|aux?|à|et|en|sur|sous|lès|DE|DU|DES|LA|LE|LES|AUX?)[ \u00a0]|[lLdD]['’])"
_TOWN = (
    rf"[{_CAPITAL}][\w’'-]*(?:[ -](?:(?:sur|sous|en|le|la|les|lès|de|du|des|d['’]|l['’])[ -]?)*[{_CAPITAL}][\w’'-]*){{0,5}}"
    r"(?:[ ]cedex(?:[ ][0-9]{1,2})?)?"
)
_STREET = re.compile(
    rf"[0-9]{{1,4}}(?:[ ]?(?:bis|ter|quater|[a-dA-D](?!\w)))?(?:[ ]?[-/][ ]?[0-9]{{1,4}})?[ ]?,?[ \u00a0]+"
    rf"(?:(?P<sure>(?i:{_SURE}))|(?P<unsure>(?i:{_UNSURE})))[ \u00a0]+"
    rf"(?P<name>{_LINK}{{0,3}}[\w’'.-]*\w(?:[ ]{_LINK}{{0,3}}(?:[{_CAPITAL}][\w’'-]*|[0-9]{{1,4}}(?=[ ][a-zà-ÿ]{{3,9}}[ ][0-9]{{4}}))){{0,6}})"
    rf"(?:[ ](?:septembre|novembre|mai|juin|août|avril|mars)(?:[ ][0-9]{{4}})?)?"
    rf"(?:[,]?[ ](?i:appartement|appt\.?|apt\.?|bâtiment|bât\.?|escalier|étage|porte)[ ]\w{{1,4}}){{0,3}}"
    rf"(?P<town>[ ]?[,–-]?[\s\u00a0]{{1,2}}(?:[0-9]{{5}}|[0-9]{{2}}[ ][0-9]{{3}})[ \u00a0](?:{_TOWN}|(?i:{_TOWN})))?"
)
_PLOT = re.compile(r"\b[A-Z]{1,2} $")
"""A plot of the land register (« AC 245, rue du Moulin ») is no house number."""
_LIVED = re.compile(
    r"(?:demeurant|domicilié[e·]*s?|réside|résidant|habit(?:e|ant|ons|ent)|adresse(?: postale)?)[ \u00a0]*:?[ ]"
    r"(?:au |à la |à |aux |dans )?"
)
_LIVED_WORDS = ("demeurant", "domicili", "résid", "habit", "adresse")
_PLACE = re.compile(
    rf"(?:(?i:lieu[- ]dit|hameau|ferme|{_SURE})[ \u00a0](?:{_LINK}{{0,3}}[{_CAPITAL}«][\w’'-]*[ ]?){{1,5}}|[{_CAPITAL}][\w’' -]{{2,40}}?)"
    rf"[,]?[ ](?:à[ ])?[0-9]{{5}}[ ]{_TOWN}"
)


def read(page: Page, start: int) -> Span | None:
    """Read an address whose number begins here."""
    found = _STREET.match(page.text, start)
    if (
        not found
        or _PLOT.search(page.text, max(0, start - 4), start)
        or not (found["sure"] or _is_named(found))
    ):
        return None
    return Span(start, start + len(found[0].rstrip(" .,")), Kind.ADDRESS)


def _is_named(found: re.Match[str]) -> bool:
    """Tell « 3 place Carnot » from « 3 cours de danse »."""
    return bool(found["town"]) or any(letter.isupper() for letter in found["name"])


def find_named(page: Page) -> Iterator[Span]:
    """Find addresses without a number, after a word that says where somebody lives."""
    for place in page.places(_LIVED_WORDS):
        lived = _LIVED.match(page.low, place)
        if lived and (found := _PLACE.match(page.text, lived.end())):
            yield Span(lived.end(), found.end(), Kind.ADDRESS)
