"""Streams of events of every kind, the same for the same seed."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

CODES = ("RED-COU", "REC-JUR", "SYN-DOC", "TAB-XLS", "IDE")


def stream(seed: int, size: int, *, authorities: Sequence[UUID]) -> list[dict[str, object]]:
    """Give `size` events of every kind, from two programs, over four months."""
    draw = random.Random(seed)
    end = datetime.now(UTC) - timedelta(hours=1)
    return [_event(draw, number, end, authorities) for number in range(size)]


def _event(draw: random.Random, number: int, end: datetime, authorities: Sequence[UUID]) -> dict[str, object]:
    kind = draw.choices(list(_DATA), weights=[60, 8, 3, 14, 3, 3, 3, 3, 3])[0]
    at = end - timedelta(seconds=draw.randrange(120 * 24 * 3600))
    data = _DATA[kind](draw) | {"authority_id": str(draw.choice(authorities))}
    return {
        "specversion": "1.0", "id": f"{number}", "source": draw.choice(("/delibia", "/autre")),
        "type": f"terrain.{kind}", "time": at.isoformat(), "data": data,
    }  # fmt: skip


def _agent(draw: random.Random) -> dict[str, object]:
    return {"agent": f"a{draw.randrange(12)}"}


def _use(draw: random.Random) -> dict[str, object]:
    return _agent(draw) | {
        "use_case": draw.choice(CODES), "tool": draw.choice(("Delibia", "Autre")),
        "gen_ai.response.model": draw.choice(("petit", "grand")), "gen_ai.provider.name": "mistral_ai",
        "gen_ai.usage.input_tokens": draw.randrange(4000), "gen_ai.usage.output_tokens": draw.randrange(900),
    }  # fmt: skip


def _card(draw: random.Random) -> dict[str, object]:
    return _agent(draw) | {
        "use_case": draw.choice(CODES), "grade": draw.choice("ABC"), "would_have_done": draw.random() < 0.8,
        "outcome": draw.choice(("kept", "lightly_edited", "heavily_edited", "discarded")),
        "usual_minutes": draw.randrange(60), "minutes": draw.randrange(40), "checking_minutes": draw.randrange(15),
        "became": draw.choice(("citizens", "nothing", "")),
    }  # fmt: skip


_DATA = {
    "use": _use,
    "use_declared": _use,
    "enrolment": lambda draw: {"invited": draw.randrange(40)},
    "after_use": _card,
    "incident": lambda draw: {"category": "wrong_answer", "severity": draw.randint(1, 5), "days_to_close": 2},
    "frugal_choice": lambda draw: {"rung": draw.choice(("train", "reuse")), "calls_avoided": 12},
    "workshop_attended": _agent,
    "training_attended": _agent,
    "decision": lambda draw: {"outcome": "frugal", "rung": "train", "days": draw.randrange(90)},
}
