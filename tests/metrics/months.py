"""Events of past whole months: what measures are about."""

from datetime import UTC, datetime, timedelta
from itertools import count

_NUMBERS = count(1)


def past(months: int) -> datetime:
    """Give the middle of the month so many months ago."""
    moment = datetime.now(UTC).replace(day=15, hour=10)
    for _ in range(months):
        moment = (moment.replace(day=1) - timedelta(days=1)).replace(day=15)
    return moment


def event(kind: str, at: datetime, **data: object) -> dict[str, object]:
    """Give an event to send."""
    return {
        "specversion": "1.0", "id": f"m{next(_NUMBERS)}", "source": "/essai", "type": f"terrain.{kind}",
        "time": at.isoformat(), "data": data,
    }  # fmt: skip


def uses(
    authority: object, agents: int, *, months: int = 1, first: int = 0, **data: object
) -> list[dict[str, object]]:
    """Give one use by each of some agents, some months ago."""
    what = {"use_case": "RED-COU", "tool": "Delibia", "authority_id": str(authority)} | data
    return [event("use", past(months), agent=f"a{first + number}", **what) for number in range(agents)]


def cards(authority: object, agents: int, *, months: int = 1, **data: object) -> list[dict[str, object]]:
    """Give one card by each of some agents, some months ago."""
    what = {
        "use_case": "RED-COU", "authority_id": str(authority), "outcome": "kept", "usual_minutes": 30, "minutes": 10,
        "checking_minutes": 5, "grade": "B", "became": "citizens",
    } | data  # fmt: skip
    return [event("after_use", past(months), agent=f"a{number}", **what) for number in range(agents)]
