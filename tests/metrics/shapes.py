"""Events of every kind and shape, drawn by Hypothesis: late ones, around midnight, month ends and changes of clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from services.metrics.kinds import FRUGAL, Became, Decided, Grade, Incident, JobFamily, Outcome, Refuted
from tests.metrics.months import past

Event = dict[str, Any]
CODES = ("RED-COU", "REC-JUR", "IDE")
SOURCES = ("/delibia", "/autre")
AGENTS = tuple(f"a{number}" for number in range(8))
START, END = (past(months).replace(minute=0, second=0, microsecond=0) for months in (12, 0))
MONTHS = tuple(START + timedelta(days=n) for n in range(16, 350) if (START + timedelta(days=n)).day == 1)


def moments() -> st.SearchStrategy[datetime]:
    """Give moments of the last year: any, or close to where days, months and clocks change in Paris."""
    any_time = st.datetimes(START.replace(tzinfo=None), END.replace(tzinfo=None)).map(
        lambda one: one.replace(tzinfo=UTC)
    )
    edges = [month.replace(hour=0) for month in MONTHS]
    # Summer time begins and ends at one o'clock UTC on the last Sunday of March and of October.
    edges += [_last_sunday(month) for month in MONTHS if month.month in {3, 10}]
    close = st.builds(
        lambda edge, minutes: edge + timedelta(minutes=minutes),
        st.sampled_from(edges),
        st.integers(-150, 150),
    )
    return st.one_of(any_time, close)


def events(places: list[UUID]) -> st.SearchStrategy[Event]:
    """Give one event of any kind, without an id."""
    agent = {"agent": st.sampled_from(AGENTS)}
    what = agent | {
        "use_case": st.sampled_from(CODES), "job_family": st.sampled_from(["", *JobFamily]).map(str),
    }  # fmt: skip
    use = what | {
        "tool": st.sampled_from(("Delibia", "Tableur")), "gen_ai.provider.name": st.just("mistral_ai"),
        "gen_ai.response.model": st.sampled_from(("mistral-small-2506", "petit")),
        "gen_ai.usage.input_tokens": st.integers(0, 5000), "gen_ai.usage.output_tokens": st.integers(0, 900),
    }  # fmt: skip
    card = what | {
        "outcome": _one_of(Outcome), "grade": _one_of(Grade), "became": _one_of(Became),
        "would_have_done": st.booleans(), "usual_minutes": st.integers(0, 90), "minutes": st.integers(0, 40),
        "checking_minutes": st.integers(0, 20),
    }  # fmt: skip
    kinds = {
        "use": use, "use_declared": use, "after_use": card, "workshop_attended": agent, "training_attended": agent,
        "enrolment": {"invited": st.integers(0, 40)},
        "incident": {"category": _one_of(Incident), "severity": st.integers(1, 5), "days_to_close": st.integers(0, 9)},
        "frugal_choice": {"rung": _one_of(FRUGAL), "calls_avoided": st.integers(0, 99)},
        "decision": {
            "outcome": _one_of(Decided), "rung": _one_of(FRUGAL), "days": st.integers(0, 90), "refuted": _one_of(Refuted),
        },
    }  # fmt: skip
    return st.one_of(*(_event(kind, data, places) for kind, data in kinds.items()))


def crowd(places: list[UUID]) -> list[Event]:
    """Give what everybody's questions need to be answered at all: some people with uses and cards, months apart."""
    found: list[Event] = []
    for number in range(40):
        data = {
            "agent": AGENTS[number % len(AGENTS)], "use_case": CODES[number % 3], "job_family": "secretariat",
            "authority_id": str(places[number % 2]),
        }  # fmt: skip
        used = {
            "tool": "Delibia",
            "gen_ai.response.model": "mistral-small-2506",
            "gen_ai.usage.output_tokens": 40,
        }
        carded = {
            "outcome": "kept", "grade": "B", "usual_minutes": 30, "minutes": 10 + number % 9, "checking_minutes": 2,
            "became": "citizens",
        }  # fmt: skip
        at = MONTHS[-1 - number % 5] + timedelta(days=11, hours=number % 7)
        found += [
            _sent("use", SOURCES[number % 2], at, data | used),
            _sent("after_use", SOURCES[0], at, data | carded),
        ]
    return found


def numbered(found: list[Event]) -> list[Event]:
    """Give each event its id."""
    return [one | {"id": f"n{number}"} for number, one in enumerate(found)]


def _event(
    kind: str, data: dict[str, st.SearchStrategy[Any]], places: list[UUID]
) -> st.SearchStrategy[Event]:
    told = st.fixed_dictionaries(data | {"authority_id": st.sampled_from([str(place) for place in places])})
    return st.builds(_sent, st.just(kind), st.sampled_from(SOURCES), moments(), told)


def _sent(kind: str, source: str, at: datetime, data: dict[str, Any]) -> Event:
    return {
        "specversion": "1.0", "source": source, "type": f"terrain.{kind}", "time": at.isoformat(), "data": data,
    }  # fmt: skip


def _one_of(closed: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([one.value for one in closed])


def _last_sunday(month: datetime) -> datetime:
    last = month.replace(day=31, hour=1, minute=0, second=0, microsecond=0)
    return last - timedelta(days=(last.weekday() + 1) % 7)
