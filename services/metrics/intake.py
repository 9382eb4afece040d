"""Events from programs: each is taken, known already, or refused with its reason; none spoils the others."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Forbidden
from services.kit.principal import Principal
from services.metrics import families
from services.metrics.schemas import CloudEvent, EventProblem, ReceiptOut, RefusedEvent, UseData, UseEvent
from services.metrics.tables import UsageEvent

Row = dict[str, object]

_EVENT: TypeAdapter[CloudEvent] = TypeAdapter(CloudEvent)
_KEY = ("authority_id", "source", "event_id")
_CONTENT = (
    "prompt", "answer", "text", "content", "message", "question", "completion", "input", "output", "query",
    "instruction", "response", "title", "comment", "verbatim", "name", "email", "mail", "phone",
)  # fmt: skip
"""What is said, or who says it: a field whose name holds one of these words."""


class Unreadable(Exception):
    """One event that cannot be taken; the batch goes on."""

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(code)
        self.problem = EventProblem(code=code, detail=detail, pointer=pointer)


async def take(session: AsyncSession, items: Sequence[object], *, by: Principal) -> ReceiptOut:
    """Keep the new events of a batch and tell what became of each.

    Raises: Forbidden for a person's browser: invented agents would make a small group look large, and show it.
    """
    if by.may("*") and not by.has_role("admin"):
        raise Forbidden("Les usages sont envoyés par un programme, avec sa clé.")
    rows: list[Row] = []
    refused: list[RefusedEvent] = []
    for index, item in enumerate(items):
        try:
            rows.append(_row(_read(item), by=by))
        except Unreadable as reason:
            refused.append(RefusedEvent(index=index, id=_id(item), problem=reason.problem))
    accepted = await _keep(session, rows)
    return ReceiptOut(accepted=accepted, duplicates=len(rows) - accepted, refused=refused)


async def _keep(session: AsyncSession, rows: list[Row]) -> int:
    if not rows:
        return 0
    # In the order of the key: two batches that share events wait for each other instead of deadlocking.
    rows.sort(key=lambda row: [str(row[name]) for name in _KEY])
    added = insert(UsageEvent).on_conflict_do_nothing(index_elements=_KEY).returning(col(UsageEvent.event_id))
    kept = await (await session.connection()).execute(added, rows)
    return len(kept.all())


def _read(item: object) -> CloudEvent:
    try:
        return _EVENT.validate_python(item)
    except ValidationError as error:
        raise _reason(error) from error


def _row(event: CloudEvent, *, by: Principal) -> Row:
    authority = event.data.authority_id or by.authority
    if authority is None or (authority != by.authority and not by.is_operator):
        raise Unreadable(
            "other_authority", "Cette clé n’écrit que pour sa propre collectivité.", "/data/authority_id"
        )
    row: Row = {
        "authority_id": authority, "source": event.source, "event_id": event.id, "type": event.type,
        "at": event.time, "sent_by": by.subject, "received_at": now(), "use_case": "",
        "agent": None, "family": None, "tool": None, "invited": None,
    }  # fmt: skip
    if isinstance(event, UseEvent):
        return row | _use(event.data)
    return row | {"invited": event.data.invited}


def _use(data: UseData) -> Row:
    known = families.CATALOGUE.get(data.use_case or "")
    if data.use_case is not None and known is None:
        raise Unreadable("unknown_use_case", "Ce code d’usage n’est pas au catalogue.", "/data/use_case")
    if known and data.family not in {None, known.family}:
        raise Unreadable("other_family", "Ce code d’usage est d’une autre famille.", "/data/family")
    family = known.family if known else data.family
    return {"agent": data.agent, "tool": data.tool, "use_case": data.use_case or "", "family": family}


def _reason(error: ValidationError) -> Unreadable:
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    # What must never be sent is said first, whatever else is wrong.
    fault = min(faults, key=lambda one: not _is_content(one["type"], one["loc"]))
    # The first part of the place names the type of event, which the event itself does not hold.
    pointer = "".join(f"/{str(part)[:40]}" for part in fault["loc"][1:])
    if fault["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return Unreadable("unknown_type", "Types connus : terrain.use et terrain.enrolment.", "/type")
    if _is_content(fault["type"], fault["loc"]):
        sentence = (
            "Terrain ne reçoit jamais ce qui a été demandé ou répondu, ni qui l’a dit. Retirez ce champ."
        )
        return Unreadable("content_refused", sentence, pointer)
    if fault["type"] == "extra_forbidden":
        return Unreadable("unknown_field", "Ce champ n’est pas connu.", pointer)
    return Unreadable("invalid", fault["msg"].removeprefix("Value error, "), pointer)


def _is_content(kind: str, place: Sequence[int | str]) -> bool:
    named = str(place[-1]).lower() if place else ""
    # How many tokens is not what was said: an unknown field, no more.
    return kind == "extra_forbidden" and "token" not in named and any(word in named for word in _CONTENT)


def _id(item: object) -> str | None:
    if not isinstance(item, Mapping) or not isinstance(item.get("id"), str | UUID):
        return None
    return str(item["id"])[:128].encode("utf-8", "replace").decode()
