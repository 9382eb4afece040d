"""Identity on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+$",
    ),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$"),
]
ServiceName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")
]

_TOKEN = "an-example-of-a-token-that-opens-nothing-00"  # noqa: S105  an example, shown in the documentation
_PASSWORD = "un potager sous la pluie"  # noqa: S105  an example, shown in the documentation


class Role(StrEnum):
    """What a person may be. One person may be several."""

    AGENT = "agent"
    CHAMPION = "champion"
    FACILITATOR = "facilitator"
    DECISION_MAKER = "decision_maker"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The role in French."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.AGENT: "agent",
    Role.CHAMPION: "référent IA",
    Role.FACILITATOR: "équipe projet",
    Role.DECISION_MAKER: "décideur",
    Role.ADMIN: "administrateur",
}


class KeyRole(StrEnum):
    """What a program may be."""

    PARTNER = "partner"
    AGENT = "agent"
    FACILITATOR = "facilitator"
    DECISION_MAKER = "decision_maker"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a key opens, room by room."""

    WORKSHOPS_READ = "workshops:read"
    WORKSHOPS_WRITE = "workshops:write"
    ASSISTANT_USE = "assistant:use"
    ASSISTANT_WRITE = "assistant:write"
    METRICS_READ = "metrics:read"
    METRICS_WRITE = "metrics:write"
    IDENTITY_READ = "identity:read"
    IDENTITY_WRITE = "identity:write"


class Wire(BaseModel):
    """Input that refuses what it does not know, output read from rows."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class AuthorityOut(Wire):
    id: UUID
    kind: str = Field(
        description="commune, intercommunal, joint_authority or operator.", examples=["commune"]
    )
    legal_form: str = Field(description="CC, CA, CU, METRO … for an intercommunal body.", examples=[""])
    name: str = Field(examples=["Chéroy"])
    siren: str | None = Field(examples=["218901007"])
    insee: str | None = Field(examples=["89100"])
    departments: list[str] = Field(examples=[["89"]])
    postcodes: list[str] = Field(examples=[["89690"]])
    population: int | None = Field(
        description="Never to be summed: communes lie inside intercommunal bodies."
    )
    parent_siren: str | None = Field(description="The intercommunal body a commune belongs to.")


class AuthorityPage(Wire):
    items: list[AuthorityOut]


class PersonIn(Wire):
    email: Email = Field(examples=["secretariat@example.org"])
    name: Name = Field(examples=["Camille Martin"])
    roles: list[Role] = Field(min_length=1, examples=[["agent"]])
    authority_id: UUID
    service: ServiceName = Field(
        default="", description="Where they work in their authority.", examples=["État civil"]
    )


class PersonChange(Wire):
    name: Name | None = None
    roles: list[Role] | None = Field(default=None, min_length=1)
    service: ServiceName | None = Field(default=None, description="Empty: none.", examples=["Urbanisme"])


class PersonOut(Wire):
    id: UUID
    authority_id: UUID
    email: str
    name: str
    roles: list[Role]
    service: str = Field(examples=["État civil"])
    created_at: datetime
    disabled_at: datetime | None
    version: int


class PersonPage(Wire):
    items: list[PersonOut]
    next: str | None


class Me(Wire):
    """The person behind the session, or the program behind the key, and its authority."""

    id: UUID
    name: str = Field(examples=["Agenda de la mairie"])
    email: str | None = Field(description="Null for a program.", examples=[None])
    roles: list[str] = Field(examples=[["agent"]])
    scopes: list[str] = Field(
        description="What the key opens. A person's session has the single scope `*`.",
        examples=[["assistant:use", "metrics:write"]],
    )
    authority: AuthorityOut
    has_password: bool
    is_operator: bool = Field(description="True when the caller sees every authority.")


class LinkOut(Wire):
    address: str = Field(
        description="Signs the person in once. Shown once.",
        examples=[f"https://terrain.example.org/connexion/{_TOKEN}"],
    )
    expires_at: datetime = Field(examples=["2026-09-16T09:30:00Z"])


class SignIn(Wire):
    """Either the token of a link, or an address with its password."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"token": _TOKEN},
                {"email": "secretariat@example.org", "password": _PASSWORD},
            ]
        }
    )

    token: str | None = Field(default=None, max_length=128)
    email: Email | None = None
    password: str | None = Field(default=None, max_length=256)


