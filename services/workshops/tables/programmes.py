"""Programmes and the authorities in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Integer, SmallInteger, text
from sqlmodel import Field, SQLModel

from services.kit.db import uuid7
from services.workshops.schemas import EnrolmentState
from services.workshops.tables.moment import Moment


class Programme(SQLModel, table=True):
    """What an operator runs with several authorities, for a time. The same for everyone: no tenant."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("reviews_wanted between 1 and 9", name="reviews_wanted"),
        CheckConstraint("cardinality(population_bounds) between 1 and 8", name="population_bounds"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(unique=True)
    starts_on: date
    ends_on: date
    applications_until: date | None = None
    reviews_wanted: int = Field(
        default=2, sa_column=Column(SmallInteger, nullable=False, server_default=text("2"))
    )
    population_bounds: list[int] = Field(
        default_factory=lambda: [500, 2000, 10_000, 50_000],
        sa_column=Column(ARRAY(Integer), nullable=False, server_default=text("'{500,2000,10000,50000}'")),
    )
    scoring_closed_at: datetime | None = Field(default=None, sa_type=Moment)


class ProgrammeAuthority(SQLModel, table=True):
    """An authority's way through a programme: one date a step, as far as it is known."""

    __tablename__ = "programme_authority"
    __table_args__ = (
        Index(None, "authority_id", "programme_id"),
        CheckConstraint(
            "num_nonnulls(applied_on, selected_on, agreed_on, activated_on, closing_on, left_on, continued_on) > 0",
            name="has_a_dated_step",
        ),
        CheckConstraint("num_nonnulls(left_on, continued_on) < 2", name="leaves_or_continues"),
    )

    programme_id: UUID = Field(primary_key=True, foreign_key="programme.id")
    authority_id: UUID = Field(primary_key=True)
    applied_on: date | None = None
    selected_on: date | None = None
    agreed_on: date | None = None
    activated_on: date | None = None
    closing_on: date | None = None
    left_on: date | None = None
    continued_on: date | None = None

    @property
    def state(self) -> EnrolmentState:
        """The furthest step that has a date."""
        return self._furthest[0]

    @property
    def since(self) -> date:
        """The date of that step."""
        return self._furthest[1]

    @property
    def _furthest(self) -> tuple[EnrolmentState, date]:
        steps = (
            (EnrolmentState.CANDIDATE, self.applied_on),
            (EnrolmentState.SELECTED, self.selected_on),
            (EnrolmentState.AGREED, self.agreed_on),
            (EnrolmentState.ACTIVE, self.activated_on),
            (EnrolmentState.CLOSING, self.closing_on),
            (EnrolmentState.LEFT, self.left_on),
            (EnrolmentState.CONTINUED, self.continued_on),
        )
        return [(state, day) for state, day in steps if day is not None][-1]
