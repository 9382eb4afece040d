"""Who is asking. The edge signs a principal, every service reads it back."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from time import time
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

import msgspec
from fastapi import Depends, Request
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from services.kit.errors import Forbidden, Unauthenticated

HEADER = "x-terrain-principal"
REFUSAL = "x-terrain-refusal"
"""Why the edge recognised nobody in what was presented: the service refuses in its own convention."""
LIFETIME = 60
"""Seconds a signed principal may be used: one request, no more."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """A person or a program, as the edge knew it when the request came in."""

    subject: UUID
    name: str
    roles: frozenset[str] = frozenset()
    authority: UUID | None = None
    service: str = ""
    """The department of their authority where they work, as they write it. Empty: not said."""
    is_operator: bool = False
    """True when the caller may work across tenants."""
    scopes: frozenset[str] = frozenset()
    """What an API key may do. A person's session has the single scope `*`."""
    request_id: str = ""

    def may(self, scope: str) -> bool:
        """Tell whether the caller's key opens this scope."""
        return "*" in self.scopes or scope in self.scopes

    def has_role(self, *roles: str) -> bool:
        """Tell whether the caller holds at least one of these roles."""
        return not self.roles.isdisjoint(roles)


class _Signed(msgspec.Struct, frozen=True):
    """What a header proves: who asks, of which services, and until when (seconds since 1970)."""

    caller: Principal
    audience: frozenset[str]
    until: int


_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(_Signed).decode


def sign(principal: Principal, *, key: str, audience: tuple[str, ...]) -> str:
    """Make the header value that proves `principal` to the services named in `audience`."""
    signed = _Signed(principal, frozenset(audience), int(time()) + LIFETIME)
    return _signer(key).sign(base64_encode(_write(signed))).decode()


def verify(token: str, *, key: str, audience: str) -> Principal:
    """Read a principal back. Nothing of it is read before its signature is known to be ours.

    Raises: Unauthenticated when the signature, the date or the audience is wrong.
    """
    try:
        signed = _read(base64_decode(_signer(key).unsign(token)))
    except (BadData, ValueError) as error:
        raise Unauthenticated from error
    if signed.until < time() or audience not in signed.audience:
        raise Unauthenticated
    return signed.caller


@lru_cache(maxsize=8)
def _signer(key: str) -> Signer:
    """Sign with HMAC-SHA256, under a key that is for this alone."""
    return Signer(key, salt="terrain.principal", key_derivation="hmac", digest_method=sha256)


async def read_caller(request: Request) -> Principal:
    """Read the caller of this request, or refuse."""
    state = request.app.state
    if sentence := request.headers.get(REFUSAL):
        raise Unauthenticated(unquote(sentence))
    return verify(request.headers.get(HEADER, ""), key=state.principal_key, audience=state.audience)


Caller = Annotated[Principal, Depends(read_caller)]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a route asks of its caller: as a dependency it checks, and the documentation reads it."""

    roles: tuple[str, ...]
    scope: str
    alone: str = ""
    """A scope that opens this one address, with what the address names: it stands in for the roles and the scope."""

    async def __call__(self, caller: Caller, request: Request) -> Principal:
        """Let the caller through, or refuse.

        Raises: Forbidden.
        """
        if self.alone and self.alone.format_map(request.path_params) in caller.scopes:
            return caller
        if self.roles and not caller.has_role(*self.roles):
            raise Forbidden
        if not caller.may(self.scope):
            raise Forbidden(f"Cette clé n’ouvre pas la portée « {self.scope} ».")
        return caller


def requires(*roles: str, scope: str, alone: str = "") -> Requirement:
    """Build the dependency that lets through a caller with one of `roles` and with `scope`, or with `alone`."""
    return Requirement(roles, scope, alone)
