"""Suppliers' statements: brought, shown, confirmed, taken back. The same day of the same tool counts once."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit import paging
from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window
from services.kit.principal import Principal
from services.metrics.periods import PARIS
from services.metrics.statements import files
from services.metrics.statements.events import StatementCounted, StatementWithdrawn
from services.metrics.statements.files import Line, Refused
from services.metrics.statements.schemas import StatementIn
from services.metrics.tables import MeasuredPlace, StatementLine, SupplierStatement

MOST_REFUSED = 200
_COUNT = text("""
    insert into statement_line (authority_id, tool, day, model, uses, people, input, output, statement_id)
    select :authority, :tool, l.day, l.model, l.uses, l.people, l.input, l.output, :statement
    from unnest(cast(:day as date[]), cast(:model as text[]), cast(:uses as int[]), cast(:people as int[]),
                cast(:input as bigint[]), cast(:output as bigint[])) as l(day, model, uses, people, input, output)
    order by l.day, l.model on conflict do nothing returning 1
""")


_DIFFERS = "Ce jour compte déjà, avec d’autres chiffres. Retirez d’abord le relevé qui le dit."


class StatementTaken(Conflict):
    """The statement was taken back: bring the file in again."""

    sentence = "Ce relevé a été retiré. Importez de nouveau le fichier pour le compter."


async def bring(session: AsyncSession, new: StatementIn, *, by: Principal) -> SupplierStatement:
    """Read a file and keep what it says, not counted yet. Earlier files never confirmed are forgotten.

    Raises: UnreadableFile, MissingColumns, PersonalFile, Invalid.
    """
    authority = await _authority(session, new.authority_id, by=by)
    read = files.read(new.content, today=now().astimezone(PARIS).date())
    known = await _known(session, authority, new.tool, list(read.lines.values()))
    differing = {number for number, line in read.lines.items() if not _agrees(line, known)}
    refused = sorted(
        [*read.refused, *(Refused(number, "differs", _DIFFERS) for number in differing)],
        key=lambda one: one.number,
    )
    await _forget_unconfirmed(session, authority, by=by)
    statement = SupplierStatement(
        authority_id=authority, tool=new.tool, brought_by=by.subject,
        headings=[[heading, meaning.value if meaning else ""] for heading, meaning in read.headings],
        waiting=[_packed(line) for number, line in read.lines.items() if number not in differing],
        refused=[[one.number, one.code, one.detail] for one in refused],
    )  # fmt: skip
    session.add(statement)
    await session.flush()
    return statement


async def confirm(session: AsyncSession, statement_id: UUID, *, by: Principal) -> SupplierStatement:
    """Count the lines that are new. Confirmed already, nothing changes.

    Raises: NotFound, StatementTaken.
    """
    statement = await get(session, statement_id, is_locked=True)
    if statement.withdrawn_at:
        raise StatementTaken
    if statement.confirmed_at:
        return statement
    lines = list(map(_unpacked, statement.waiting))
    counted = await (await session.connection()).execute(_COUNT, _columns(statement, lines))
    statement.counted, statement.confirmed_at, statement.waiting = len(counted.all()), now(), []
    told = StatementCounted(
        authority_id=statement.authority_id, statement_id=statement.id, tool=statement.tool, lines=statement.counted
    )  # fmt: skip
    record(session, told, actor=by)
    await session.flush()
    return statement


async def withdraw(session: AsyncSession, statement_id: UUID, *, by: Principal) -> SupplierStatement:
    """Take back what a statement made count; one that never counted is forgotten. Withdrawn already, nothing changes.

    Raises: NotFound.
    """
    statement = await get(session, statement_id, is_locked=True)
    if statement.confirmed_at and not statement.withdrawn_at:
        gone = delete(StatementLine).where(col(StatementLine.statement_id) == statement.id)
        lines = (await session.exec(gone)).rowcount
        statement.withdrawn_at = now()
        told = StatementWithdrawn(authority_id=statement.authority_id, statement_id=statement.id, lines=lines)
        record(session, told, actor=by)
    elif not statement.confirmed_at:
        await session.delete(statement)
    await session.flush()
    return statement


async def get(session: AsyncSession, statement_id: UUID, *, is_locked: bool = False) -> SupplierStatement:
    """Read a statement.

    Raises: NotFound.
    """
    query = select(SupplierStatement).where(SupplierStatement.id == statement_id)
    found = (await session.exec(query.with_for_update() if is_locked else query)).first()
    if found is None:
        raise NotFound
    return found


async def listed(session: AsyncSession, window: Window) -> Slice[SupplierStatement]:
    """Give statements, the latest first."""
    query = select(SupplierStatement).order_by(col(SupplierStatement.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(SupplierStatement.id < window.after)
    return paging.cut((await session.exec(query)).all(), window)


async def waiting(session: AsyncSession, statement: SupplierStatement) -> tuple[list[Line], int]:
    """Give the lines that would count if it were confirmed now, and how many count already."""
    lines = list(map(_unpacked, statement.waiting))
    known = await _known(session, statement.authority_id, statement.tool, lines)
    fresh = [line for line in lines if line.key not in known]
    return fresh, len(lines) - len(fresh)


Known = Mapping[tuple[date, str], Line]


async def _known(session: AsyncSession, authority: UUID, tool: str, lines: Sequence[Line]) -> Known:
    """Give every line that counts already for the days told."""
    days = {line.day for line in lines}
    query = select(StatementLine).where(
        StatementLine.authority_id == authority, StatementLine.tool == tool, col(StatementLine.day).in_(days)
    )
    found = [
        Line(row.day, row.model, row.uses, row.people, row.input, row.output)
        for row in (await session.exec(query)).all()
    ]
    return {line.key: line for line in found}


async def _forget_unconfirmed(session: AsyncSession, authority: UUID, *, by: Principal) -> None:
    forgotten = delete(SupplierStatement).where(
        col(SupplierStatement.authority_id) == authority, col(SupplierStatement.brought_by) == by.subject,
        col(SupplierStatement.confirmed_at).is_(None),
    )  # fmt: skip
    await session.exec(forgotten)


def _agrees(line: Line, known: Known) -> bool:
    """Tell whether a line may stand beside those that count: the same, or new and told as finely as its day."""
    if line.key in known:
        return known[line.key] == line
    finely = {bool(model) for day, model in known if day == line.day}
    return not finely or bool(line.model) in finely


def _packed(line: Line) -> list[str | int]:
    return [line.day.isoformat(), line.model, line.uses, line.people, line.input, line.output]


def _unpacked(told: Sequence[str | int]) -> Line:
    day, model, *figures = told
    return Line(date.fromisoformat(str(day)), str(model), *map(int, figures))


def _columns(statement: SupplierStatement, lines: Sequence[Line]) -> dict[str, object]:
    told: dict[str, object] = {
        name: [getattr(line, name) for line in lines]
        for name in ("day", "model", "uses", "people", "input", "output")
    }
    return told | {"authority": statement.authority_id, "tool": statement.tool, "statement": statement.id}


async def _authority(session: AsyncSession, asked: UUID | None, *, by: Principal) -> UUID:
    authority = asked or by.authority
    known = await session.get(MeasuredPlace, authority) if authority else None
    is_theirs = by.is_operator or authority == by.authority
    if authority is None or known is None or not is_theirs or known.kind == "operator":
        message = "Choisissez une collectivité du programme."
        raise Invalid(errors=[{"pointer": "/authority_id", "type": "unknown", "message": message}])
    return authority
