"""What became of events, on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.metrics.schemas.events import Mark, Pseudonym
from services.metrics.schemas.wire import Wire


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


class QuarantinedOut(Wire):
    """An event that was refused: why, never what it said."""

    id: UUID
    received_at: datetime
    event_id: str = Field(description="The sender's own id of it, when it could be read.", examples=["e-17"])
    code: str = Field(examples=["content_refused"])
    pointer: str = Field(examples=["/data/prompt"])


class QuarantinePage(Wire):
    """Refused events, the latest first."""

    items: list[QuarantinedOut]
    next: str | None = None


class ErasureIn(Wire):
    """Whom to forget: the pseudonym that a source gave to a person."""

    source: Mark = Field(examples=["/delibia/export"])
    agent: Pseudonym = Field(examples=["7f3a9c"])
    authority_id: UUID | None = Field(default=None, description="Left out: the key's own.")


class ErasureOut(Wire):
    """What was forgotten."""

    events: int = Field(description="How many events are gone; what was counted of them is gone too.")
