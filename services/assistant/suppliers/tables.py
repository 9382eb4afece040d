"""Suppliers, what they offer, and other names for it. The same for everyone: no tenant."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, DateTime, LargeBinary, String, UniqueConstraint, Uuid
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


class SupplierRow(SQLModel, table=True):
    """One endpoint. Its key is sealed: who reads the database alone does not have it."""

    __tablename__ = "supplier"
    __table_args__ = (
        CheckConstraint("data_class in ('public', 'internal', 'personal')", name="data_class"),
        CheckConstraint("max_parallel between 1 and 1000", name="max_parallel"),
        CheckConstraint("first_byte > 0 and total > 0 and total <= 600", name="patience"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(unique=True)
    base_url: str
    sealed_key: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    data_class: str
    region: str = ""
    max_parallel: int = 50
    first_byte: float = 30
    total: float = 300
    created_at: datetime = Field(
        default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False)
    )
    deactivated_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    version: int = 1


class OfferRow(SQLModel, table=True):
    """A model at a supplier: under which name, at what price, for whom."""

    __tablename__ = "supplier_model"
    __table_args__ = (
        UniqueConstraint("supplier_id", "name"),
        CheckConstraint("kind in ('chat', 'embeddings')", name="kind"),
        CheckConstraint("price_in >= 0 and price_out >= 0 and energy >= 0", name="price"),
        CheckConstraint("priority between 1 and 9", name="priority"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    supplier_id: UUID = Field(foreign_key="supplier.id", ondelete="CASCADE")
    name: str = Field(index=True)
    upstream: str = ""
    kind: str = "chat"
    price_in: float = 0
    price_out: float = 0
    energy: float = 0
    priority: int = 5
    roles: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(String), nullable=False))
    authorities: list[UUID] = Field(default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False))
    version: int = 1


class AliasRow(SQLModel, table=True):
    """Another name for a model, so that programs need not change when the model does."""

    __tablename__ = "model_alias"

    name: str = Field(primary_key=True)
    model: str
