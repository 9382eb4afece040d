"""Cards: one a use, filled in by whoever made it, corrected for a day. Their words never leave them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.after_use.schemas import CardIn
from services.assistant.after_use.tables import AfterUseCard, DeclaredUse
from services.assistant.events import CardFilled, FrugalChosen, IncidentReported
from services.assistant.refusals import CardClosed, CardMissing, UseMissing
from services.assistant.tables import Message, Use
from services.assistant.use_cases import BY_CODE, Rung
from services.kit.db import now, uuid7
from services.kit.events import record
from services.kit.principal import Principal

OPEN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Used:
    """What a card is about, whatever the tool."""

    id: UUID
    authority_id: UUID
    tool: str
    use_case: str
    family: str
    template_id: UUID | None = None


def is_open(card: AfterUseCard) -> bool:
    """Tell whether a card may still be changed."""
    return now() < closes_at(card)


def closes_at(card: AfterUseCard) -> datetime:
    """Give the moment from which a card counts as it is."""
    return card.filled_at + OPEN_FOR


async def get(session: AsyncSession, use_id: UUID) -> AfterUseCard:
    """Give the card of one's own use.

    Raises: CardMissing.
    """
    found = (await session.exec(select(AfterUseCard).where(AfterUseCard.use_id == use_id))).first()
    if found is None:
        raise CardMissing
    return found


async def fill(session: AsyncSession, use_id: UUID, new: CardIn, *, by: Principal) -> AfterUseCard:
    """Fill in the card of a use, or correct it.

    Raises: UseMissing, CardClosed.
    """
    return await write(session, await _used(session, use_id, by=by), new, by=by)


async def write(session: AsyncSession, used: Used, new: CardIn, *, by: Principal) -> AfterUseCard:
    """Write down a card for a use that is known to be the caller's. One statement: two senders make one card.

    Raises: CardClosed.
    """
    values = _values(new)
    row = values | {
        "id": uuid7(), "authority_id": used.authority_id, "person_id": by.subject, "use_id": used.id,
        "tool": used.tool, "use_case": used.use_case, "family": used.family, "template_id": used.template_id, "filled_at": now(),
    }  # fmt: skip
    kept = insert(AfterUseCard).values(row).on_conflict_do_update(
        index_elements=["use_id"], set_=values | {"changed_at": now()},
        where=col(AfterUseCard.filled_at) > now() - OPEN_FOR,
    )  # fmt: skip
    if (await session.exec(kept.returning(col(AfterUseCard.id)))).first() is None:
        raise CardClosed
    await session.exec(update(Message).where(col(Message.use_id) == used.id).values(carded_at=now()))
    _tell(session, used, new, by=by)
    card = await get(session, used.id)
    await session.refresh(card)
    return card


async def forget_notes(session: AsyncSession, *, before: datetime) -> int:
    """Forget what was written of incidents before this moment; give how many notes went."""
    old = update(AfterUseCard).where(
        col(AfterUseCard.filled_at) < before, col(AfterUseCard.incident_note) != ""
    )
    return int((await session.exec(old.values(incident_note=""))).rowcount)


async def _used(session: AsyncSession, use_id: UUID, *, by: Principal) -> Used:
    use = await session.get(Use, use_id)
    if use is not None and use.caller_id == by.subject and use.state == "complete":
        written_from = select(Message.template_id).where(Message.use_id == use_id)
        template = (await session.exec(written_from)).first()
        return Used(use.id, use.authority_id, "", use.use_case, use.family, template)
    told = await session.get(DeclaredUse, use_id)
    if told is None:
        raise UseMissing
    return Used(told.id, told.authority_id, told.tool, told.use_case, told.family)


def _values(new: CardIn) -> dict[str, object]:
    incident = new.incident
    return new.model_dump(mode="json", exclude={"incident"}) | {
        "incident": incident.category.value if incident else "",
        "severity": incident.severity if incident else 0,
        "incident_note": incident.note if incident else "",
    }


def _tell(session: AsyncSession, used: Used, new: CardIn, *, by: Principal) -> None:
    # The card comes first: what follows belongs to the last card of its use.
    card = CardFilled(
        authority_id=used.authority_id, use_id=used.id, tool=used.tool, use_case=used.use_case,
        family=used.family, outcome=new.outcome.value, usual_minutes=new.usual_minutes, minutes=new.minutes,
        checking_minutes=new.checking_minutes, would_have_done=new.would_have_done, became=new.became.value,
        caller_kind="person" if by.may("*") else "key",
    )  # fmt: skip
    record(session, card, actor=by)
    if new.incident:
        wrong = IncidentReported(
            authority_id=used.authority_id, use_id=used.id, category=new.incident.category.value,
            severity=new.incident.severity,
        )  # fmt: skip
        record(session, wrong, actor=by)
    if new.chose_frugal:
        known = BY_CODE.get(used.use_case)
        rung = known.first_rung if known else Rung.CLASSIC_TOOL
        chosen = FrugalChosen(
            authority_id=used.authority_id, use_id=used.id, use_case=used.use_case, rung=rung.value
        )
        record(session, chosen, actor=by)
