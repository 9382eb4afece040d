"""What was stopped and why, in the words of the decisions: shortened, each with the way to the whole of it."""

from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from uuid import UUID

from services.workshops.schemas import DecisionOutcome, DecisionStanding
from web.clients.decisions import DecisionsClient
from web.clients.rooms import Rooms
from web.pages.measure_filters import Narrowed

MOST, LONGEST = 5, 180
_OTHERS = {"department", "type", "stratum"}


@dataclass(frozen=True, slots=True)
class Stopped:
    """One hypothesis that was stopped, and the reason that was signed."""

    id: UUID
    title: str
    reason: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoppedWords:
    """The latest stops, whether there are others, and whether the group asked for can be told apart at all."""

    items: list[Stopped]
    has_more: bool = False
    is_told: bool = True


async def read(rooms: Rooms, narrowed: Narrowed) -> StoppedWords:
    """Read the latest stops of the reader's own authority, or of the one that was chosen."""
    kind, _, value = narrowed.group.partition(":")
    if kind in _OTHERS:
        return StoppedWords([], is_told=False)
    query: dict[str, str | int | None] = {
        "outcome": DecisionOutcome.STOP.value, "standing": DecisionStanding.IN_FORCE.value, "limit": MOST,
        "authority_id": value or None, **_period(narrowed.year),
    }  # fmt: skip
    page = await DecisionsClient(rooms.workshops.api).register(query)
    items = [Stopped(one.id, one.title, brief(one.rationale), one.signed_at) for one in page.items]
    return StoppedWords(items, has_more=page.next is not None)


def brief(text: str) -> str:
    """Keep the beginning of a reason, cut between two words."""
    return shorten(text, LONGEST, placeholder="\u00a0[…]")


def _period(year: str) -> dict[str, str | int | None]:
    """Keep to the year that begins with this month."""
    if not year:
        return {}
    first = date.fromisoformat(year)
    after = first.replace(year=first.year + 1)
    return {
        "since": first.isoformat(),
        "until": date.fromordinal(after.toordinal() - 1).isoformat(),
    }
