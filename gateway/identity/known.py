"""Keys recognised a moment ago: a program that asks a thousand times a second is looked up once.

A key that is revoked here is refused at its next request; one revoked by another process, or that expires, within a
second. Only digests are held, never a key.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from gateway.identity import tokens
from services.kit.principal import Principal

FRESH = 1.0
"""Seconds that an answer of the database is good for."""
_RENEWED = 0.5
"""Seconds after which one caller asks again, while the others go on with what is known."""
_MOST = 10_000


@dataclass(slots=True)
class _Known:
    since: float
    principal: Principal
    is_asked_again: bool = False


_keys: OrderedDict[bytes, _Known] = OrderedDict()


def find(key: str) -> Principal | None:
    """Give whose key this is, if it was recognised within the last second and it is not your turn to ask again."""
    found = _keys.get(tokens.digest(key))
    age = time.monotonic() - found.since if found else FRESH
    if found is None or age >= FRESH:
        return None
    if age >= _RENEWED and not found.is_asked_again:
        found.is_asked_again = True
        return None
    return found.principal


def just_found(key: str) -> Principal | None:
    """Give whose key this is, if somebody has found it while you waited to ask."""
    found = _keys.get(tokens.digest(key))
    return found.principal if found and time.monotonic() - found.since < _RENEWED else None


def keep(key: str, principal: Principal, *, since: float) -> None:
    """Remember whose key this is; `since` is when the database was asked."""
    _keys[tokens.digest(key)] = _Known(since, principal)
    if len(_keys) > _MOST:
        _keys.popitem(last=False)


def forget() -> None:
    """Ask the database again for everyone: a key was revoked."""
    _keys.clear()
