"""Names of people, without a model: titles, first names, signatures, and the surnames these have taught.

Names are never certain. What is found is proposed to the person who writes; the figures are in the test's report.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from services.assistant.safeguards.first_names import FIRST_NAMES
from services.assistant.safeguards.spans import Kind, Span
from services.kit.text import fold

_C = "A-ZÀ-ÖØ-Þ"
_WORD = rf"[{_C}][\w’'-]*\w"
_PARTICLE = r"(?:(?:de l['’]|(?i:de la|de|du|des|von|van|ben|bel|el|al|da|di|dos|le|la))[ \u00a0]|d['’])"
_NAME = rf"(?:{_PARTICLE}?{_WORD}|[{_C}]\.)(?:[ \u00a0]{_PARTICLE}?(?:{_WORD}|[{_C}]\.(?=[ ][{_C}]))){{0,3}}"
_CAPITALISED = re.compile(rf"[{_C}][\w’'-]*\.?")
_TITLES_AS_WRITTEN = (
    "m mm mme mmes mlle mlles mr mrs monsieur madame mademoiselle messieurs mesdames me maitre dr docteur pr"
)
_TITLES = frozenset(_TITLES_AS_WRITTEN.split())
_ANNOUNCING = ("monsieur ", "madame ", "docteur ", "maître ", "mme ", "mlle ", "née ")
_AFTER_TITLE = re.compile(rf"\.?[ \u00a0]{{1,2}}(?P<name>{_NAME})")
_AND = re.compile(rf"[ ](?:et|ou)[ ](?P<name>{_NAME})")
_FOLLOWERS = re.compile(rf"(?:[ ](?:{_PARTICLE})?(?:{_WORD}|[{_C}]\.(?=[ ][{_C}]))|-{_WORD}){{1,3}}")
_SURNAME_FIRST = re.compile(
    rf"[{_C}]{{2}}[{_C}'’-]*(?:[ ][{_C}]{{2}}[{_C}'’-]*){{0,2}}[ ](?P<first>[{_C}][a-zà-ÿ]+(?:-[{_C}][a-zà-ÿ]+)?)"
)
_INITIAL = re.compile(rf"[{_C}](?:\.-?[{_C}])?\.[ \u00a0]?(?P<last>{_PARTICLE}?[{_C}][\w’'-]{{2,}}\w)")
_SIGNED = re.compile(
    r"(?:cordialement|bien à vous|salutations(?: distinguées)?|sentiments (?:distingués|les meilleurs)|signé|bonne journée"
    r"|bonne réception|le (?:requérant|demandeur)|l['’]intéressée?|nom(?: et prénom)?|prénom|agente?|interlocut(?:eur|rice)"
    r"|contact|référente?|usager|demande(?:ur|use)|conjointe?|époux|épouse|fils|fille|née?)[ ]?[:,.]?\s{1,3}$"
)
_ROLES_AS_WRITTEN = (
    "maire adjoint adjointe president presidente prefet prefete directeur directrice depute deputee senateur "
    "senatrice ministre conseiller conseillere secretaire tresorier tresoriere juge procureur commissaire "
    "inspecteur inspectrice recteur rectrice chef responsable comptable receveur percepteur proviseur "
    "principal principale procureure vice premier premiere sous colonel capitaine lieutenant commandant "
    "mesdames messieurs madame monsieur"
)
_ROLES = frozenset(_ROLES_AS_WRITTEN.split())
_COMMON_AS_WRITTEN = (
    "le la les un une des du de ce cette ces cet nous vous je il elle on ils elles et ou mais donc or ni car "
    "que qui quoi dont mairie commune conseil communaute departement region etat prefecture service services "
    "direction agence france place rue avenue salle ecole college lycee stade eglise pont article loi code "
    "decret bonjour bonsoir objet cordialement janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche chapitre titre annexe lot "
    "madame monsieur telephone tel courriel mail iban siret nir adresse numero dossier facture sur sous dans "
    "par pour avec sans selon vu considerant apres avant lors si en au aux est a pole internet office excel "
    "word europe bourgogne franche comte saone loire nievre yonne cote or jura doubs travail nationale "
    "national municipal municipale general generale merci date reunion ordre jour compte rendu"
)
_COMMON = frozenset(_COMMON_AS_WRITTEN.split())
_ARTICLES = frozenset({"le", "la", "les", "de", "du", "des"})
"""Part of a surname (« Le Goff ») when a name follows, of nothing otherwise (« le Maire »)."""
_PLACE = re.compile(
    r"(?:rue|avenue|boulevard|place|square|impasse|allée|quai|école|groupe scolaire|collège|lycée|salle|stade|gymnase"
    r"|médiathèque|bibliothèque|espace|centre|hôpital|résidence|ehpad|théâtre|piscine|parc|pont|aéroport|université"
    r"|maison|complexe|crèche|foyer|fondation|prix|plan|loi|cité|esplanade|cours|pôle|institut|musée|saint|sainte"
    r"|cimetière|fort|lac|port|station|barrage|centre-ville|multi-accueil|dispositif|logiciel|rapport|tour)s?"
    r"(?:[ -](?:[a-zà-ÿ]+['’]?|l['’]|d['’]))*[ \u00a0-]?(?:du docteur |du général |du maréchal |de l['’]abbé )?$"
)
_PART = re.compile(r"\S+")
_LEAST_SURNAME = 4


def find(text: str, *, low: str) -> Iterator[Span]:
    """Find names, in reading order; then what is left of them elsewhere in the text, a surname on its own."""
    done, surnames = 0, set[str]()
    for word in _CAPITALISED.finditer(text):
        start = word.start()
        is_announced = text.endswith(_ANNOUNCING, 0, start)
        if start < done or not (is_announced or _speaks(word[0])) or not _begins(text, start):
            continue
        for begin, end in _after_title(text, start - 1) if is_announced else _read(text, low, word):
            surnames |= _surname(text[begin:end])
            done = end
            yield Span(begin, end, Kind.PERSON_NAME)
    if surnames:
        yield from _again(text, surnames)


def _begins(text: str, start: int) -> bool:
    """Tell whether a word of its own begins here, an elision (« d’Anne ») before it or not."""
    before = text[start - 1 : start]
    return not (before.isalnum() or (before and before in "-@_["))


def _read(text: str, low: str, word: re.Match[str]) -> Iterator[tuple[int, int]]:
    bare = word[0].rstrip(".")
    if _is_title(bare):
        yield from _after_title(text, word.start() + len(bare))
    elif _is_first(bare):
        yield from _with_first(text, low, word.start(), len(bare))
    elif _may_be_surname(bare):
        found = _SURNAME_FIRST.match(text, word.start())
        if found and _fold(found["first"].split("-")[0]) in FIRST_NAMES:
            yield word.start(), found.end()
    elif len(bare) < _LEAST_SURNAME:
        found = _INITIAL.match(text, word.start())
        if (
            found
            and _is_name(found["last"])
            and not _PLACE.search(low[max(0, word.start() - 40) : word.start()])
        ):
            yield word.start(), found.end()


@lru_cache(maxsize=20_000)
def _speaks(word: str) -> bool:
    """Tell whether a word may open a name by itself; nearly none does, and texts say the same ones again and again."""
    bare = word.rstrip(".")
    return _is_title(bare) or _is_first(bare) or _may_be_surname(bare) or len(bare) < _LEAST_SURNAME


def _is_title(bare: str) -> bool:
    key = _fold(bare)
    return key in _TITLES and (key not in {"me", "pr", "mr", "m"} or len(bare) < 3)


def _is_first(bare: str) -> bool:
    return _fold(bare) in FIRST_NAMES or (
        "-" in bare and _fold(bare.split("-", maxsplit=1)[0]) in FIRST_NAMES
    )


def _may_be_surname(bare: str) -> bool:
    return len(bare) > 1 and bare.isupper() and _fold(bare) not in _COMMON


def _with_first(text: str, low: str, start: int, length: int) -> Iterator[tuple[int, int]]:
    """Read a name from its first name: what follows it, or alone where somebody signs."""
    end = _after_first(text, start + length)
    if end and not _PLACE.search(low[max(0, start - 60) : start]):
        yield start, end
    elif not end and _SIGNED.search(low[max(0, start - 42) : start]):
        yield start, start + length


def _after_title(text: str, place: int) -> Iterator[tuple[int, int]]:
    found = _AFTER_TITLE.match(text, place)
    while found:
        start, end = _trimmed(found)
        if end <= start:
            return
        yield start, end
        found = _AND.match(text, end)
        if found and _fold(found["name"].split()[0].rstrip(".")) in _TITLES:
            return


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    """Cut a name before a word that is a role or a common one; nothing is left of « le Maire »."""
    start = end = found.start("name")
    for part in _PART.finditer(found["name"]):
        key = _fold(part[0].rstrip("."))
        bare = key.split()[-1] if key else ""
        if key in _ARTICLES:
            continue
        if part[0][0].isupper() or part[0][:2] in {"d'", "d’"}:
            if bare in _ROLES or (bare in _COMMON and part.start()) or key in _TITLES:
                break
            end = start + part.end()
    return start, end


def _after_first(text: str, place: int) -> int:
    """Give where the name ends that a first name begins: 0 when nothing follows it."""
    found = _FOLLOWERS.match(text, place)
    if not found:
        return 0
    end = place
    for part in re.finditer(r"[^ ]+", found[0]):
        key = _fold(part[0].strip("-."))
        if key in _ARTICLES:
            continue
        if part[0].strip("-")[0].isupper() or part[0][:2] in {"d'", "d’"}:
            if key in _COMMON or key in _ROLES or key in _TITLES:
                break
            end = place + part.end()
    return end


def _is_name(word: str) -> bool:
    key = _fold(word)
    return key not in _COMMON and key not in _ROLES and not any(character.isdigit() for character in word)


def _surname(name: str) -> set[str]:
    last = name.rsplit(maxsplit=1)[-1]
    if len(last) < _LEAST_SURNAME or _fold(last) in FIRST_NAMES or not _is_name(last):
        return set()
    return {last, last.capitalize(), last.upper()}


def _again(text: str, surnames: set[str]) -> Iterator[Span]:
    for surname in surnames:
        place = text.find(surname)
        while place >= 0:
            end = place + len(surname)
            before, after = text[place - 1 : place], text[end : end + 1]
            if not (before.isalnum() or before in {"-", ".", "@"} or after.isalnum() or after in {"-", "@"}):
                yield Span(place, end, Kind.PERSON_NAME)
            place = text.find(surname, end)


_FOLDED: dict[str, str] = {}


def _fold(word: str) -> str:
    """Fold a word, remembering it: texts say the same words again and again."""
    known = _FOLDED.get(word)
    if known is None:
        if len(_FOLDED) > 20_000:
            _FOLDED.clear()
        known = _FOLDED[word] = fold(word)
    return known