class SessionOut(Wire):
    id: UUID
    browser: str = Field(description="Its family alone.", examples=["Firefox"])
    created_at: datetime
    seen_at: datetime
    is_current: bool = False


class SessionPage(Wire):
    items: list[SessionOut]


class PasswordIn(Wire):
    password: str = Field(
        min_length=12,
        max_length=256,
        description="At least 12 characters, any of them.",
        examples=[_PASSWORD],
    )
    present: str | None = Field(
        default=None, max_length=256, description="The one in force, if there is one."
    )


class KeyIn(Wire):
    name: Name = Field(examples=["Entrepôt de données ARNia"])
    role: KeyRole
    authority_id: UUID | None = Field(default=None, description="Left out: the caller's own.")
    scopes: list[Scope] | None = Field(
        default=None, min_length=1, description="Left out: all the role may have."
    )
    days: int = Field(default=365, ge=1, le=366)


class KeyOut(Wire):
    id: UUID
    authority_id: UUID
    public_id: str = Field(
        description="The part of the key that is no secret: it stands after `terrain_`.",
        examples=["9Xk2mQ7pLd4R"],
    )
    name: str
    role: str = Field(examples=["partner"])
    scopes: list[str] = Field(examples=[["metrics:read", "workshops:read"]])
    created_at: datetime
    expires_at: datetime = Field(examples=["2027-09-15T09:30:00Z"])
    used_at: datetime | None
    revoked_at: datetime | None


class KeyMade(KeyOut):
    key: str = Field(
        description="The whole key. Shown once.",
        examples=["terrain_9Xk2mQ7pLd4R_AnExampleKeyThatOpensNothing000000000000_4d7016f8"],
    )


class KeyPage(Wire):
    items: list[KeyOut]
    next: str | None


class AuditEntry(Wire):
    id: UUID
    name: str = Field(examples=["identity.signed_in"])
    at: datetime
    actor_id: UUID | None
    authority_id: UUID | None
    body: dict[str, str | int | bool | list[str] | None]
    actor: str | None = Field(
        description="The name of who did it; none for the command line or the platform."
    )
    subject: str | None = Field(description="The name of the person or the key it is about, while it exists.")


class AuditPage(Wire):
    items: list[AuditEntry]
    next: str | None


class GrantIn(Wire):
    workshop_id: UUID = Field(description="The workshop whose captures this browser may send.")
    authority_id: UUID = Field(description="Where the workshop is held: the grant shows there.")


class GrantOut(Wire):
    id: UUID
    workshop_id: UUID
    person_id: UUID
    person_name: str = Field(examples=["Camille Martin"])
    browser: str = Field(description="Its family alone.", examples=["Safari"])
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


class GrantList(Wire):
    items: list[GrantOut] = Field(description="Those still good, the latest first.")


class CalendarLinkOut(Wire):
    """A secret address for a calendar program, without the address."""

    id: UUID
    created_at: datetime
    read_at: datetime | None = Field(description="When a calendar program read it last, to the hour.")


class CalendarLinkPage(Wire):
    items: list[CalendarLinkOut] = Field(description="At most one: a new address replaces the one before.")


class CalendarLinkMade(CalendarLinkOut):
    address: str = Field(
        description="Shown in this answer and nowhere else. It ends with a slash: add a calendar's name.",
        examples=[f"https://terrain.example.org/agenda/{_TOKEN}/"],
    )
