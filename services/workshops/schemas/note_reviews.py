"""The review of a day's notes, on the wire: states, choices about names, two notes made of one, one of two."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from services.workshops.schemas.lists import CaptureKind
from services.workshops.schemas.wire import Text, Wire


class ReviewState(StrEnum):
    """How far the review of a note has come."""

    RAW = "raw"
    REVIEWED = "reviewed"
    ANONYMISED = "anonymised"
    SHAREABLE = "shareable"

    @property
    def label(self) -> str:
        """The state in French."""
        return {"raw": "brute", "reviewed": "relue", "anonymised": "anonymisée", "shareable": "partageable"}[
            self
        ]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        return {"raw": "ochre", "reviewed": "slate", "anonymised": "slate", "shareable": "vine"}[self]


class Act(StrEnum):
    """What was done to two notes."""

    SPLIT = "split"
    UNITED = "united"


Role = Annotated[str, StringConstraints(pattern=r"^\[[^\[\]\x00]{1,40}\]$")]
Field_ = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class NameChoice(Wire):
    """What a person answered to one suggestion: a role in its place, or nothing where the words may stay."""

    name: Field_ = Field(default="text", description="The field of the note.", examples=["text"])
    start: int = Field(
        ge=0, le=4000, description="Of the first character, in code points from 0.", examples=[0]
    )
    end: int = Field(ge=1, le=4000, description="After the last character, in code points.", examples=[10])
    role: Role | None = Field(
        default=None,
        description="What stands in place of the name. Null: the words stay.",
        examples=["[une collègue]"],
    )


class AnonymisationIn(Wire):
    choices: list[NameChoice] = Field(
        default_factory=list, max_length=200, description="One for each suggestion; none may overlap another."
    )


class NamePlace(Wire):
    """Where a field says the name of somebody met on the day."""

    name: str = Field(description="The field of the note.", examples=["text"])
    start: int = Field(examples=[4])
    end: int = Field(examples=[10])


class ReviewItem(Wire):
    """One note of the day, and how far its review has come."""

    id: UUID
    kind: CaptureKind
    state: ReviewState = Field(examples=["raw"])
    words: str = Field(examples=["Triple saisie au guichet"])
    seen_at: datetime
    version: int = Field(description="If-Match takes it at each step.", examples=[1])
    is_contested: bool = Field(description="Two corrections of it wait for a choice.")


class ReviewDetail(ReviewItem):
    """One note, and what the database knows of the names in it."""

    names: list[NamePlace] = Field(description="Names of the day's participants, where the note says them.")


class ReviewOut(Wire):
    items: list[ReviewItem] = Field(description="In the order of the day, without those removed.")
    counts: dict[ReviewState, int] = Field(description="How many notes stand at each state.")


class SplitIn(Wire):
    first: Text = Field(examples=["Le registre se recopie à la main."])
    second: Text = Field(examples=["Le tampon manque une fois sur deux."])


class UnionIn(Wire):
    other_id: UUID = Field(description="A note of the same day and of the same kind, which leaves the day.")
    words: Text = Field(
        description="What the note that stays says from now on.",
        examples=["Le registre se recopie, et le tampon manque."],
    )


class RegroupingOut(Wire):
    id: UUID
    capture_kind: CaptureKind
    act: Act
    kept_id: UUID = Field(description="The note that was there before and stays.")
    other_id: UUID = Field(description="The note that a split made, or that a union took out of the day.")
    made_at: datetime
    made_by: UUID | None
    undone_at: datetime | None


class RegroupingPage(Wire):
    items: list[RegroupingOut] = Field(description="The latest first.")
    next: str | None


class FieldChange(Wire):
    name: str = Field(examples=["text"])
    before: JsonValue = Field(examples=["Deux saisies"])
    after: JsonValue = Field(examples=["Trois saisies"])


class JournalAct(StrEnum):
    """What became of a note at one version."""

    NOTED = "noted"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    EARLIER = "earlier"
    """The version before is past its days: what changed is no longer known."""


class JournalEntry(Wire):
    capture_id: UUID
    capture_kind: CaptureKind
    version: int = Field(examples=[2])
    act: JournalAct = Field(examples=["changed"])
    at: datetime
    by: UUID | None = Field(description="Who did it; null for the platform's own work.")
    words: str = Field(
        description="What the note said from then on.", examples=["Trois saisies de la même demande"]
    )
    fields: list[FieldChange] = Field(description="What changed, field by field.")
    is_present: bool = Field(description="Whether this is how the note stands now.")
    present_version: int = Field(
        description="The note's version: If-Match takes it to restore.", examples=[3]
    )
    is_removed: bool = Field(description="Whether the note is out of the day now.")


class JournalPage(Wire):
    items: list[JournalEntry] = Field(description="The latest first.")
    next: str | None
    kept_days: int = Field(
        description="Days after which a version that was replaced is erased.", examples=[30]
    )
