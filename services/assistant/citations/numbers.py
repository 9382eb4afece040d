"""Numbers between brackets: which of them cite, and how a quoted text is kept from citing by accident."""

import re
from collections.abc import Iterable

from services.assistant.citations.tables import Citation

NUMBER = re.compile(r"\[(\d{1,2})\]")
_SEVERAL = re.compile(r"\[(\d{1,2}(?:\s*[,;]\s*\d{1,2})+)\]")


def spread(text: str) -> str:
    """Write « [1, 2] » as « [1][2] »."""
    return _SEVERAL.sub(lambda found: "".join(f"[{one}]" for one in re.findall(r"\d+", found[1])), text)


def cited(text: str) -> set[int]:
    """Give the numbers that a text cites, given or not."""
    return {int(found[1]) for found in NUMBER.finditer(spread(text))}


def quiet(text: str) -> str:
    """Keep the brackets of a document from being taken for ours: « [2] » becomes « [ 2 ] »."""
    return NUMBER.sub("[\u00a0\\1\u00a0]", spread(text))


def address(one: Citation) -> str:
    """Give the page where a cited passage is read."""
    return f"/assistant/documents/{one.collection_id}/passages/{one.passage_id}"


def links(citations: Iterable[Citation]) -> dict[int, str]:
    """Give the address behind each number that may be cited."""
    return {one.number: address(one) for one in citations}
