"""What happened in the assistant: measures read these. Never a word of what was asked or answered."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class UseMade(Event):
    """A whole answer was given. `counted_in` says what the two figures count: tokens, words or an estimate."""

    name: ClassVar[str] = "assistant.use_made"
    use_id: UUID
    use_case: str
    family: str
    model: str
    supplier: str
    is_streamed: bool
    input_tokens: int
    output_tokens: int
    counted_in: str
    caller_kind: str
    kind: str = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPassed(Event):
    """Personal data left for a supplier as it was, by somebody's choice. `kinds` says which, never what."""

    name: ClassVar[str] = "assistant.data_passed"
    use_case: str
    model: str
    supplier: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterAccepted(Event):
    """Somebody accepted a version of the charter."""

    name: ClassVar[str] = "assistant.charter_accepted"
    version: int
