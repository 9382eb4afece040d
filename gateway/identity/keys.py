"""API keys: created, recognised, listed, revoked."""

import hmac
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import authorities, known, tokens
from gateway.identity.events import KeyCreated, KeyRevoked
from gateway.identity.schemas import KeyIn, KeyRole, Scope
from gateway.identity.tables import ApiKey, Authority
from services.kit.db import now
from services.kit.errors import Forbidden, Invalid, NotFound, Unauthenticated
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal

_NOTE_USED_EVERY = timedelta(minutes=5)
_READS = {Scope.WORKSHOPS_READ, Scope.METRICS_READ, Scope.IDENTITY_READ}
OPENS: dict[KeyRole, frozenset[Scope]] = {
    KeyRole.PARTNER: frozenset({*_READS, Scope.METRICS_WRITE, Scope.ASSISTANT_USE}),
    KeyRole.AGENT: frozenset({Scope.ASSISTANT_USE, Scope.METRICS_WRITE}),
    KeyRole.FACILITATOR: frozenset({*_READS, Scope.WORKSHOPS_WRITE, Scope.ASSISTANT_USE}),
    KeyRole.DECISION_MAKER: frozenset(_READS),
    KeyRole.ADMIN: frozenset(Scope),
}
"""What each role of key may open at most."""
_ACROSS = frozenset({KeyRole.PARTNER, KeyRole.FACILITATOR, KeyRole.DECISION_MAKER, KeyRole.ADMIN})


class BadKey(Unauthenticated):
    """The API key is unknown, expired or revoked."""

    sentence = "Cette clé n’est pas valable : inconnue, expirée ou révoquée."


class ScopeTooWide(Invalid):
    """The key would open more than its role may have, or more than the caller's own key."""

    sentence = "Ce rôle ne peut pas ouvrir toutes les portées demandées."


async def create(session: AsyncSession, new: KeyIn, *, by: Principal | None) -> tuple[str, ApiKey]:
    """Draw a key and give it whole, for the only time. `by` is None for the command line.

    Raises: NotFound, Forbidden, ScopeTooWide.
    """
    authority_id = new.authority_id or (by.authority if by else (await authorities.operator(session)).id)
    if authority_id is None:
        raise NotFound("Indiquez la collectivité de cette clé.")
    if by is not None and not by.is_operator and by.authority != authority_id:
        raise Forbidden
    await authorities.get(session, authority_id)
    scopes = frozenset(new.scopes) if new.scopes else OPENS[new.role]
    if not scopes <= OPENS[new.role]:
        raise ScopeTooWide
    if by is not None and not all(by.may(scope) for scope in scopes):
        raise ScopeTooWide("Une clé ne peut pas en créer une qui ouvre davantage qu’elle.")

    parts = tokens.make_key()
    key = ApiKey(
        public_id=parts.public_id, secret_hash=tokens.digest(parts.secret), name=new.name, role=new.role,
        authority_id=authority_id, scopes=sorted(scopes), expires_at=now() + timedelta(days=new.days),
        created_by=by.subject if by else None,
    )  # fmt: skip
    session.add(key)
    await session.flush()
    made = KeyCreated(authority_id=authority_id, key_id=key.id, role=key.role, scopes=tuple(key.scopes))
    record(session, made, actor=by)
    return str(parts), key


async def recognise(session: AsyncSession, text: str) -> Principal:
    """Give the program behind a key.

    Raises: BadKey.
    """
    parts = tokens.read_key(text)
    if parts is None:
        raise BadKey
    known = select(ApiKey, Authority).join(Authority, col(Authority.id) == ApiKey.authority_id)
    found = (await session.exec(known.where(ApiKey.public_id == parts.public_id))).first()
    if found is None or not hmac.compare_digest(found[0].secret_hash, tokens.digest(parts.secret)):
        raise BadKey
    key, authority = found
    if key.revoked_at is not None or key.expires_at <= now():
        raise BadKey
    if key.used_at is None or key.used_at < now() - _NOTE_USED_EVERY:
        key.used_at = now()
    return _principal_of(key, authority)


async def listed(session: AsyncSession, window: Window) -> Slice[ApiKey]:
    """Give the keys the caller may see, the latest first."""
    query = select(ApiKey).order_by(col(ApiKey.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(ApiKey.id) < window.after)
    return cut((await session.exec(query)).all(), window)


async def revoke(session: AsyncSession, key_id: UUID, *, by: Principal) -> None:
    """End a key's life at its next request.

    Raises: NotFound.
    """
    key = await session.get(ApiKey, key_id)
    if key is None:
        raise NotFound("Cette clé n’existe pas.")
    if key.revoked_at is None:
        key.revoked_at = now()
        known.forget()
        record(session, KeyRevoked(authority_id=key.authority_id, key_id=key.id), actor=by)


def _principal_of(key: ApiKey, authority: Authority) -> Principal:
    return Principal(
        subject=key.id,
        name=key.name,
        roles=frozenset({key.role}),
        authority=authority.id,
        is_operator=authority.kind == "operator" and KeyRole(key.role) in _ACROSS,
        scopes=frozenset(key.scopes),
    )
