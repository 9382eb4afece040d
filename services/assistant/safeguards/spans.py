"""A place in a text and what it holds."""

from typing import NamedTuple

from services.assistant.schemas import FindingKind as Kind

__all__ = ["Kind", "Span"]


class Span(NamedTuple):
    """Where something was found: code points, the end excluded. A tuple, because thousands are made a second."""

    start: int
    end: int
    kind: Kind
