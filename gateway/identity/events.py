"""What happened to people and keys: the audit reads these. No address, no secret."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in; `method` tells whether by link or by password."""

    name: ClassVar[str] = "identity.signed_in"
    person_id: UUID
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRefused(Event):
    """A sign-in was refused; `reason` is the refusal's code."""

    name: ClassVar[str] = "identity.sign_in_refused"
    method: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """A person ended one of their sessions."""

    name: ClassVar[str] = "identity.signed_out"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """A person was added to an authority, with these roles."""

    name: ClassVar[str] = "identity.person_added"
    person_id: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Event):
    """A person's name or roles were changed; `roles` are those they hold since."""

    name: ClassVar[str] = "identity.person_changed"
    person_id: UUID
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Event):
    """A person was erased, for good. Who they were is not said."""

    name: ClassVar[str] = "identity.person_erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSuspended(Event):
    """A person was suspended: their sessions and links ended at once."""

    name: ClassVar[str] = "identity.person_suspended"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReinstated(Event):
    """A suspended person may sign in again."""

    name: ClassVar[str] = "identity.person_reinstated"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade(Event):
    """A sign-in link was made for a person; the ones before it stopped working."""

    name: ClassVar[str] = "identity.link_made"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """A person set their own password."""

    name: ClassVar[str] = "identity.password_changed"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCreated(Event):
    """An API key was created, with this role and these scopes."""

    name: ClassVar[str] = "identity.key_created"
    key_id: UUID
    role: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Event):
    """An API key was revoked: it is refused since."""

    name: ClassVar[str] = "identity.key_revoked"
    key_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantMade(Event):
    """A person let their tablet send one workshop's captures for three days."""

    name: ClassVar[str] = "identity.grant_made"
    person_id: UUID
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRevoked(Event):
    """A tablet's grant was revoked: it is refused since."""

    name: ClassVar[str] = "identity.grant_revoked"
    person_id: UUID
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLinkMade(Event):
    """Somebody made a secret address for their calendar; the one before stopped working."""

    name: ClassVar[str] = "identity.calendar_link_made"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLinkRevoked(Event):
    """The secret address of somebody's calendar was revoked."""

    name: ClassVar[str] = "identity.calendar_link_revoked"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRefused(Event):
    """Somebody would rather not receive the monthly digest any more."""

    name: ClassVar[str] = "identity.digest_refused"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestResumed(Event):
    """Somebody receives the monthly digest again."""

    name: ClassVar[str] = "identity.digest_resumed"
    person_id: UUID
