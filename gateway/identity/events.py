"""What happened to people and keys: the audit reads these. No address, no secret."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    name: ClassVar[str] = "identity.signed_in"
    person_id: UUID
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRefused(Event):
    name: ClassVar[str] = "identity.sign_in_refused"
    method: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    name: ClassVar[str] = "identity.signed_out"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    name: ClassVar[str] = "identity.person_added"
    person_id: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Event):
    name: ClassVar[str] = "identity.person_changed"
    person_id: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSuspended(Event):
    name: ClassVar[str] = "identity.person_suspended"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReinstated(Event):
    name: ClassVar[str] = "identity.person_reinstated"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade(Event):
    name: ClassVar[str] = "identity.link_made"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    name: ClassVar[str] = "identity.password_changed"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCreated(Event):
    name: ClassVar[str] = "identity.key_created"
    key_id: UUID
    role: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Event):
    name: ClassVar[str] = "identity.key_revoked"
    key_id: UUID
