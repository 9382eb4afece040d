"""Batches of captures on the wire: the address that tablets and programs rely on."""

from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from services.workshops.schemas.wire import Wire

BATCH = 50
"""Operations in one batch, at most."""
BATCH_BYTES = 128 * 1024


class Action(StrEnum):
    """What an operation does."""

    CREATE = "create"
    CHANGE = "change"


class Operation(Wire):
    """One capture to write or to change. It is judged alone: a wrong one does not stop the others."""

    id: str = Field(
        max_length=64,
        description="The operation's own id, made by the client: a UUID. The same id is applied once.",
        examples=["0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70"],
    )
    action: Action = Field(default=Action.CREATE)
    kind: str = Field(
        max_length=32, description="observation, task, pain_point, wish or key_moment.", examples=["wish"]
    )
    target_id: str | None = Field(
        default=None,
        max_length=64,
        description="The capture's id, a UUID. Left out on `create`: the operation's own id.",
    )
    base_version: int | None = Field(
        default=None, description="On `change`: the `version` that the author had before their eyes."
    )
    base_operation: str | None = Field(
        default=None,
        max_length=64,
        description="On `change`, instead of `base_version`: the id of the operation that made what the author had before "
        "their eyes. A tablet corrects again what it has not sent yet.",
    )
    body: dict[str, JsonValue] = Field(
        description="On `create`, as for the capture's own address; on `change`, the changed fields alone.",
        examples=[{"text": "Retrouver un arrêté sans se rappeler son numéro."}],
    )

    @property
    def content(self) -> dict[str, JsonValue]:
        """What the hash covers: all but the operation's id."""
        return {
            "action": self.action.value, "kind": self.kind, "target_id": self.target_id,
            "base_version": self.base_version, "base_operation": self.base_operation, "body": self.body,
        }  # fmt: skip


class Operations(Wire):
    operations: list[Operation] = Field(min_length=1, max_length=BATCH)
    person_id: UUID | None = Field(
        default=None,
        description="Whose captures these are. Said, it must be the caller: on a shared tablet nobody sends another's.",
    )


class Outcome(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class OperationResult(Wire):
    id: str
    outcome: Outcome = Field(
        description="applied; duplicate (received before, nothing changed); conflict (what nobody else had changed is "
        "applied, the rest waits as a candidate beside what stands); rejected (see `code`)."
    )
    hash: str = Field(
        description="SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of the operation's `action`, "
        "`base_operation`, `base_version`, `body`, `kind` and `target_id`, null where left out. Yours equal to it: what arrived is what you sent.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    version: int | None = Field(default=None, description="The capture's version afterwards.")
    contested: list[str] = Field(default_factory=list, description="On conflict: the fields kept both ways.")
    code: str | None = Field(default=None, examples=["workshop_closed"])
    detail: str | None = None
    errors: list[dict[str, JsonValue]] = Field(
        default_factory=list, description="The fields at fault, as in a problem document."
    )


_RESULTS: list[JsonValue] = [
    {
        "id": "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70", "outcome": "applied", "version": 1, "contested": [], "errors": [],
        "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    {
        "id": "0199f2a4-8d2f-7c4b-8e69-4a7b2d3f5c81", "outcome": "rejected", "code": "unknown_kind", "contested": [],
        "hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        "detail": "Cette nature de note n’est pas connue.", "errors": [],
    },
]  # fmt: skip


class OperationsOut(Wire):
    model_config = ConfigDict(json_schema_extra={"examples": [{"items": _RESULTS}]})

    items: list[OperationResult] = Field(description="One for each operation, in the same order.")
