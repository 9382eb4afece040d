"""Identity's tables. Secrets are stored as hashes, never as themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Double, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _moment(*, required: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=not required)


def _words() -> Column[list[str]]:
    return Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))


class Authority(SQLModel, table=True):
    """A commune, an intercommunal body, a joint authority or the operator. Reference data, the same for everyone."""

    __tablename__ = "authority"
    __table_args__ = (
        CheckConstraint("kind in ('commune', 'intercommunal', 'joint_authority', 'operator')", name="kind"),
        # Its own operator class: a prefix search must use the index whatever the collation.
        Index("ix_authority_search_name", "search_name", postgresql_ops={"search_name": "text_pattern_ops"}),
        Index(
            "ix_authority_search_trigrams",
            "search_name",
            postgresql_using="gin",
            postgresql_ops={"search_name": "gin_trgm_ops"},
        ),
        Index("ix_authority_postcodes", "postcodes", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    kind: str
    legal_form: str = ""
    name: str
    search_name: str
    sort_name: str
    siren: str | None = Field(default=None, unique=True)
    insee: str | None = Field(default=None, unique=True)
    departments: list[str] = Field(default_factory=list, sa_column=_words())
    regions: list[str] = Field(default_factory=list, sa_column=_words())
    postcodes: list[str] = Field(default_factory=list, sa_column=_words())
    population: int | None = None
    parent_siren: str | None = None


class Person(SQLModel, table=True):
    """Somebody who may sign in, in one authority, with one or several roles."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "roles <@ array['agent', 'champion', 'facilitator', 'decision_maker', 'admin']", name="roles"
        ),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index(None, "authority_id", "sort_name"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID = Field(foreign_key="authority.id")
    email: str = Field(unique=True)
    name: str
    sort_name: str
    roles: list[str] = Field(default_factory=list, sa_column=_words())
    service: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """The department they work in, such as « État civil ». Empty: not said."""
    password_hash: str | None = None
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    disabled_at: datetime | None = Field(default=None, sa_column=_moment())
    digest_refused_at: datetime | None = Field(default=None, sa_column=_moment())
    """They would rather not receive the monthly digest."""
    version: int = 1

    @property
    def is_active(self) -> bool:
        """Tell whether this person may sign in."""
        return self.disabled_at is None


class BrowserSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds the secret, the row its hash."""

    __tablename__ = "browser_session"
    __table_args__ = (Index(None, "authority_id", "person_id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: bytes = Field(unique=True, sa_type=LargeBinary)
    browser: str = ""
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    seen_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    ended_at: datetime | None = Field(default=None, sa_column=_moment())


class SignInLink(SQLModel, table=True):
    """An address that signs one person in, once."""

    __tablename__ = "sign_in_link"
    __table_args__ = (Index(None, "authority_id", "person_id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    token_hash: bytes = Field(unique=True, sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    expires_at: datetime = Field(sa_column=_moment(required=True))
    used_at: datetime | None = Field(default=None, sa_column=_moment())


class ApiKey(SQLModel, table=True):
    """A program's key. It belongs to one authority, or to the operator and then reads across."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint(
            "role in ('partner', 'agent', 'facilitator', 'decision_maker', 'admin')", name="role"
        ),
        CheckConstraint("expires_at <= created_at + interval '366 days'", name="lives_a_year_at_most"),
        Index(None, "authority_id", "created_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID = Field(foreign_key="authority.id")
    public_id: str = Field(unique=True)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    name: str
    role: str
    scopes: list[str] = Field(default_factory=list, sa_column=_words())
    created_by: UUID | None = None
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    expires_at: datetime = Field(sa_column=_moment(required=True))
    used_at: datetime | None = Field(default=None, sa_column=_moment())
    revoked_at: datetime | None = Field(default=None, sa_column=_moment())


class DeviceGrant(SQLModel, table=True):
    """A tablet that may send the captures of one workshop for its person, and do nothing else, for three days."""

    __tablename__ = "device_grant"
    __table_args__ = (
        CheckConstraint("expires_at <= made_at + interval '72 hours'", name="lives_three_days_at_most"),
        Index(None, "authority_id", "workshop_id"),
        Index(None, "workshop_id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    workshop_id: UUID
    secret_hash: bytes = Field(unique=True, sa_type=LargeBinary)
    browser: str = ""
    made_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    expires_at: datetime = Field(sa_column=_moment(required=True))
    used_at: datetime | None = Field(default=None, sa_column=_moment())
    revoked_at: datetime | None = Field(default=None, sa_column=_moment())


class AttemptBucket(SQLModel, table=True):
    """How many tries are left to an address, a person or a key: a token bucket in one row."""

    __tablename__ = "attempt_bucket"

    key_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    tokens: float = Field(sa_type=Double)
    at: datetime = Field(default_factory=now, sa_column=_moment(required=True))


class DigestDelivery(SQLModel, table=True):
    """That a month's digest went to an address, once."""

    __tablename__ = "digest_delivery"
    __table_args__ = (Index(None, "authority_id", "person_id"),)

    month: date = Field(primary_key=True, sa_type=Date)
    address_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    authority_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    sent_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))


class CalendarLink(SQLModel, table=True):
    """A secret address of one person: it opens their calendars, nothing else, until it is revoked."""

    __tablename__ = "calendar_link"
    __table_args__ = (Index(None, "authority_id", "person_id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID = Field(foreign_key="person.id")
    token_hash: bytes = Field(unique=True, sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    read_at: datetime | None = Field(default=None, sa_column=_moment())
    revoked_at: datetime | None = Field(default=None, sa_column=_moment())
