"""Keys recognised a moment ago: a program that asks a thousand times a second is looked up once.

A key that is revoked here is refused at its next request; one revoked by another process, or that expires, within a
second. Only digests are held, never a key.
"""

import time
from collections import OrderedDict

from gateway.identity import tokens
from services.kit.principal import Principal

FRESH = 1.0
"""Seconds that an answer of the database is good for."""
_MOST = 10_000

_keys: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()


def find(key: str) -> Principal | None:
    """Give whose key this is, if it was recognised within the last second."""
    found = _keys.get(tokens.digest(key))
    return found[1] if found and time.monotonic() - found[0] < FRESH else None


def keep(key: str, principal: Principal, *, since: float) -> None:
    """Remember whose key this is; `since` is when the database was asked."""
    _keys[tokens.digest(key)] = (since, principal)
    if len(_keys) > _MOST:
        _keys.popitem(last=False)


def forget() -> None:
    """Ask the database again for everyone: a key was revoked."""
    _keys.clear()
