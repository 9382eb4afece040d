"""Metrics on the wire."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

MOST_EVENTS = 500
"""Events that one request may carry."""


class Family(StrEnum):
    """Groups of uses, comparable with the split that public operators publish."""

    DRAFTING = "drafting"
    SEARCH = "search"
    SYNTHESIS = "synthesis"
    DATA = "data"
    CITIZEN_RELATIONS = "citizen_relations"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Name the family as agents read it."""
        return _FAMILY_LABELS[self]


_FAMILY_LABELS = {
    Family.DRAFTING: "rédaction",
    Family.SEARCH: "recherche",
    Family.SYNTHESIS: "synthèse",
    Family.DATA: "données",
    Family.CITIZEN_RELATIONS: "relation aux usagers",
    Family.OTHER: "autre ou non précisé",
}


def _is_past(when: datetime) -> datetime:
    # Clocks differ a little; a date that is far off would stretch every chart.
    if not datetime(2020, 1, 1, tzinfo=UTC) <= when <= datetime.now(UTC) + timedelta(minutes=10):
        raise ValueError("la date doit être passée, et postérieure à 2020")
    return when


Mark = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=200)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=128)]
Pseudonym = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:~-]{1,64}$")]
Tool = Annotated[str, StringConstraints(pattern=r"^[\w .,'’&/+()-]{1,60}$")]
Moment = Annotated[AwareDatetime, AfterValidator(_is_past)]


class Wire(BaseModel):
    """Input that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class UseData(Wire):
    """One use of any AI tool: what for, with what, by whom under a pseudonym. Never what was said."""

    use_case: str | None = Field(
        default=None,
        max_length=20,
        description="A code of the catalogue; it gives the family.",
        examples=["RED-COU"],
    )
    family: Family | None = Field(default=None, description="When no code fits.")
    tool: Tool = Field(description="The tool's name.", examples=["Delibia"])
    agent: Pseudonym = Field(
        description="A pseudonym that only the sender can read, the same from one use to the next.",
        examples=["7f3a9c"],
    )
    authority_id: UUID | None = Field(default=None, description="Left out: the sender's own.")

    @model_validator(mode="after")
    def say_what_for(self) -> "UseData":
        """Refuse a use that belongs nowhere."""
        if self.use_case is None and self.family is None:
            raise ValueError("indiquez use_case ou family")
        return self


class EnrolmentData(Wire):
    """How many agents an authority has invited so far, on the event's date."""

    invited: int = Field(ge=0, le=1_000_000, examples=[25])
    authority_id: UUID | None = Field(default=None, description="Left out: the sender's own.")


class Envelope(Wire):
    """The attributes of CloudEvents 1.0. `subject` and the trace are accepted, and not kept."""

    specversion: Literal["1.0"]
    id: Identifier = Field(description="With `source`, what makes a re-send a duplicate.")
    source: Mark = Field(description="Who sends, as a URI reference.", examples=["/delibia/export"])
    time: Moment = Field(description="When it happened, with its offset.")
    subject: str | None = Field(default=None, max_length=200)
    datacontenttype: Literal["application/json"] | None = None
    dataschema: Mark | None = None
    traceparent: Mark | None = None
    tracestate: Mark | None = None


class UseEvent(Envelope):
    """A use of an AI tool."""

    type: Literal["terrain.use"]
    data: UseData


class EnrolmentEvent(Envelope):
    """A count of invited agents."""

    type: Literal["terrain.enrolment"]
    data: EnrolmentData


CloudEvent = Annotated[UseEvent | EnrolmentEvent, Field(discriminator="type")]


def _whole(event: type[Envelope]) -> dict[str, Any]:
    """Write an event's schema without references, as a request body of one route needs it."""
    schema = event.model_json_schema()
    parts = schema.pop("$defs", {})

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return resolve(parts[node["$ref"].rpartition("/")[2]])
        return {name: resolve(value) for name, value in node.items()}

    return dict(resolve(schema))


