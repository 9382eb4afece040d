"""Batches of captures on the wire: the address that tablets and programs rely on."""

from enum import StrEnum

from pydantic import ConfigDict, Field, JsonValue

from services.workshops.schemas.wire import Wire


class Operation(Wire):
    """One capture to write. It is judged alone: a wrong one does not stop the others."""

    id: str = Field(max_length=64, description="The capture's id, made by the client: a UUID.")
    kind: str = Field(max_length=32, description="observation, task, pain_point or wish.", examples=["wish"])
    body: dict[str, JsonValue] = Field(
        description="As for the capture's own address, without the id.",
        examples=[{"text": "Retrouver un arrêté sans se rappeler son numéro."}],
    )


class Operations(Wire):
    operations: list[Operation] = Field(min_length=1, max_length=200)


class Outcome(StrEnum):
    """What became of an operation."""

    CREATED = "created"
    KNOWN = "known"
    REFUSED = "refused"


class OperationResult(Wire):
    id: str
    outcome: Outcome = Field(
        description="created; known (received before, nothing changed); refused (see `code`)."
    )
    version: int | None = None
    code: str | None = Field(default=None, examples=["workshop_closed"])
    detail: str | None = None
    errors: list[dict[str, JsonValue]] = Field(
        default_factory=list, description="The fields at fault, as in a problem document."
    )


_RESULTS: list[JsonValue] = [
    {
        "id": "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70", "outcome": "created", "version": 1, "errors": [],
    },
    {
        "id": "0199f2a4-8d2f-7c4b-8e69-4a7b2d3f5c81", "outcome": "refused", "code": "unknown_kind",
        "detail": "Cette nature de note n’est pas connue.", "errors": [],
    },
]  # fmt: skip


class OperationsOut(Wire):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": _RESULTS}]})

    items: list[OperationResult] = Field(description="One for each operation, in the same order.")
