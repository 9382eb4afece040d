"""The search of notes on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import CaptureKind, Theme
from services.workshops.schemas.wire import Wire


class Extract(Wire):
    """A run of words of a note: one that was looked for, or what stands between."""

    text: str = Field(examples=["La même demande d’"])
    is_match: bool = False


class FoundNote(Wire):
    """A note that was found, with the part of it that answers."""

    id: UUID
    kind: CaptureKind
    workshop_id: UUID
    authority_id: UUID
    held_on: date
    seen_at: datetime
    theme: Theme | None = Field(description="Pain points have one.")
    severity: int | None = Field(description="Pain points have one, from 1 to 5.", examples=[3])
    extract: list[Extract] = Field(
        description="The words around what matches, in order. Names masked by a review stay masked for agents."
    )


class Facet(Wire):
    """How many of what was found would be left after narrowing to this value."""

    value: str = Field(examples=["pain_point"])
    count: int = Field(examples=[12])


class Facets(Wire):
    """What one may narrow by, with how many notes each value holds."""

    kind: list[Facet]
    theme: list[Facet]
    severity: list[Facet]
    authority: list[Facet] = Field(description="The value is the authority's id.")


class SearchOut(Wire):
    """What was found, the best first."""

    items: list[FoundNote]
    total: int = Field(description="How many notes match, counted up to 1,000.", examples=[12])
    is_capped: bool = Field(
        description="1,000 match or more: the latest taken down were compared and counted. Narrow the search."
    )
    facets: Facets
