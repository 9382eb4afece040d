"""Cards, declared uses, incidents and frugal choices that the assistant told, once nobody may change them any more.

A card is corrected, and a declared use taken back, within a day: a fact is counted after that day, and only when no
later one replaces it. So each use counts one card, the last, and the ledger never has to take anything back.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, exists, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.events import EventRow
from services.metrics import facts, families, ledger
from services.metrics.kinds import Became, Grade, Incident, Kind, Outcome, Rung
from services.metrics.ledger import Told
from services.metrics.origins import Origin
from services.metrics.pseudonyms import NOBODY, Pseudonyms
from services.metrics.readings import compact
from services.metrics.schemas import Family

FINAL = timedelta(days=1, minutes=15)
"""The day in which a card may be changed, and longer than any transaction lasts."""
BATCH = 2_000
KINDS = {
    facts.CARD_FILLED: Kind.CARD, facts.INCIDENT_REPORTED: Kind.INCIDENT,
    facts.FRUGAL_CHOSEN: Kind.FRUGAL_CHOICE, facts.USE_DECLARED: Kind.DECLARED_USE,
}  # fmt: skip
A_DAY = 24 * 60


async def settled(session: AsyncSession, *, after: int) -> list[EventRow]:
    """Give the facts past this place in the outbox that are final, in order, those that were replaced left out."""
    later = aliased(EventRow)
    use = func.jsonb_extract_path_text(EventRow.body, "use_id")
    same = func.jsonb_extract_path_text(later.body, "use_id") == use
    replaced = exists().where(col(later.seq) > col(EventRow.seq), same, _replaces(later))
    query = select(EventRow).where(
        col(EventRow.name).in_(KINDS), col(EventRow.seq) > after, col(EventRow.at) < now() - FINAL,
        col(EventRow.authority_id).is_not(None), ~replaced,
    )  # fmt: skip
    return list((await session.exec(query.order_by(col(EventRow.seq)).limit(BATCH))).all())


async def keep(session: AsyncSession, rows: list[EventRow], *, pseudonyms: Pseudonyms) -> int:
    """Count final facts; give how many were new. One that cannot be read counts for nothing."""
    told = [event for row in rows if (event := _told(row, pseudonyms)) is not None]
    return len((await ledger.append(session, told)).new)


def _replaces(later: type[EventRow]) -> ColumnElement[bool]:
    about_card = col(EventRow.name) != facts.USE_DECLARED
    return or_(col(later.name) == facts.USE_RETRACTED, and_(col(later.name) == facts.CARD_FILLED, about_card))


def _told(row: EventRow, pseudonyms: Pseudonyms) -> Told | None:
    kind, authority = KINDS[row.name], row.authority_id
    body = _body(kind, row.body)
    if authority is None or body is None:
        return None
    # A program's key is nobody; an incident and a choice are counted without their author.
    is_person = row.body.get("caller_kind") == "person" and row.actor_id is not None
    family = str(row.body.get("family", ""))
    return Told(
        key=pseudonyms.event(authority, row.name, str(row.id)),
        at=_at(row),
        # The same name as for uses of the assistant: one person is one, whatever they tell.
        person=pseudonyms.person(authority, facts.USE_MADE, str(row.actor_id)) if is_person else NOBODY,
        authority_id=authority,
        origin=Origin(facts.USE_MADE, str(row.body.get("tool") or "Terrain")),
        kind=kind,
        code=families.number(
            str(row.body.get("use_case", "")), families.family(family) if family else Family.OTHER
        )
        if kind in {Kind.CARD, Kind.DECLARED_USE}
        else 0,
        input=0,
        output=0,
        body=body,
    )


def _at(row: EventRow) -> datetime:
    """Give when it happened: a declared use on its day, at noon."""
    try:
        return datetime.combine(date.fromisoformat(str(row.body["used_on"])), time(12), UTC)
    except (KeyError, ValueError):
        return row.at


def _body(kind: Kind, body: dict[str, object]) -> str | None:
    """Write what is counted of a fact; None when it says something that no list holds."""
    try:
        if kind is Kind.CARD:
            return _card(body)
        if kind is Kind.INCIDENT:
            severity = _number(body["severity"], most=5)
            return compact(detail=f"{Incident(str(body['category']))}:{severity}", amount=0)
        return compact(detail=Rung(str(body["rung"])), amount=0) if kind is Kind.FRUGAL_CHOICE else ""
    except (KeyError, ValueError):
        return None


def _card(body: dict[str, object]) -> str:
    usual, used, checking = (
        _number(body[name], most=A_DAY) for name in ("usual_minutes", "minutes", "checking_minutes")
    )
    return compact(
        outcome=Outcome(str(body["outcome"])), grade=Grade(str(body.get("grade", "C"))),
        became=Became(str(body.get("became", ""))), is_new=body.get("would_have_done") is False,
        net=usual - used - checking, usual=usual, used=used, checking=checking,
    )  # fmt: skip


def _number(value: object, *, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(value)
    return value
