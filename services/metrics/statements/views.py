"""Statements as they are read."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.paging import Slice
from services.metrics.statements import statements
from services.metrics.statements.columns import Meaning
from services.metrics.statements.schemas import HeadingOut, RefusedLineOut, StatementOut, StatementPage
from services.metrics.tables import MeasuredPlace, SupplierStatement


async def told(session: AsyncSession, statement: SupplierStatement) -> StatementOut:
    """Tell a statement, and what it would make count."""
    names = await _named(session, {statement.authority_id})
    return await _out(session, statement, names)


async def page(session: AsyncSession, found: Slice[SupplierStatement]) -> StatementPage:
    """Tell several."""
    names = await _named(session, {one.authority_id for one in found.items})
    return StatementPage(items=[await _out(session, one, names) for one in found.items], next=found.next)


async def _out(
    session: AsyncSession, statement: SupplierStatement, names: Mapping[UUID, str]
) -> StatementOut:
    fresh, known = await statements.waiting(session, statement) if statement.waiting else ([], 0)
    refused = [
        RefusedLineOut(line=int(line), code=str(code), detail=str(detail))
        for line, code, detail in statement.refused[: statements.MOST_REFUSED]
    ]
    return StatementOut(
        id=statement.id, authority_id=statement.authority_id, authority_name=names.get(statement.authority_id, ""),
        tool=statement.tool, brought_at=statement.brought_at, headings=[_heading(*one) for one in statement.headings],
        new=len(fresh), known=known, uses=sum(line.uses for line in fresh), refused=refused,
        first_day=min((line.day for line in fresh), default=None),
        last_day=max((line.day for line in fresh), default=None), refused_count=len(statement.refused),
        confirmed_at=statement.confirmed_at, counted=statement.counted, withdrawn_at=statement.withdrawn_at,
    )  # fmt: skip


def _heading(heading: str, meaning: str) -> HeadingOut:
    return HeadingOut(
        heading=heading, meaning=meaning, label=Meaning(meaning).label if meaning else "non lue"
    )


async def _named(session: AsyncSession, ids: set[UUID]) -> Mapping[UUID, str]:
    rows = await session.exec(select(MeasuredPlace).where(col(MeasuredPlace.id).in_(ids)))
    return {row.id: row.name for row in rows.all()}