_ANY_EVENT: dict[str, Any] = {"oneOf": [_whole(UseEvent), _whole(EnrolmentEvent)]}
_BATCH: dict[str, Any] = {"type": "array", "items": _ANY_EVENT, "maxItems": MOST_EVENTS}
EVENTS_REQUEST: dict[str, Any] = {
    "required": True,
    "content": {
        "application/cloudevents-batch+json": {"schema": _BATCH},
        "application/cloudevents+json": {"schema": _ANY_EVENT},
    },
}
"""The body of `POST /events`, for its documentation: the route itself judges event by event."""


class EventProblem(Wire):
    """Why one event was refused. Its values are never repeated."""

    code: str = Field(examples=["content_refused"])
    detail: str = Field(
        description="For people, in French.",
        examples=[
            "Terrain ne reçoit jamais ce qui a été demandé ou répondu, ni qui l’a dit. Retirez ce champ."
        ],
    )
    pointer: str = Field(description="Where, inside the event.", examples=["/data/prompt"])


class RefusedEvent(Wire):
    index: int = Field(description="Its place in the batch, from 0.")
    id: str | None = Field(description="Its id, when it has one that can be read.")
    problem: EventProblem


class ReceiptOut(Wire):
    """What became of each event, once all is committed."""

    accepted: int
    duplicates: int = Field(description="Already known by (source, id): nothing changed.")
    refused: list[RefusedEvent]


class UsesOut(Wire):
    """A count of uses. Hidden when it is about too few agents, or would let such a count be computed back."""

    uses: int | None
    agents: int | None = Field(
        description="At least so many people: somebody who uses two tools bears two pseudonyms, so the tool that saw"
        " most agents of an authority speaks for it."
    )
    hidden: bool = False


class AuthorityUses(UsesOut):
    authority_id: UUID


class FamilyUses(UsesOut):
    family: Family
    label: str = Field(description="The family in French.", examples=["rédaction"])


class WeekUses(UsesOut):
    week: str = Field(description="The ISO week.", examples=["2026-W48"])
    start: date = Field(description="Its Monday, in Paris.", examples=["2026-11-23"])


class ThemeCount(Wire):
    theme: str = Field(description="Empty when nobody named one.", examples=["citizens"])
    count: int


class FieldWork(Wire):
    """What the workshops brought. These are facts about work, not about people: none is hidden."""

    workshops_planned: int
    workshops_held: int = Field(description="Those in which something was noted.")
    observations: int
    tasks: int
    pain_points: int
    wishes: int
    hypotheses: int


class Split(Wire):
    """A published split between search and drafting, in percentages."""

    author: str
    search: int
    drafting: int


class OverviewOut(Wire):
    """All that the page of measures shows."""

    start: date = Field(description="A Monday: figures are about whole weeks.", examples=["2026-09-14"])
    end: date = Field(description="A Sunday.", examples=["2026-12-06"])
    authority_id: UUID | None = Field(description="Null: every authority that the caller may see.")
    small_group: int = Field(description="Counts about fewer agents than this are hidden.")
    uses: UsesOut
    invited: int | None = Field(
        description="Agents invited, as last told for each authority. Null: nobody told."
    )
    all_told_invited: bool = Field(
        description="True when every authority that used a tool told how many it invited: then a share makes sense."
    )
    by_authority: list[AuthorityUses]
    by_family: list[FamilyUses]
    by_week: list[WeekUses]
    field: FieldWork
    pain_points_by_theme: list[ThemeCount]
    authorities: list[UUID] = Field(description="Those with any fact, whatever the filter.")
    published_split: Split | None


class NewsOut(Wire):
    """What the last days brought."""

    since: datetime
    field: FieldWork


class OwnUse(Wire):
    at: datetime
    use_case: str = Field(description="A code of the catalogue, or empty.", examples=["RED-COU"])
    label: str = Field(
        description="The use in French; empty when it was not recognised.", examples=["Courrier ou courriel"]
    )
    family: Family
    family_label: str = Field(description="The family in French.", examples=["rédaction"])
    model: str = Field(examples=["terrain-embarque"])


class OwnUsesOut(Wire):
    """The caller's own last uses of the assistant, which nobody else can read here."""

    items: list[OwnUse]
