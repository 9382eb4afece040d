"""The papers of a meeting that decides: drawn from hypotheses as they stand, frozen, given as a PDF, deleted."""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now, uuid7
from services.kit.errors import Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import decisions, dossiers, paris_days
from services.workshops.exports import committee, committee_pdf
from services.workshops.exports.bundle import canonical
from services.workshops.exports.committee import Point, clock
from services.workshops.exports.report_words import day
from services.workshops.follow_up_events import CommitteePackDeleted, CommitteePackMade
from services.workshops.schemas import CommitteePackIn, DecisionOut
from services.workshops.tables import CommitteePack, Hypothesis


class NotReady(Invalid):
    """A hypothesis of the agenda is not there to be decided on."""

    sentence = "Une des hypothèses choisies n’existe pas, ou ses évaluations ne sont pas encore dévoilées."


async def make(session: AsyncSession, new: CommitteePackIn, *, by: Principal) -> CommitteePack:
    """Freeze the papers of a meeting.

    Raises: NotReady.
    """
    found = await _chosen(session, new.hypothesis_ids)
    made_at, authorities = now(), {one.authority_id for one in found}
    points = [await _point(session, one, position, asked=new, by=by) for position, one in enumerate(found)]
    content = canonical({
        "title": new.title, "held_on": day(new.held_on), "place": new.place, "opening": new.opening,
        "made_on": day(paris_days.day_of(made_at)), "points": points,
    })  # fmt: skip
    row = CommitteePack(
        id=uuid7(), authority_id=authorities.pop() if len(authorities) == 1 else None, title=new.title,
        held_on=new.held_on, points=len(points), made_at=made_at, made_by=by.subject,
        content=zlib.compress(content, 6), sha256=hashlib.sha256(content).digest(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    made = CommitteePackMade(authority_id=row.authority_id, committee_pack_id=row.id, points=row.points)
    record(session, made, actor=by)
    return row


async def get(session: AsyncSession, pack_id: UUID) -> CommitteePack:
    """Give one pack the caller may see.

    Raises: NotFound.
    """
    row = await session.get(CommitteePack, pack_id)
    if row is None:
        raise NotFound("Ce dossier n’existe pas, ou n’est pas de votre collectivité.")
    return row


async def listed(session: AsyncSession, window: Window) -> Slice[CommitteePack]:
    """Give the packs the caller may see, the latest first, without their content."""
    query = select(CommitteePack).options(defer(CommitteePack.content, raiseload=True))  # type: ignore[arg-type]  # SQLModel types a column as its value
    query = query.order_by(col(CommitteePack.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(CommitteePack.id) < window.after)
    return cut((await session.exec(query)).all(), window)


async def delete(session: AsyncSession, row: CommitteePack, *, by: Principal) -> None:
    """Delete a pack for good. What it was made of stays."""
    await session.delete(row)
    await session.flush()
    gone = CommitteePackDeleted(authority_id=row.authority_id, committee_pack_id=row.id)
    record(session, gone, actor=by)


def shown(row: CommitteePack) -> dict[str, object]:
    """Give what a pack is, as it is shown."""
    names = ("id", "authority_id", "title", "held_on", "points", "made_at", "made_by")
    return {**{name: getattr(row, name) for name in names}, "sha256": row.sha256.hex()}


async def pdf(row: CommitteePack) -> bytes:
    """Write the PDF, beside the loop."""
    content = json.loads(zlib.decompress(row.content))
    return await asyncio.to_thread(lambda: committee_pdf.write(content, made_at=row.made_at))


async def _chosen(session: AsyncSession, wanted: Sequence[UUID]) -> list[Hypothesis]:
    """Give the hypotheses in the order of the agenda, each once."""
    query = select(Hypothesis).where(
        col(Hypothesis.id).in_(wanted), col(Hypothesis.assessments_revealed_at).is_not(None)
    )
    found = {one.id: one for one in await session.exec(query)}
    faults = [
        {"pointer": f"/hypothesis_ids/{place}", "type": "unknown", "message": NotReady.sentence}
        for place, one in enumerate(wanted)
        if one not in found
    ]
    if faults:
        raise NotReady(errors=faults)
    return [found[one] for one in dict.fromkeys(wanted)]


async def _point(
    session: AsyncSession, hypothesis: Hypothesis, position: int, *, asked: CommitteePackIn, by: Principal
) -> dict[str, object]:
    history = await decisions.history(session, hypothesis)
    latest = DecisionOut.model_validate(history[-1]) if history else None
    names = {place.authority_id: place.name for place in asked.places}
    grounds = await dossiers.grounds(session, hypothesis, by=by)
    point = Point(
        place=names.get(hypothesis.authority_id, ""), title=hypothesis.title, decision=latest, **grounds
    )
    return committee.drawn(
        point, position=position + 1, starts_at=clock(asked.starts_at, minutes=position * asked.minutes_each)
    )
