"""What a text says about people that its author may not want to send: found here, by rules, without any model."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from services.assistant.safeguards import addresses, names, numbers
from services.assistant.safeguards.pages import Page
from services.assistant.safeguards.spans import Kind, Span

_LOCAL = re.compile(r"[\w.+%’'-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9À-ÿ-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


def find(text: str) -> tuple[Span, ...]:
    """Find personal data: sorted, never overlapping, the earliest first and the longest of two that begin together."""
    page = Page.of(text)
    formed = _apart([*_emails(text), *numbers.find(page), *addresses.find_named(page)])
    return _apart(names.find(text, low=page.low), keep=formed)


def _emails(text: str) -> Iterator[Span]:
    place = text.find("@")
    while place >= 0:
        local = _LOCAL.search(text, max(0, place - 64), place)
        domain = _DOMAIN.match(text, place + 1)
        if local and domain:
            start = local.end() - len(local[0].lstrip(".’'-"))
            if start < place:
                yield Span(start, domain.end(), Kind.EMAIL)
        place = text.find("@", place + 1)


def _apart(spans: Iterable[Span], *, keep: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Sort, and drop what overlaps: first what is to be kept, then the earliest, the longest."""
    found = list(spans)
    if not found:
        return tuple(keep)
    kept = list(keep)
    starts = [span.start for span in kept]
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        place = bisect_right(starts, span.start)
        is_free_before = place == 0 or kept[place - 1].end <= span.start
        is_free_after = place == len(kept) or span.end <= kept[place].start
        if is_free_before and is_free_after:
            kept.insert(place, span)
            starts.insert(place, span.start)
    return tuple(kept)
