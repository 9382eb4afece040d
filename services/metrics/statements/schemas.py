"""Suppliers' statements on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.metrics.schemas.wire import Wire

Tool = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[\w .,'’&/+()-]+$")
]
Content = Annotated[str, StringConstraints(min_length=1, max_length=1_000_000, pattern=r"^[^\x00]*$")]


class StatementIn(Wire):
    """A file that a supplier's console exports: totals by day, never names nor messages."""

    tool: Tool = Field(description="The tool that the file is about.", examples=["Delibia"])
    content: Content = Field(
        description="The CSV: a heading, then a line a day. Separated by semicolons, commas or tabs.",
        examples=["date;requests;active users\n2026-10-01;42;9\n"],
    )
    authority_id: UUID | None = Field(default=None, description="Left out: the caller's own.")


class HeadingOut(Wire):
    """A column of the file."""

    heading: str = Field(examples=["active users"])
    meaning: str = Field(
        description="day, uses, people, input, output or model; empty: not read.", examples=["people"]
    )
    label: str = Field(description="In French.", examples=["nombre de personnes"])


class RefusedLineOut(Wire):
    """A line that does not count."""

    line: int = Field(description="Its number in the file, from 1.", examples=[14])
    code: str = Field(examples=["number"])
    detail: str = Field(description="In French.", examples=["Plus de personnes que d’usages."])


class StatementOut(Wire):
    """A statement: what was read of it, and whether it counts."""

    id: UUID
    authority_id: UUID
    authority_name: str = Field(examples=["Chéroy"])
    tool: str = Field(examples=["Delibia"])
    brought_at: datetime
    headings: list[HeadingOut]
    new: int = Field(description="Lines that would count once confirmed.", examples=[30])
    known: int = Field(description="Lines that count already, the same.", examples=[0])
    uses: int = Field(description="Uses on the new lines.", examples=[512])
    first_day: date | None = Field(examples=["2026-10-01"])
    last_day: date | None = Field(examples=["2026-10-31"])
    refused: list[RefusedLineOut] = Field(description="The first 200.")
    refused_count: int = Field(examples=[0])
    confirmed_at: datetime | None
    counted: int = Field(description="Lines that it made count.", examples=[0])
    withdrawn_at: datetime | None


class StatementPage(Wire):
    """Statements, the latest first."""

    items: list[StatementOut]
    next: str | None = None
