"""Pain points that resemble each other, and those brought together, on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import Theme
from services.workshops.schemas.wire import Text, Wire


class SimilarIn(Wire):
    """A pain point that is being written: nothing of it is kept."""

    statement: Text = Field(examples=["Le courrier reçu est enregistré deux fois"])
    theme: Theme = Field(examples=["mail"])


class SimilarOut(Wire):
    """A pain point that resembles the one asked about."""

    id: UUID
    workshop_id: UUID
    authority_id: UUID
    held_on: date
    statement: str = Field(examples=["Chaque lettre reçue est saisie dans le registre puis dans le logiciel"])
    theme: Theme
    severity: int = Field(examples=[2])
    likeness: float = Field(
        description="From 0 to 1; it only orders the suggestions. A person decides.", examples=[0.41]
    )


class SimilarPage(Wire):
    """At most five suggestions, the closest first."""

    items: list[SimilarOut]
    compared: int = Field(
        description="How many pain points were compared: the latest 2,000 that the caller reads.",
        examples=[184],
    )


class MergeIn(Wire):
    """Which pain point is folded into which."""

    duplicate_id: UUID
    kept_id: UUID = Field(
        description="The one that stays in front; when it was merged itself, the one it was merged into is taken."
    )


class MergeOut(Wire):
    """One line of the journal of merges."""

    id: UUID
    duplicate_id: UUID
    kept_id: UUID
    merged_at: datetime
    merged_by: UUID | None
    undone_at: datetime | None = Field(description="Absent while the merge holds.")
    undone_by: UUID | None


class MergePage(Wire):
    items: list[MergeOut]
    next: str | None


class ClusterMember(Wire):
    """One pain point among those brought together."""

    id: UUID
    workshop_id: UUID
    authority_id: UUID
    held_on: date
    statement: str = Field(examples=["Le registre du courrier est tenu deux fois"])
    theme: Theme
    severity: int = Field(examples=[3])
    is_canonical: bool = Field(description="It stays in front of the others.")
    merge_id: UUID | None = Field(description="The merge that brought it here, to be undone.")


class Elsewhere(Wire):
    """What may be told of other authorities: counts, a theme, a band of severity; no name and no words.

    From three other authorities on, the figures are given; below, only that there are some.
    """

    is_seen: bool = Field(description="At least one other authority has it too.")
    authorities: int | None = Field(description="How many others, from three on; null below.", examples=[3])
    theme: Theme | None = Field(description="The theme most often given there.")
    severity_low: int | None = Field(examples=[2])
    severity_high: int | None = Field(examples=[4])
    reports: int | None = Field(description="How many times it was reported there.", examples=[4])
    observations: int | None = Field(
        description=(
            "How many observations support it there: tied to a hypothesis beside it, ordinary, consented to, "
            "no verbatim."
        ),
        examples=[6],
    )


class ClusterOut(Wire):
    """A pain point with those that say the same."""

    id: UUID
    canonical_id: UUID = Field(
        description="The one in front: itself, unless a merge that one may read says otherwise."
    )
    is_merged: bool = Field(description="It was folded into another.")
    members: list[ClusterMember] = Field(
        description="Those the caller reads: all of them for the operator, one's own for an authority."
    )
    authorities: int = Field(description="Distinct authorities among `members`.", examples=[1])
    observations: int = Field(
        description="Observations tied to the hypotheses that `members` support.", examples=[4]
    )
    elsewhere: Elsewhere
