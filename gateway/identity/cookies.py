"""The session cookie: its name, its attributes, and the browser it lives in."""

from urllib.parse import urlsplit
from uuid import UUID

_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_FAMILIES = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}


def name(origin: str) -> str:
    """Give the cookie's name. Its prefix makes browsers insist on Secure, this host and the whole path."""
    return "__Host-terrain" if _is_trustworthy(origin) else "terrain"


def header(token: str, *, origin: str) -> str:
    """Write the `Set-Cookie` that keeps a session's secret in the browser, for twelve hours at most."""
    return _header(token, origin=origin, max_age=12 * 3600)


def tablet_name(origin: str, *, person_id: UUID | None = None) -> str:
    """Give the name of the cookie that holds a person's grant on a tablet; of nobody, how all of them begin."""
    prefix = "__Secure-terrain-tablet-" if _is_trustworthy(origin) else "terrain-tablet-"
    return f"{prefix}{person_id or ''}"


def tablet_header(secret: str, *, person_id: UUID, path: str, origin: str) -> str:
    """Write the `Set-Cookie` of a grant: sent to the one address it opens, for three days at most."""
    secure = "; Secure" if _is_trustworthy(origin) else ""
    name = tablet_name(origin, person_id=person_id)
    value = f"{name}={secret}; Path={path}; Max-Age={72 * 3600}"
    return f"{value}; HttpOnly; SameSite=Strict{secure}"


def farewell(*, origin: str) -> str:
    """Write the `Set-Cookie` that removes it."""
    return _header("", origin=origin, max_age=0)


def family(user_agent: str) -> str:
    """Give the browser's family alone: enough to recognise one's own tablet, too little to follow anyone."""
    found = next((family for family in _FAMILIES if family in user_agent), "")
    return _NAMES.get(found, found)


def _header(value: str, *, origin: str, max_age: int) -> str:
    secure = "; Secure" if _is_trustworthy(origin) else ""
    return f"{name(origin)}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}"


def _is_trustworthy(origin: str) -> bool:
    # Browsers treat this machine's own address as they treat https.
    parts = urlsplit(origin)
    return parts.scheme == "https" or parts.hostname in _LOCAL
