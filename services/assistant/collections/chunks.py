"""A document cut into passages: each within one place, never longer than a screen, whole sentences where it can be."""

from collections.abc import Iterable, Iterator, Sequence

from services.assistant.engine import sentences

LONGEST = 1_100
"""Characters of a passage."""
_ENOUGH = 700
"""Beyond this, a new paragraph begins a new passage."""


def cut(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cut the parts of a document (place, text) into passages (place, text), in order; nothing is lost."""
    return [(place, passage) for place, text in parts for passage in _passages(text)]


def _passages(text: str) -> Iterator[str]:
    held = ""
    for paragraph in text.split("\n"):
        for piece in _pieces(paragraph.strip()):
            if held and (len(held) + len(piece) >= LONGEST or len(held) >= _ENOUGH):
                yield held
                held = ""
            held = f"{held}\n{piece}" if held else piece
    if held:
        yield held


def _pieces(paragraph: str) -> Iterator[str]:
    """Cut a paragraph that is too long at its sentences; a sentence that is too long, between two words."""
    if len(paragraph) <= LONGEST:
        if paragraph:
            yield paragraph
        return
    held = ""
    for part in _short(sentences.split(paragraph)):
        if held and len(held) + len(part) >= _ENOUGH:
            yield held
            held = ""
        held = f"{held} {part}" if held else part
    if held:
        yield held


def _short(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        rest = part
        while len(rest) > LONGEST:
            end = rest.rfind(" ", 0, LONGEST)
            end = end if end > LONGEST // 2 else LONGEST
            yield rest[:end]
            rest = rest[end:].lstrip()
        if rest:
            yield rest
