"""French sentences, cut where they end: not after "M.", "art." or "n°", nor inside a quotation."""

import re

# A stop after these does not end a sentence.
_ABBREVIATIONS_LIST = (
    "m mm mme mmes mlle dr pr me mgr st ste art al p pp ex cf c.-à-d c-à-d env n no nos réf ref tél tel fig chap t vol éd ed av bd "
    "boul pl rte ch resp max min hab approx adj dép dir gén arr par. sect § janv févr avr juil sept oct nov déc fr l r d i.e e.g "
    "ed coll trad ibid op cit apr n.b"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_LIST.split())
_MAY_END = frozenset({"etc"})  # ends a sentence when a capital follows
_STOP = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\s\u00a0\u202f]*[»”\")\]]+)?(?=[\s\u00a0]|$)")
_BLANK = re.compile(r"\n[ \t]*\n+|\n(?=[ \t]*(?:[-*•–]|\d+[.)])[ \t])")
_LONGEST_QUOTE = 600  # an opening quotation mark that is never closed must not swallow the text


def split(text: str) -> list[str]:
    """Cut a text into sentences, each quoted as it stands but for line breaks and runs of spaces."""
    found = [_flat(part) for block in _BLANK.split(text) for part in _cut(block)]
    return [part for part in found if part]


def _flat(part: str) -> str:
    return re.sub(r"[ \t\n\r]+", " ", part).strip()


def _cut(block: str) -> list[str]:
    parts: list[str] = []
    start = 0
    quotes = _quotations(block)
    for stop in _STOP.finditer(block):
        if _ends(block, stop, start=start) and not any(
            opened < stop.start() < closed for opened, closed in quotes
        ):
            parts.append(block[start : stop.end()])
            start = stop.end()
    return [*parts, block[start:]]


def _quotations(block: str) -> list[tuple[int, int]]:
    return [
        (quote.start(), quote.end() - 1) for quote in re.finditer(rf"«[^»]{{0,{_LONGEST_QUOTE}}}»", block)
    ]


def _ends(block: str, stop: re.Match[str], *, start: int) -> bool:
    after = block[stop.end() : stop.end() + 40].lstrip()
    starts_anew = not after or not after[0].islower()
    if stop["stop"] != ".":
        return starts_anew
    before = block[max(start, stop.start() - 24) : stop.start()]
    word = re.split(r"[\s\u00a0(«'’]", before)[-1].lower()
    if word in _ABBREVIATIONS or re.fullmatch(r"[a-zà-ÿ](?:\.-?[a-zà-ÿ])*", word):
        return not after
    if word.isdigit() and before.strip().lower() == word and start + 4 > stop.start() - len(word):
        return False  # "1." at the head of a list item
    return starts_anew or (word not in _MAY_END and len(word) > 3)
