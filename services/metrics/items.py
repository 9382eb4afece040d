"""A body of events, opened: each event as a use whose types are right, else as whatever its JSON says."""

import json

import msgspec

from services.metrics import quick_uses
from services.metrics.quick_uses import Use

_LISTED = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Item(msgspec.Struct, frozen=True, gc=False):
    """One event as it came: as a use where it looks like one, and in any case its JSON, read or not yet."""

    use: Use | None
    value: object

    @property
    def is_object(self) -> bool:
        """Tell whether it is a JSON object at all."""
        return self.use is not None or isinstance(self.value, dict)

    def read(self) -> object:
        """Give what its JSON says."""
        return self.value if self.use is None else _parsed(self.value)


def opened(body: bytes) -> list[Item] | Item:
    """Read the items of a list, or the one item that a body is.

    Raises: ValueError, RecursionError for what is no JSON.
    """
    try:
        return [_opened(item) for item in _LISTED(body)]
    except (msgspec.MsgspecError, RecursionError):
        return _whole(body)


def _whole(body: bytes) -> list[Item] | Item:
    # One event; or what the fast reader refuses and the standard one may not: it has the last word.
    item = _opened(body)
    return [Item(None, value) for value in item.value] if isinstance(item.value, list) else item


def _opened(item: msgspec.Raw | bytes) -> Item:
    try:
        return Item(quick_uses.decode(item), item)
    except (msgspec.MsgspecError, RecursionError):
        return Item(None, _parsed(item))


def _parsed(item: object) -> object:
    return json.loads(bytes(item), parse_constant=_refuse_constant)  # type: ignore[call-overload]  # Raw is a buffer


def _refuse_constant(name: str) -> object:
    raise ValueError(name)
