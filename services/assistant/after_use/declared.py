"""Declared uses: any other tool, told in twenty seconds and without blame; taken back for a day."""

from datetime import date
from uuid import UUID

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.after_use import cards
from services.assistant.after_use.cards import Used
from services.assistant.after_use.schemas import DeclaredUseIn
from services.assistant.after_use.tables import AfterUseCard, DeclaredUse
from services.assistant.events import UseDeclared, UseRetracted
from services.assistant.refusals import CardClosed, UseMissing
from services.assistant.use_cases import BY_CODE, Family, UseCase
from services.kit.errors import Forbidden, Invalid
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal

Told = tuple[DeclaredUse, AfterUseCard]


async def declare(session: AsyncSession, new: DeclaredUseIn, *, by: Principal) -> Told:
    """Write down a use of another tool and its card. What is forbidden here may be told too: it did happen.

    Raises: Invalid, Forbidden.
    """
    if by.authority is None:
        raise Forbidden
    known = _known(new.use_case)
    family = known.family if known else new.family or Family.OTHER
    use = DeclaredUse(
        authority_id=by.authority, person_id=by.subject, tool=new.tool, family=family.value,
        used_on=new.used_on or date.today(),  # noqa: DTZ011  a day as people say it
        use_case=known.code if known else "",
    )  # fmt: skip
    session.add(use)
    await session.flush()
    told = UseDeclared(
        authority_id=use.authority_id, use_id=use.id, tool=use.tool, use_case=use.use_case, family=use.family,
        used_on=use.used_on, caller_kind="person" if by.may("*") else "key",
    )  # fmt: skip
    record(session, told, actor=by)
    used = Used(use.id, use.authority_id, use.tool, use.use_case, use.family)
    return use, await cards.write(session, used, new.card, by=by)


async def listed(session: AsyncSession, window: Window) -> Slice[DeclaredUse]:
    """Give one's own declared uses, the latest first."""
    query = select(DeclaredUse).order_by(col(DeclaredUse.id).desc())
    if window.after:
        query = query.where(col(DeclaredUse.id) < window.after)
    return cut(list((await session.exec(query.limit(window.limit + 1))).all()), window)


async def with_cards(session: AsyncSession, page: Slice[DeclaredUse]) -> list[Told]:
    """Put each use beside its card."""
    named = [use.id for use in page.items]
    found = (await session.exec(select(AfterUseCard).where(col(AfterUseCard.use_id).in_(named)))).all()
    by_use = {card.use_id: card for card in found}
    return [(use, by_use[use.id]) for use in page.items]


async def retract(session: AsyncSession, use_id: UUID, *, by: Principal) -> None:
    """Take a declared use back, card and all, before it counts.

    Raises: UseMissing, CardClosed.
    """
    use = await session.get(DeclaredUse, use_id)
    if use is None:
        raise UseMissing
    if not cards.is_open(await cards.get(session, use_id)):
        raise CardClosed
    record(session, UseRetracted(authority_id=use.authority_id, use_id=use_id), actor=by)
    await session.exec(delete(AfterUseCard).where(col(AfterUseCard.use_id) == use_id))
    await session.exec(delete(DeclaredUse).where(col(DeclaredUse.id) == use_id))


def _known(code: str | None) -> UseCase | None:
    if code is None:
        return None
    known = BY_CODE.get(code.strip().upper())
    if known is None:
        message = "Ce code d’usage ne figure pas au catalogue."
        raise Invalid(errors=[{"pointer": "/use_case", "type": "unknown", "message": message}])
    return known
