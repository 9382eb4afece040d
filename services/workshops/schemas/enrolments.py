"""An authority's way through a programme, and the agreement it signs, on the wire."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.gatherings import AttendanceOut
from services.workshops.schemas.lists import EnrolmentState
from services.workshops.schemas.programmes import Day, ShortLine
from services.workshops.schemas.wire import Wire


class Step(StrEnum):
    """A step that somebody says has been taken. Selection comes with a cohort, agreement with its document."""

    ACTIVE = "active"
    CLOSING = "closing"
    LEFT = "left"
    CONTINUED = "continued"


class StepIn(Wire):
    to: Step
    on: Day | None = Field(
        default=None, description="Left out: today. Never in the future.", examples=["2026-11-24"]
    )


class AgreementIn(Wire):
    signed_on: Day = Field(examples=["2026-11-20"], description="Never in the future.")
    signatory_role: ShortLine = Field(
        examples=["Maire"], description="By virtue of which office. No name: the document bears it."
    )
    starts_on: Day = Field(examples=["2027-01-11"])
    ends_on: Day = Field(examples=["2027-12-17"], description="Not before it starts.")
    reference: ShortLine = Field(
        examples=["CONV-2026-014"], description="Where the signed document is found."
    )


class AgreementOut(Wire):
    id: UUID
    signed_on: date
    signatory_role: str = Field(examples=["Maire"])
    starts_on: date
    ends_on: date
    reference: str = Field(examples=["CONV-2026-014"])
    recorded_at: datetime
    recorded_by: UUID | None


class WayOut(Wire):
    """One authority in one programme: its dated steps, its agreement, what its people took part in."""

    programme_id: UUID
    authority_id: UUID
    state: EnrolmentState
    applied_on: date | None
    selected_on: date | None
    agreed_on: date | None
    activated_on: date | None
    closing_on: date | None
    left_on: date | None
    continued_on: date | None
    application_id: UUID | None
    agreement: AgreementOut | None
    attendances: list[AttendanceOut]
