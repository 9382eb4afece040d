"""Events on the wire: CloudEvents 1.0 around, names of OpenTelemetry's generative AI conventions (1.41) inside."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from services.metrics.kinds import Became, Decided, Grade, Incident, JobFamily, Outcome, Refuted, Rung
from services.metrics.schemas.wire import Family, Wire

MOST_EVENTS = 500
"""Events that one request may carry."""
MOST_TOKENS = 100_000_000
A_DAY = 24 * 60


EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)


def latest() -> datetime:
    """Give until when an event may be. Clocks differ a little; a date that is far off would stretch every chart."""
    return datetime.now(UTC) + timedelta(minutes=10)


def _is_past(when: datetime) -> datetime:
    if not EARLIEST <= when <= latest():
        raise ValueError("la date doit être passée, et postérieure à 2020")
    return when


Mark = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=200)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=128)]
Pseudonym = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:~-]{1,64}$")]
PseudonymOrNobody = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:~-]{0,64}$")]
# Lengths are said apart: a counted class of all the world's letters takes a megabyte of automaton, each time.
Tool = Annotated[str, StringConstraints(pattern=r"^[\w .,'’&/+()-]+$", max_length=60)]
Moment = Annotated[AwareDatetime, AfterValidator(_is_past)]


Label = Annotated[str, StringConstraints(pattern=r"^[\w./:@+-]+$", max_length=80)]
Minutes = Annotated[int, Field(ge=0, le=A_DAY)]
Tokens = Annotated[int, Field(ge=0, le=MOST_TOKENS)]


class _Placed(Wire):
    authority_id: UUID | None = Field(default=None, description="Left out: the sender's own.")


class _ByAgent(_Placed):
    agent: Pseudonym = Field(
        description="A pseudonym that only the sender can read, the same from one use to the next.",
        examples=["7f3a9c"],
    )


class _WhatFor(_ByAgent):
    use_case: str | None = Field(
        default=None,
        max_length=20,
        description="A code of the catalogue; it gives the family.",
        examples=["RED-COU"],
    )
    family: Family | None = Field(default=None, description="When no code fits.")

    job_family: JobFamily = Field(
        default=JobFamily.UNTOLD, description="What kind of work the agent does.", examples=["secretariat"]
    )

    @model_validator(mode="after")
    def say_what_for(self) -> "_WhatFor":
        """Refuse a use that belongs nowhere."""
        if self.use_case is None and self.family is None:
            raise ValueError("indiquez use_case ou family")
        return self


class UseData(_WhatFor):
    """One use of any AI tool: what for, with what, by whom under a pseudonym. Never what was said."""

    agent: PseudonymOrNobody = Field(
        description="A pseudonym that only the sender can read, the same from one use to the next. Empty when the "
        "sender does not know: the use then stands for nobody.",
        examples=["7f3a9c"],
    )
    tool: Tool = Field(description="The tool's name.", examples=["Delibia"])
    operation: Label | None = Field(default=None, alias="gen_ai.operation.name", examples=["chat"])
    provider: Label = Field(default="", alias="gen_ai.provider.name", examples=["mistral_ai"])
    asked_model: Label = Field(default="", alias="gen_ai.request.model", examples=["mistral-small-latest"])
    model: Label = Field(default="", alias="gen_ai.response.model", examples=["mistral-small-2506"])
    input: Tokens = Field(default=0, alias="gen_ai.usage.input_tokens", examples=[812])
    output: Tokens = Field(default=0, alias="gen_ai.usage.output_tokens", examples=[240])


class EnrolmentData(_Placed):
    """How many agents an authority has invited so far, on the event's date."""

    invited: int = Field(ge=0, le=1_000_000, examples=[25])


class CardData(_WhatFor):
    """What an agent says after a use: what became of the answer, and what time it took in all."""

    outcome: Outcome
    usual_minutes: Minutes = Field(description="Without the tool.", examples=[30])
    minutes: Minutes = Field(description="With the tool.", examples=[10])
    checking_minutes: Minutes = Field(description="Reading again, checking.", examples=[5])
    grade: Grade = Field(description="Where the usual time comes from.")
    would_have_done: bool = Field(default=True, description="False: a new task, counted apart.")
    became: Became = Field(default=Became.UNTOLD, description="What the time became.")


class IncidentData(_Placed):
    """Something that went wrong."""

    category: Incident
    severity: int = Field(ge=1, le=5, examples=[2])
    days_to_close: int = Field(default=0, ge=0, le=3650, examples=[3])


class FrugalChoiceData(_Placed):
    """A simpler answer chosen where AI was thought of."""

    rung: Rung
    calls_avoided: int = Field(default=0, ge=0, le=1_000_000, description="A year.", examples=[120])


class AttendanceData(_ByAgent):
    """An agent took part."""


class DecisionData(_Placed):
    """A hypothesis was decided."""

    outcome: Decided
    rung: Rung
    days: int = Field(ge=0, le=3650, description="From the first observation.", examples=[48])
    refuted: Refuted = Field(default=Refuted.UNTOLD, description="Why it was stopped.", examples=["major"])


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
    """A use of an AI tool, as a program saw it."""

    type: Literal["terrain.use"]
    data: UseData


class DeclaredUseEvent(Envelope):
    """A use of an AI tool, as an agent told it."""

    type: Literal["terrain.use_declared"]
    data: UseData


class EnrolmentEvent(Envelope):
    """A count of invited agents."""

    type: Literal["terrain.enrolment"]
    data: EnrolmentData


class CardEvent(Envelope):
    """A card filled in after a use."""

    type: Literal["terrain.after_use"]
    data: CardData


class IncidentEvent(Envelope):
    """An incident."""

    type: Literal["terrain.incident"]
    data: IncidentData


class FrugalChoiceEvent(Envelope):
    """A frugal answer chosen."""

    type: Literal["terrain.frugal_choice"]
    data: FrugalChoiceData


class WorkshopEvent(Envelope):
    """Attendance of a workshop."""

    type: Literal["terrain.workshop_attended"]
    data: AttendanceData


class TrainingEvent(Envelope):
    """Attendance of a training."""

    type: Literal["terrain.training_attended"]
    data: AttendanceData


class DecisionEvent(Envelope):
    """A decision about a hypothesis."""

    type: Literal["terrain.decision"]
    data: DecisionData


AnyEvent = (
    UseEvent | DeclaredUseEvent | EnrolmentEvent | CardEvent | IncidentEvent | FrugalChoiceEvent
    | WorkshopEvent | TrainingEvent | DecisionEvent
)  # fmt: skip
CloudEvent = Annotated[AnyEvent, Field(discriminator="type")]


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


_ANY_EVENT: dict[str, Any] = {"oneOf": [_whole(event) for event in AnyEvent.__args__]}
_BATCH: dict[str, Any] = {"type": "array", "items": _ANY_EVENT, "maxItems": MOST_EVENTS}
EVENTS_REQUEST: dict[str, Any] = {
    "required": True,
    "content": {
        "application/cloudevents-batch+json": {"schema": _BATCH},
        "application/cloudevents+json": {"schema": _ANY_EVENT},
    },
}
"""The body of `POST /events`, for its documentation: the route itself judges event by event."""
