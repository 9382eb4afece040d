"""Counts of events: pages read these and never the events.

Each is written soon after the event is kept, always before it is read, and recomputed by `python -m infra.recount` from
the events alone. Narrow on purpose: a whole cube would have nearly as many rows as there are events.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, SmallInteger
from sqlmodel import Field, SQLModel

_ROOMY = {"postgresql_with": {"fillfactor": 60}}
"""Room for the next count in the same page: nothing but the key is indexed, so no index is touched (HOT)."""


class UseWeek(SQLModel, table=True):
    """Uses of a week, by code."""

    __tablename__ = "use_week"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    week: date = Field(primary_key=True, sa_type=Date)
    code: int = Field(primary_key=True, sa_type=SmallInteger)
    n: int = Field(sa_type=BigInteger)


class UseMonth(SQLModel, table=True):
    """Uses of a month, by code, tool and model, with their tokens."""

    __tablename__ = "use_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    code: int = Field(primary_key=True, sa_type=SmallInteger)
    origin: int = Field(primary_key=True, sa_type=SmallInteger)
    n: int = Field(sa_type=BigInteger)
    input: int = Field(sa_type=BigInteger)
    output: int = Field(sa_type=BigInteger)


class PersonWeek(SQLModel, table=True):
    """How often a pseudonym was active in a week, and for which codes (one bit each). Never shown: counted."""

    __tablename__ = "person_week"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    week: date = Field(primary_key=True, sa_type=Date)
    source: int = Field(primary_key=True, sa_type=SmallInteger)
    person: int = Field(primary_key=True, sa_type=BigInteger)
    n: int
    codes: int = Field(sa_type=BigInteger)


class PersonMonth(SQLModel, table=True):
    """The same by month, with the days (one bit each) and what cards tell. Never shown: counted."""

    __tablename__ = "person_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    source: int = Field(primary_key=True, sa_type=SmallInteger)
    person: int = Field(primary_key=True, sa_type=BigInteger)
    n: int
    days: int = Field(sa_type=BigInteger)
    codes: int = Field(sa_type=BigInteger)
    cards: int
    kept: int
    card_codes: int = Field(sa_type=BigInteger)


class PersonCodeMonth(SQLModel, table=True):
    """The same by code and job family, so that people are counted rightly whatever is asked. Never shown: counted."""

    __tablename__ = "person_code_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    code: int = Field(primary_key=True, sa_type=SmallInteger)
    job: int = Field(primary_key=True, sa_type=SmallInteger)
    source: int = Field(primary_key=True, sa_type=SmallInteger)
    person: int = Field(primary_key=True, sa_type=BigInteger)
    n: int
    cards: int
    kept: int
    days: int = Field(sa_type=BigInteger)
    marks: int
    """What their cards say, one bit each (`kinds.MARKS`): who is behind each cell of a table of cards."""


class CardMonth(SQLModel, table=True):
    """Cards filled in after a use: a histogram of net minutes, so that medians and intervals are exact."""

    __tablename__ = "card_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    code: int = Field(primary_key=True, sa_type=SmallInteger)
    job: int = Field(primary_key=True, sa_type=SmallInteger)
    outcome: str = Field(primary_key=True)
    grade: str = Field(primary_key=True)
    became: str = Field(primary_key=True)
    is_new: bool = Field(primary_key=True)
    net: int = Field(primary_key=True, sa_type=SmallInteger)
    n: int


class FactMonth(SQLModel, table=True):
    """Incidents, frugal answers, attendance and decisions of a month. `amount` sums what the kind measures."""

    __tablename__ = "fact_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    kind: int = Field(primary_key=True, sa_type=SmallInteger)
    detail: str = Field(primary_key=True)
    n: int
    amount: int = Field(sa_type=BigInteger)


class EventMonth(SQLModel, table=True):
    """How many events of a month, and a mark of what they tell: the same whatever their order, another when one changes."""

    __tablename__ = "event_month"
    __table_args__ = (_ROOMY,)

    authority_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True, sa_type=Date)
    n: int = Field(sa_type=BigInteger)
    mark: int = Field(sa_type=BigInteger)


class EnrolmentDay(SQLModel, table=True):
    """How many agents an authority had invited, as last told on a day."""

    __tablename__ = "enrolment_day"

    authority_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True, sa_type=Date)
    at: datetime = Field(sa_type=DateTime(timezone=True))
    key: int = Field(sa_type=BigInteger)
    invited: int
