"""A stream of usage events of any size, the same for the same seed; `python -m infra.bench.metrics_load 20000` writes it."""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from services.metrics import families

CODES = tuple(families.CATALOGUE)
TOOLS = ("Delibia", "Tableur", "Terrain")
MODELS = ("mistral-small-2506", "mistral-large-2411", "petit-modele")
KINDS = ("use", "after_use", "incident", "frugal_choice", "workshop_attended", "enrolment")
YEAR, HOUR = timedelta(days=365), timedelta(hours=1)


def batches(
    seed: int,
    count: int,
    *,
    places: Sequence[UUID],
    size: int = 500,
    people: int = 80,
    over: timedelta = YEAR,
) -> Iterator[list[dict[str, object]]]:
    """Give `count` distinct events in batches, in disorder over the last year, or over as long as is asked."""
    draw, end = random.Random(seed), datetime.now(UTC)
    for start in range(0, count, size):
        numbers = range(start, min(start + size, count))
        yield [event(draw, f"{seed}-{n}", end - draw.random() * over, places, people) for n in numbers]


def event(
    draw: random.Random, name: str, at: datetime, places: Sequence[UUID], people: int
) -> dict[str, object]:
    """Make one event: nineteen in twenty are uses."""
    kind = "use" if draw.random() < 0.95 else draw.choice(KINDS)
    return {
        "specversion": "1.0", "id": name, "source": "/bench", "type": f"terrain.{kind}", "time": at.isoformat(),
        "data": {"authority_id": str(draw.choice(places)), **_data(kind, draw, people)},
    }  # fmt: skip


def _data(kind: str, draw: random.Random, people: int) -> dict[str, object]:
    agent, code = f"a{draw.randrange(people)}", draw.choice(CODES)
    if kind == "use":
        return {
            "agent": agent, "use_case": code, "tool": draw.choice(TOOLS),
            "gen_ai.response.model": draw.choice(MODELS), "gen_ai.provider.name": "mistral_ai",
            "gen_ai.usage.input_tokens": draw.randrange(100, 4000),
            "gen_ai.usage.output_tokens": draw.randrange(50, 900),
        }  # fmt: skip
    if kind == "after_use":
        return {
            "agent": agent, "use_case": code, "outcome": "kept", "usual_minutes": draw.randrange(60),
            "minutes": draw.randrange(30), "checking_minutes": draw.randrange(15), "grade": draw.choice("ABC"),
        }  # fmt: skip
    rarer: dict[str, dict[str, object]] = {
        "incident": {"category": "wrong_answer", "severity": 2},
        "frugal_choice": {"rung": "train"},
        "workshop_attended": {"agent": agent},
        "enrolment": {"invited": draw.randrange(20, 90)},
    }
    return rarer[kind]


if __name__ == "__main__":
    for batch in batches(1, int(sys.argv[1]), places=[uuid5(UUID(int=0), f"bench {n}") for n in range(9)]):
        sys.stdout.write(json.dumps(batch) + "\n")
