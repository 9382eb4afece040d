"""The book of uses: what is written together, and what one that cannot be written does to the others."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from services.assistant.desk import Desk
from services.assistant.models import EMBEDDED
from services.assistant.purposes import Purpose
from services.assistant.uses import Opening, Outcome, State
from services.kit.db import now
from services.kit.errors import Forbidden
from services.kit.principal import Principal
from tests.assistant.conftest import Rows


class _Unreadable(Purpose):
    """A purpose that cannot be told: a slip of whoever recognises it."""

    @property
    def use_case(self) -> None:
        raise ZeroDivisionError


def opening(authority: UUID | None, purpose: Purpose | None = None) -> Opening:
    by = Principal(subject=uuid4(), name="Essai", authority=authority, scopes=frozenset({"assistant:use"}))
    return Opening(EMBEDDED, by, purpose or Purpose(), is_streamed=False)


async def test_it_writes_the_others_when_one_use_cannot_be_told(
    desk: Desk, rows: Rows, authority: Callable[[str], UUID]
) -> None:
    """Lines are made when they are written: a slip there must reach its own request, and end nobody else's."""
    here = authority("Lormes")
    uses = [opening(here), opening(here, _Unreadable()), opening(here)]
    first, broken, last = [desk.ledger.open(one) for one in uses]

    await asyncio.gather(desk.ledger.kept(first), desk.ledger.kept(last))
    with pytest.raises(ZeroDivisionError):
        await desk.ledger.kept(broken)
    for one in (uses[0], uses[2]):
        await desk.ledger.kept(desk.ledger.close(one, Outcome(State.COMPLETE)))

    kept = rows("select id, state from assistant_use")
    assert {(one["id"], one["state"]) for one in kept} == {(uses[0].id, "complete"), (uses[2].id, "complete")}


async def test_it_refuses_a_use_of_no_authority_before_anything_is_written(desk: Desk, rows: Rows) -> None:
    with pytest.raises(Forbidden):
        desk.ledger.open(opening(None))
    assert rows("select 1 from assistant_use") == []


async def test_it_says_when_a_use_ended_and_not_when_that_was_written(
    desk: Desk, rows: Rows, authority: Callable[[str], UUID]
) -> None:
    use = opening(authority("Lormes"))
    await desk.ledger.kept(desk.ledger.open(use))
    ended, moment = desk.ledger.close(use, Outcome(State.COMPLETE)), now()
    await desk.ledger.kept(ended)
    (kept,) = rows("select started_at, ended_at from assistant_use")
    assert kept["started_at"] <= kept["ended_at"] <= moment
