"""What every act after a decision starts from: a decision that is signed, and that no other has replaced."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict
from services.workshops.tables import Decision


class NotInForce(Conflict):
    """The decision is not signed yet, or a later one replaced it: nothing follows from it."""

    sentence = "Cette décision n’est pas en vigueur\u00a0: elle n’est pas signée, ou une autre l’a remplacée."


def is_replaced() -> ColumnElement[bool]:
    """Tell, in SQL, whether a later signed decision took the place of this one."""
    later = aliased(Decision)
    return exists().where(col(later.supersedes) == col(Decision.id), col(later.signed_at).is_not(None))


async def check(session: AsyncSession, decision: Decision) -> None:
    """Let the act through when the decision is in force. The lock makes acts on one decision wait for each other.

    Raises: NotInForce.
    """
    await session.refresh(decision, with_for_update=True)
    if decision.id not in await in_force(session, [decision.id]):
        raise NotInForce


async def in_force(session: AsyncSession, decision_ids: Sequence[UUID]) -> set[UUID]:
    """Give which of these decisions are in force."""
    query = select(Decision.id).where(
        col(Decision.id).in_(decision_ids), col(Decision.signed_at).is_not(None), ~is_replaced()
    )
    return set((await session.exec(query)).all())
