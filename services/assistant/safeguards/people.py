"""Who and where: names and postal addresses, by rules that will miss some. The page says so."""

import re
from collections.abc import Iterator

from services.assistant.safeguards.first_names import FIRST_NAMES
from services.assistant.safeguards.numbers import Span

_UPPER = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
_LOWER = "a-zàâäçéèêëîïôöùûüÿœæ"
_WORD = rf"(?:[DdLO]['’])?[{_UPPER}][{_UPPER}{_LOWER}]*(?:[-'’][{_UPPER}{_LOWER}]+){{0,4}}"
_PARTICLE = r"(?:de la|de|du|des|van der|van|von|ben|el|le|la)"
_GAP = "[ \u00a0]"
_SURNAME = rf"(?:{_PARTICLE}{_GAP})?{_WORD}"
_TITLED = re.compile(
    rf"(?<!\w)(?:MM?\.|Mr\.?|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames|Me|Maître|Dr\.?|Docteur|Pr\.?|Professeur){_GAP}"
    rf"(?P<name>(?:(?:de la|de|du|van|von){_GAP})?{_WORD}(?:{_GAP}{_SURNAME}){{0,3}})"
)
_CAPITALISED = re.compile(rf"(?<![\w'’-]){_WORD}")
_FOLLOWER = re.compile(rf"(?:{_GAP}{_SURNAME}){{1,3}}")
_CAPITALS = re.compile(rf"(?<![\w-])(?:[{_UPPER}]{{2,}}(?:[-'’][{_UPPER}]+)?{_GAP}){{1,2}}$")
_OFFICE_WORDS = (
    "Maire Mairesse Préfet Préfète Président Présidente Député Députée Sénateur Sénatrice Adjoint Adjointe Directeur "
    "Directrice Ministre Conseiller Conseillère Secrétaire Trésorier Trésorière Procureur Juge Sous-Préfet "
    "Sous-Préfète Le La Les Et Ou Mairie Monsieur Madame Mme Commissaire Recteur Rectrice Receveur"
)
_OFFICES = frozenset(_OFFICE_WORDS.split())
_END_WORDS = "Mairie Commune Conseil Préfecture Service Et Ou Le La Les Pour Objet Madame Monsieur Mme"
_ENDS = frozenset(_END_WORDS.split())
_PLACE = re.compile(
    r"\b(?:rue|avenue|boulevard|place|écoles?|collège|lycée|salle|stade|gymnase|centre|hôpital|espace|résidence|square"
    r"|médiathèque|bibliothèque|complexe|allée|impasse|chemin|quai|pont|parc|loi|plan|fondation|prix|crèche|maternelle"
    r"|primaire|élémentaire|piscine|théâtre|cité|maison|église|port|tour|université|Ehpad)\s(?:de\s|du\s|d['’])?$",
    re.IGNORECASE,
)
_STREET = (
    r"(?:rue|avenue|av\.|boulevard|bd|bld|chemin|impasse|allées?|sentier|ruelle|faubourg|lotissement|hameau|lieu-dit"
    r"|esplanade|venelle|montée|rond-point|clos|promenade|traverse|chaussée|sente)"
)
_DOUBTFUL = r"(?:place|route|quai|cours|square|passage|résidence|voie|cité|villa)"
_LINK = r"(?:(?:de|du|des|la|le|les|à|au|aux|en|et|sur|sous)\s|[ldLD]['’])"
_LANE = rf"(?:[{_UPPER}{_LOWER}][\w'’.-]*|[0-9]{{1,2}}(?:er)?[ -][{_UPPER}{_LOWER}][\w]+(?:[ -][0-9]{{4}})?)"
_PROPER = rf"(?:[{_UPPER}][\w'’-]*|[0-9]{{1,2}}(?:er)?[ -][\w]+(?:[ -][0-9]{{4}})?|mairie|église|gare|poste|marché|république)"
_REST = rf"(?:\s{_LINK}{{0,2}}[{_UPPER}][\w'’-]*){{0,4}}"
_TOWN = rf"(?:,?\s+(?:à\s)?[0-9]{{5}}\s+[{_UPPER}][\w'’-]*(?:\s[{_UPPER}][\w'’-]*){{0,3}})?"
_ADDRESS = re.compile(
    rf"(?<![\w°/-])[0-9]{{1,4}}(?:\s?(?:bis|ter|quater)|\s?[A-D])?,?\s(?:(?i:{_STREET})\s{_LINK}{{0,2}}{_LANE}"
    rf"|(?i:{_DOUBTFUL})\s{_LINK}{{0,2}}{_PROPER}){_REST}{_TOWN}"
)


def addresses(text: str) -> Iterator[Span]:
    """Find a number, a kind of street and its name, and the town when it follows."""
    for found in _ADDRESS.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(" .,-"))


def names(text: str) -> Iterator[Span]:
    """Find whoever has a civility, then whoever begins with a common first name. A street's patron is nobody."""
    for found in _TITLED.finditer(text):
        if found["name"].split()[0] not in _OFFICES:
            start = found.start("name")
            yield start, start + _kept(found["name"])
    for found in _CAPITALISED.finditer(text):
        if _is_first(found[0]):
            yield from _named(text, found)


def _named(text: str, first: re.Match[str]) -> Iterator[Span]:
    before = text[max(0, first.start() - 40) : first.start()]
    if _PLACE.search(before):
        return
    if follower := _FOLLOWER.match(text, first.end()):
        whole = text[first.start() : follower.end()]
        if (kept := _kept(whole)) > len(first[0]):
            yield first.start(), first.start() + kept
            return
    if capitals := _CAPITALS.search(before):
        yield first.start() - len(capitals[0]), first.end()


def _is_first(word: str) -> bool:
    return all(part.capitalize() in FIRST_NAMES for part in word.split("-"))


def _kept(name: str) -> int:
    """Give the length of the name before a word that is no name."""
    length = 0
    for word in re.finditer(r"\S+", name):
        if word[0] in _ENDS and length:
            break
        if word[0][0].isupper() or word[0][1:2] in {"'", "’"}:
            length = word.end()
    return length
