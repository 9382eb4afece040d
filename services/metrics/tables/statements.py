"""What suppliers' consoles say was used: declared figures by day, and the files that they came in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _list() -> Column[list[list[object]]]:
    return Column(JSONB, nullable=False)


class SupplierStatement(SQLModel, table=True):
    """A file brought in: read, then confirmed, perhaps taken back. Its lines wait here until they count."""

    __tablename__ = "supplier_statement"
    __table_args__ = (
        Index(None, "authority_id", "id"),
        CheckConstraint("withdrawn_at is null or confirmed_at is not null", name="withdrawn"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    tool: str
    brought_by: UUID
    brought_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    headings: list[list[str]] = Field(sa_column=_list())
    """Each heading of the file with what it means, or nothing."""
    waiting: list[list[str | int]] = Field(sa_column=_list())
    """Day, model, uses, people, tokens read and written. Emptied once they count."""
    refused: list[list[str | int]] = Field(sa_column=_list())
    """Line number, code, sentence."""
    confirmed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    counted: int = 0
    """Lines that were new when it was confirmed."""
    withdrawn_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class StatementLine(SQLModel, table=True):
    """What a supplier said of one day. The key is what makes the same file count once."""

    __tablename__ = "statement_line"
    __table_args__ = (
        Index(None, "statement_id"),
        CheckConstraint("people <= uses and (uses = 0 or people > 0)", name="people"),
    )

    authority_id: UUID = Field(primary_key=True)
    tool: str = Field(primary_key=True)
    day: date = Field(primary_key=True, sa_type=Date)
    model: str = Field(primary_key=True)
    uses: int
    people: int
    input: int = Field(sa_type=BigInteger)
    output: int = Field(sa_type=BigInteger)
    statement_id: UUID = Field(
        sa_column=Column(ForeignKey("supplier_statement.id", ondelete="CASCADE"), nullable=False)
    )
