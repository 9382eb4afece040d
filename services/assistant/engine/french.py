"""French as it is written: elision, contraction, dates in words, typography."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

NBSP = "\u00a0"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

# Words whose first letter refuses elision: aspirated h, and the few others grammars list.
_NO_ELISION = re.compile(
    r"(?:hache|hai[er]|haie|hall|halte|hamac|hameau|hand|hangar|harcel|hasard|hauss|haut(?!eriv)|havre|herisson|hernie"
    r"|heros\b|herse|hetre|hibou|hierarch|hockey|holland|homard|hongr|honte|hors|houblon|houle|huit(?!r)|hurl|hutte"
    r"|onz|oui\b|ouistiti|uhlan|ululement|y(?!onne|erre|eux|ev)[aeiou])"
)


def clean(text: str) -> str:
    """Bring typed text to one shape: composed accents, straight apostrophes, single spaces; lines are kept."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("ʼ", "'").replace("\r\n", "\n")
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = _BLANKS.sub(" ", text.replace("\r", "\n"))
    return _LINE_ENDS.sub("\n", text).strip() if "\n" in text else text.strip()


_BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
"""What is more than one plain space, or another kind."""
_LINE_ENDS = re.compile(r" ?\n ?")


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Lower the case and drop the accents, letter for letter: positions stay those of the composed text.

    Cached, because reading a request looks at the same text from many places.
    """
    low = text.lower()
    if len(low) != len(text):  # a few letters grow when they shrink
        return text.translate(_FOLDED)
    return _BEYOND_ASCII.sub(lambda letter: _FOLDED[ord(letter[0])], low)


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


class _Folding(dict[int, str]):
    """What each letter folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


_FOLDED = _Folding()


def _fold_letter(letter: str) -> str:
    lower = letter.lower()
    bare = unicodedata.normalize("NFD", lower)[:1] if letter.isalpha() else lower
    return bare if len(bare) == 1 else letter


def elides(phrase: str) -> bool:
    """Tell whether "de", "que" or "le" drop their vowel before this phrase."""
    start = fold(phrase.lstrip("«*[ " + NBSP))[:12].replace("œ", "o").replace("æ", "a")
    return bool(re.match(r"[aeiouyh]", start)) and not _NO_ELISION.match(start)


def elide(word: str, phrase: str) -> str:
    """Put a short word (de, que, le, la, je, ne …) before a phrase, elided where French asks for it."""
    return f"{word[:-1]}'{phrase}" if elides(phrase) else f"{word} {phrase}"


def with_de(phrase: str) -> str:
    """Put "de" before a phrase: du, des, de la, d', de."""
    return _contract("de", phrase, {"le": "du", "les": "des"})


def with_a(phrase: str) -> str:
    """Put "à" before a phrase: au, aux, à la, à."""
    return _contract("à", phrase, {"le": "au", "les": "aux"})


def _contract(preposition: str, phrase: str, merged: dict[str, str]) -> str:
    first, _, rest = phrase.partition(" ")
    if rest and first in {"le", "les", "Le", "Les"}:
        return f"{merged[first.lower()]} {rest}"
    if (
        preposition == "de" and rest and first in {"des", "du"}
    ):  # "de" swallows the partitive: une demande de places
        return elide("de", rest)
    return elide("de", phrase) if preposition == "de" else f"{preposition} {phrase}"


def without_de(phrase: str) -> str:
    """Take "de" off the front of a phrase: "du bruit" gives "le bruit", "d'un arbre" gives "un arbre"."""
    return _uncontract(phrase, {"du": "le", "des": "les"}, r"(?:de |d')(?=\S)")


def without_a(phrase: str) -> str:
    """Take "à" off the front of a phrase: "au conseil" gives "le conseil"."""
    return _uncontract(phrase, {"au": "le", "aux": "les"}, r"(?:à|a) (?=\S)")


def _uncontract(phrase: str, split: dict[str, str], bare: str) -> str:
    first, _, rest = phrase.partition(" ")
    if rest and first.lower() in split:
        return f"{split[first.lower()]} {rest}"
    return re.sub(rf"^{bare}", "", phrase, count=1, flags=re.IGNORECASE)


def day_in_words(day: date) -> str:
    """Write a date as letters do: "1er mars 2026", "24 novembre 2026"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def weekday_in_words(day: date) -> str:
    """Write a date with its day of the week: "mardi 24 novembre 2026"."""
    return f"{DAYS[day.weekday()]} {day_in_words(day)}"


_UNITS = (
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {
    2: "vingt",
    3: "trente",
    4: "quarante",
    5: "cinquante",
    6: "soixante",
    7: "soixante",
    8: "quatre-vingt",
}


def year_in_words(year: int) -> str:
    """Write a year of this century in full, as resolutions do: "deux mille vingt-six". Others stay in figures."""
    if not 2000 <= year <= 2099:
        return str(year)
    return f"deux mille {_below_hundred(year - 2000)}".strip()


def _below_hundred(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    tens = min(number // 10, 8)
    if tens in {7, 8}:
        tens = 6 if tens == 7 else 8
    rest = number - tens * 10
    if rest == 0:
        return "quatre-vingts" if tens == 8 else _TENS[tens]
    link = " et " if rest in {1, 11} and tens != 8 else "-"
    return f"{_TENS[tens]}{link}{_UNITS[rest]}"


def capitalise(phrase: str) -> str:
    """Raise the first letter and leave the others as they are."""
    return phrase[:1].upper() + phrase[1:]


def sentence(phrase: str) -> str:
    """Make a sentence of a phrase: capital, one final stop."""
    phrase = capitalise(phrase.strip().rstrip(" ;,:"))
    return phrase if phrase.endswith((".", "!", "?", "…")) else f"{phrase}."


def listing(words: list[str]) -> str:
    """Join words as one says them: "a, b et c"."""
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def typeset(text: str) -> str:
    """Put the no-break spaces of French typography where plain spaces stood, and drop doubled spaces."""
    text = re.sub(r"(?<=\S) +(?=\S)", " ", text)
    text = re.sub(r"(?<=\S) (?=[:;?!»%€])", NBSP, text)
    text = re.sub(r"« ?(?=\S)", f"«{NBSP}", text)
    text = re.sub(r"(?<=[^\s»])(?=»)", NBSP, text)
    text = re.sub(f"{NBSP}+", NBSP, text)
    return re.sub(r"(?<=n°) (?=\d|\[)|(?<=\b[LRD]\.) (?=\d)|(?<=\d) (?=\d{3}\b)", NBSP, text)
