"""What a snapshot is made of: the rows of one authority, or of a programme's, as they are now and may be shared."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, cast

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import sentences, standing
from services.workshops.exports import gathering_decisions, sharing
from services.workshops.exports.rows import row_of
from services.workshops.exports.scope import Scope
from services.workshops.exports.tables import (
    ASSESSMENTS,
    AUTHORITIES,
    DECISIONS,
    EVIDENCE,
    FOLLOW_UPS,
    GAIN_CHECKS,
    HYPOTHESES,
    KEY_MOMENTS,
    OBSERVATIONS,
    PAIN_POINTS,
    PHOTOS,
    TASKS,
    WISHES,
    WORKSHOPS,
    Row,
    Table,
)
from services.workshops.schemas import ObservationKind, Statement
from services.workshops.tables import (
    CaptureReview,
    Hypothesis,
    HypothesisEvidence,
    KeyMoment,
    Note,
    Observation,
    PainPoint,
    Photo,
    ProgrammeAuthority,
    Task,
    Wish,
    Workshop,
)

Gatherer: TypeAlias = Callable[[AsyncSession, Scope], Awaitable[list[Row]]]


async def gather(session: AsyncSession, scope: Scope) -> dict[str, Sequence[Row]]:
    """Read every table of the snapshot. Evidence on notes that may not leave is left out with them."""
    tables: dict[str, Sequence[Row]] = {
        table.name: await read(session, scope) for table, read in GATHERERS.items()
    }
    notes = (OBSERVATIONS, TASKS, PAIN_POINTS, WISHES, KEY_MOMENTS)
    kept = {row["id"] for table in notes for row in tables[table.name]} & {
        row["capture_id"] for row in tables[EVIDENCE.name]
    }
    tables[EVIDENCE.name] = [row for row in tables[EVIDENCE.name] if row["capture_id"] in kept]
    return tables


async def _authorities(session: AsyncSession, scope: Scope) -> list[Row]:
    wanted = (
        ProgrammeAuthority.programme_id == scope.programme_id,
        col(ProgrammeAuthority.authority_id).in_(scope.authority_ids),
    )
    query = select(ProgrammeAuthority).where(*wanted).order_by(col(ProgrammeAuthority.authority_id))
    rows: list[Row] = []
    for enrolled in await session.exec(query):
        place = scope.places.get(enrolled.authority_id)
        rows.append({
            "id": str(enrolled.authority_id), "name": place.name if place else "", "kind": place.kind if place else "",
            "department": place.department if place else "", "enrolment": enrolled.state.value,
        })  # fmt: skip
    return rows


async def _workshops(session: AsyncSession, scope: Scope) -> list[Row]:
    query = select(Workshop).where(*_days(scope)).order_by(col(Workshop.id))
    return [
        row_of(WORKSHOPS, day, themes="|".join(day.themes), state=day.state.value)
        for day in await session.exec(query)
    ]


async def _observations(session: AsyncSession, scope: Scope) -> list[Row]:
    asked = select(CaptureReview).where(col(CaptureReview.authority_id).in_(scope.authority_ids))
    reviews = {
        row.capture_id: row
        for row in await session.exec(asked.where(CaptureReview.capture_kind == "observation"))
    }
    rows: list[Row] = []
    for note in cast("list[Observation]", await _notes(session, Observation, scope)):
        withheld = sharing.is_withheld(note, reviews.get(note.id))
        rows.append(row_of(OBSERVATIONS, note, text="" if withheld else note.text, is_withheld=withheld))
    return rows


async def _tasks(session: AsyncSession, scope: Scope) -> list[Row]:
    return [row_of(TASKS, note) for note in await _notes(session, Task, scope)]


async def _pain_points(session: AsyncSession, scope: Scope) -> list[Row]:
    rows: list[Row] = []
    for note in cast("list[PainPoint]", await _notes(session, PainPoint, scope)):
        lost = note.hours_lost
        rows.append(
            row_of(
                PAIN_POINTS, note, hours_low=lost.low if lost else None,
                hours_typical=lost.typical if lost else None, hours_high=lost.high if lost else None,
            )
        )  # fmt: skip
    return rows


async def _wishes(session: AsyncSession, scope: Scope) -> list[Row]:
    return [row_of(WISHES, note) for note in await _notes(session, Wish, scope)]


async def _key_moments(session: AsyncSession, scope: Scope) -> list[Row]:
    return [row_of(KEY_MOMENTS, note) for note in await _notes(session, KeyMoment, scope)]


async def _photos(session: AsyncSession, scope: Scope) -> list[Row]:
    query = (
        select(Photo, Observation)
        .join(Observation, col(Observation.id) == Photo.id)
        .join(Workshop, col(Workshop.id) == Photo.workshop_id)
        .where(*_days(scope), Observation.kind == ObservationKind.PHOTO)
        .order_by(col(Photo.id))
    )
    return [
        row_of(PHOTOS, photo, seen_at=note.seen_at.isoformat(), sha256=photo.kept_hash.hex())
        for photo, note in (await session.exec(query)).all()
        if sharing.may_be_shown(photo, note)
    ]


async def _hypotheses(session: AsyncSession, scope: Scope) -> list[Row]:
    query = select(Hypothesis).where(col(Hypothesis.authority_id).in_(scope.authority_ids))
    rows: list[Row] = []
    found = (await session.exec(query.order_by(col(Hypothesis.id)))).all()
    states = await standing.of(session, found)
    for one in found:
        said = sentences.assemble(Statement.model_validate(one, from_attributes=True))
        rows.append(row_of(HYPOTHESES, one, sentence=said, state=states[one.id].value))
    return rows


async def _evidence(session: AsyncSession, scope: Scope) -> list[Row]:
    query = (
        select(HypothesisEvidence)
        .join(Hypothesis, col(Hypothesis.id) == HypothesisEvidence.hypothesis_id)
        .where(
            col(HypothesisEvidence.authority_id).in_(scope.authority_ids),
            col(Hypothesis.authority_id).in_(scope.authority_ids),
        )
    )
    found = await session.exec(query.order_by(col(HypothesisEvidence.id)))
    return [row_of(EVIDENCE, one) for one in found]


GATHERERS: dict[Table, Gatherer] = {
    AUTHORITIES: _authorities,
    WORKSHOPS: _workshops,
    OBSERVATIONS: _observations,
    TASKS: _tasks,
    PAIN_POINTS: _pain_points,
    WISHES: _wishes,
    KEY_MOMENTS: _key_moments,
    PHOTOS: _photos,
    HYPOTHESES: _hypotheses,
    EVIDENCE: _evidence,
    ASSESSMENTS: gathering_decisions.assessments,
    DECISIONS: gathering_decisions.decisions,
    FOLLOW_UPS: gathering_decisions.follow_ups,
    GAIN_CHECKS: gathering_decisions.gain_checks,
}


async def _notes(session: AsyncSession, table: type[Note], scope: Scope) -> list[Note]:
    query = (
        select(table)
        .join(Workshop, col(Workshop.id) == table.workshop_id)
        .where(*_days(scope), col(table.removed_at).is_(None))
        .order_by(col(table.id))
    )
    rows = cast("Sequence[Note]", (await session.exec(query)).all())
    return [note for note in rows if sharing.may_leave(note)]


def _days(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Workshop.programme_id) == scope.programme_id,
        col(Workshop.authority_id).in_(scope.authority_ids),
    )
