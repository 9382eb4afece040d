"""What the other rooms told, read from the outbox by name: more fields than we know are no trouble, fewer neither."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from services.kit.events import EventRow
from services.metrics import families
from services.metrics.schemas import FieldWork, OwnUse, ThemeCount
from services.metrics.tables import EnrolmentDay, UseWeek

USE_MADE = "assistant.use_made"
CARD_FILLED = "assistant.card_filled"
INCIDENT_REPORTED = "assistant.incident_reported"
FRUGAL_CHOSEN = "assistant.frugal_chosen"
USE_DECLARED = "assistant.use_declared"
USE_RETRACTED = "assistant.use_retracted"
PLANNED = "workshops.workshop_planned"
STARTED = "workshops.workshop_started"
CANCELLED, REINSTATED = "workshops.workshop_cancelled", "workshops.workshop_reinstated"
OBSERVATION = "workshops.observation_noted"
TASK = "workshops.task_noted"
PAIN_POINT = "workshops.pain_point_reported"
WISH = "workshops.wish_noted"
KEY_MOMENT = "workshops.key_moment_noted"
REMOVED, RESTORED = "workshops.capture_removed", "workshops.capture_restored"
HYPOTHESIS = "workshops.hypothesis_drafted"

READS: dict[str, tuple[str, ...]] = {
    USE_MADE: ("use_case", "family", "model", "caller_kind"),
    CARD_FILLED: (
        "use_id", "tool", "use_case", "family", "outcome", "usual_minutes", "minutes", "checking_minutes",
        "would_have_done", "became", "grade", "caller_kind",
    ),
    INCIDENT_REPORTED: ("use_id", "category", "severity"),
    FRUGAL_CHOSEN: ("use_id", "rung"),
    USE_DECLARED: ("use_id", "tool", "use_case", "family", "used_on", "caller_kind"),
    USE_RETRACTED: ("use_id",),
    PLANNED: ("workshop_id",),
    STARTED: ("workshop_id",),
    CANCELLED: ("workshop_id",),
    REINSTATED: ("workshop_id",),
    OBSERVATION: ("workshop_id", "observation_id"),
    TASK: ("workshop_id", "task_id"),
    PAIN_POINT: ("workshop_id", "pain_point_id", "theme"),
    WISH: ("workshop_id", "wish_id"),
    KEY_MOMENT: ("workshop_id", "key_moment_id"),
    REMOVED: ("capture_id",),
    RESTORED: ("capture_id",),
    HYPOTHESIS: (),
}  # fmt: skip
"""Each event we read and what we read in it: a test compares this with what the rooms declare."""

CAPTURES = {OBSERVATION: "observation_id", TASK: "task_id", PAIN_POINT: "pain_point_id", WISH: "wish_id", KEY_MOMENT: "key_moment_id"}  # fmt: skip

Conditions = Sequence[ColumnElement[bool]]


def told(field: str) -> ColumnElement[str]:
    """Read one field of an event's body as text, empty when it has none."""
    return func.coalesce(func.jsonb_extract_path_text(EventRow.body, field), "")


def inside(bounds: tuple[datetime, datetime], authority: UUID | None) -> list[ColumnElement[bool]]:
    """Keep the events between two moments, of one authority or of all."""
    start, end = bounds
    kept: list[ColumnElement[bool]] = [col(EventRow.at) >= start, col(EventRow.at) < end]
    return [*kept, col(EventRow.authority_id) == authority] if authority else kept


async def field_work(session: AsyncSession, conditions: Conditions) -> FieldWork:
    """Count what the workshops brought: neither cancelled days nor captures taken back."""
    counted = select(EventRow.name, func.count()).where(*_standing(), *conditions).group_by(EventRow.name)
    found: dict[str, int] = dict((await session.exec(counted)).all())
    began = or_(col(EventRow.name) == STARTED, col(EventRow.name).in_(CAPTURES))
    held = select(func.count(func.distinct(told("workshop_id")))).where(began, *_standing(), *conditions)
    return FieldWork(
        workshops_planned=found.get(PLANNED, 0), workshops_held=(await session.exec(held)).one(),
        observations=found.get(OBSERVATION, 0), tasks=found.get(TASK, 0), wishes=found.get(WISH, 0),
        pain_points=found.get(PAIN_POINT, 0), hypotheses=found.get(HYPOTHESIS, 0),
    )  # fmt: skip


async def pain_points_by_theme(session: AsyncSession, conditions: Conditions) -> list[ThemeCount]:
    """Count pain points by theme, the most frequent first."""
    theme = told("theme")
    counted = select(theme, func.count()).where(col(EventRow.name) == PAIN_POINT, *_standing(), *conditions)
    ordered = counted.group_by(theme).order_by(func.count().desc(), theme)
    return [ThemeCount(theme=name, count=count) for name, count in (await session.exec(ordered)).all()]


async def own_uses(session: AsyncSession, person: UUID, *, limit: int) -> list[OwnUse]:
    """Give somebody's own last uses of the assistant."""
    query = select(EventRow).where(EventRow.name == USE_MADE, EventRow.actor_id == person)
    rows = await session.exec(query.order_by(col(EventRow.seq).desc()).limit(limit))
    return [_own_use(row) for row in rows]


async def authorities(session: AsyncSession) -> list[UUID]:
    """Give the authorities about which there is any fact."""
    known = (col(EventRow.name).in_(READS), col(EventRow.authority_id).is_not(None))
    every = union_all(
        select(EventRow.authority_id).where(*known),
        select(UseWeek.authority_id),
        select(EnrolmentDay.authority_id),
    ).subquery()
    named = every.c.authority_id
    return list((await session.exec(select(named).distinct().order_by(named))).all())


def _standing() -> list[ColumnElement[bool]]:
    """Keep what still stands: an event is never erased, so what undoes one is another event."""
    capture = case(*((col(EventRow.name) == name, told(field)) for name, field in CAPTURES.items()), else_="")
    return [
        told("workshop_id").not_in(_undone(CANCELLED, by=REINSTATED, field="workshop_id")),
        capture.not_in(_undone(REMOVED, by=RESTORED, field="capture_id")),
    ]


def _undone(name: str, *, by: str, field: str) -> SelectOfScalar[str]:
    thing = told(field)
    balance = func.sum(case((col(EventRow.name) == name, 1), else_=-1))
    undone = select(thing).where(col(EventRow.name).in_((name, by)), thing != "")
    return undone.group_by(thing).having(balance > 0)


def _own_use(row: EventRow) -> OwnUse:
    family = families.family(str(row.body.get("family", "")))
    use_case = str(row.body.get("use_case", ""))
    return OwnUse(
        at=row.at, use_case=use_case, label=families.label(use_case), family=family, family_label=family.label,
        model=str(row.body.get("model", "")),
    )  # fmt: skip
