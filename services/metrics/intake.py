"""Events from programs: each is taken, known already, or refused with its reason; none spoils the others."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from services.kit.errors import Forbidden
from services.kit.principal import Principal
from services.metrics import quick_uses, readings
from services.metrics.items import Item
from services.metrics.ledger import Kept, Told
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.quick_uses import Sender
from services.metrics.readings import KINDS, Unreadable
from services.metrics.schemas import CloudEvent, ReceiptOut, RefusedEvent

_EVENT: TypeAdapter[CloudEvent] = TypeAdapter(CloudEvent)
_CONTENT = (
    "prompt", "answer", "text", "content", "message", "question", "completion", "input", "output", "query",
    "instruction", "response", "title", "comment", "verbatim", "name", "email", "mail", "phone",
)  # fmt: skip
"""What is said, or who says it: a field whose name holds one of these words."""
_POISONED = Unreadable("poisoned", "La base n’a pas pu garder cet événement.").problem


@dataclass(frozen=True, slots=True)
class Door:
    """How events come in: under which names, into what that keeps them, and into what that keeps refusals."""

    pseudonyms: Pseudonyms
    append: Callable[[Sequence[Told]], Awaitable[Kept]]
    refuse: Callable[[Sequence[RefusedEvent]], Awaitable[None]]


async def take(items: Sequence[Item], *, by: Principal, door: Door) -> ReceiptOut:
    """Keep and count the new events of a batch, and tell what became of each.

    Raises: Forbidden for a person's browser: invented agents would make a small group look large, and show it.
    """
    if by.may("*") and not by.has_role("admin"):
        raise Forbidden("Les usages sont envoyés par un programme, avec sa clé.")
    places, told, refused = _sorted(items, by=by, pseudonyms=door.pseudonyms)
    kept = await door.append(told)
    poisoned = [places[place] for place in kept.poisoned]
    refused += [RefusedEvent(index=index, id=_id(items[index]), problem=_POISONED) for index in poisoned]
    if refused:
        await door.refuse(refused)
    accepted = len(kept.new)
    duplicates = len(told) - len(poisoned) - accepted
    return ReceiptOut(
        accepted=accepted, duplicates=duplicates, refused=sorted(refused, key=lambda r: r.index)
    )


def _sorted(
    items: Sequence[Item], *, by: Principal, pseudonyms: Pseudonyms
) -> tuple[list[int], list[Told], list[RefusedEvent]]:
    """Tell what may be kept, with its place in the batch, from what may not."""
    sender = Sender.now(by.authority, is_operator=by.is_operator, pseudonyms=pseudonyms)
    places, told, refused = list[int](), list[Told](), list[RefusedEvent]()
    for index, item in enumerate(items):
        try:
            event = quick_uses.told(item.use, by=sender) if item.use else None
            told.append(event or _carefully(item.read(), by, pseudonyms))
            places.append(index)
        except Unreadable as reason:
            refused.append(RefusedEvent(index=index, id=_id(item), problem=reason.problem))
    return places, told, refused


def _carefully(value: object, by: Principal, pseudonyms: Pseudonyms) -> Told:
    event = _read(value)
    return readings.told(event, authority=_place(event, by), pseudonyms=pseudonyms)


def _read(item: object) -> CloudEvent:
    try:
        return _EVENT.validate_python(item)
    except ValidationError as error:
        raise _reason(error) from error


def _place(event: CloudEvent, by: Principal) -> UUID:
    authority = event.data.authority_id or by.authority
    if authority is None or (authority != by.authority and not by.is_operator):
        raise Unreadable(
            "other_authority", "Cette clé n’écrit que pour sa propre collectivité.", "/data/authority_id"
        )
    return authority


def _reason(error: ValidationError) -> Unreadable:
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    # What must never be sent is said first, whatever else is wrong.
    fault = min(faults, key=lambda one: not _is_content(one["type"], one["loc"]))
    # The first part of the place names the type of event, which the event itself does not hold.
    pointer = "".join(f"/{str(part)[:40]}" for part in fault["loc"][1:])
    if fault["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return Unreadable("unknown_type", f"Types connus : {', '.join(KINDS)}.", "/type")
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


def _id(item: Item) -> str | None:
    value = item.read()
    if not isinstance(value, Mapping) or not isinstance(value.get("id"), str | UUID):
        return None
    return str(value["id"])[:128].encode("utf-8", "replace").decode()
