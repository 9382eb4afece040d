"""A plausible programme of twelve months in the nine authorities: invented events, the same for the same seed.

Volumes are those of the real thing: about 170 requests a month for an authority on average, far fewer in a commune of
two hundred and sixty inhabitants. They grow as people learn, and sink in August and at the end of December.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.metrics.samples import SOURCE as SAMPLE_SOURCE

MONTHS = 12
Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Body:
    """An authority of the sample: agents invited, and requests in a usual month."""

    name: str
    agents: int
    requests: int
    decisions: int


BODIES = (
    Body("Chalon-sur-Saône", 62, 290, 8), Body("Le Grand Chalon", 54, 250, 8), Body("Chassagne-Montrachet", 4, 14, 5),
    Body("Chéroy", 21, 90, 8), Body("CU Le Creusot Montceau-les-Mines", 68, 310, 9), Body("Héry", 20, 85, 7),
    Body("Lormes", 19, 95, 9), Body("Mâconnais Beaujolais Agglomération", 58, 270, 8),
    Body("Nièvre Numérique", 36, 190, 13),
)  # fmt: skip
GROWTH = (0.25, 0.45, 0.6, 0.75, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.55)
"""How uses grow from month to month; the mean is one."""
CODES = {
    "RED-COU": 20, "RED-CR": 13, "REC-JUR": 12, "IDE": 10, "RED-NOT": 8, "SYN-DOC": 9, "REC-INT": 7, "VEI-BEN": 6,
    "REL-USA": 6, "RED-DEL": 4, "RED-DIS": 4, "TAB-XLS": 4, "SUB-DOS": 3, "MAR-PUB": 2, "TRA-FAL": 2, "RH-ADM": 1,
}  # fmt: skip
JOBS = ("secretariat", "reception", "management", "finance", "human_resources", "technical", "planning",
        "communication", "culture", "digital")  # fmt: skip
GAINS = {"RED-COU": 11, "RED-CR": 19, "REC-JUR": -2, "IDE": 6, "RED-NOT": 14, "SYN-DOC": 16, "TAB-XLS": -6}
"""Net minutes that a use of a code brings in the middle case: some cost time once the answer is checked."""
TOOLS = (("Delibia", "mistral_ai", "mistral-small-latest"), ("Terrain", "mistral_ai", "mistral-large-latest"))


def events(places: dict[str, UUID], *, today: date, seed: int = 2024) -> Iterator[Event]:
    """Give every event of the twelve months before this one."""
    draw = random.Random(seed)  # noqa: S311  the same sample each time
    months = _months(today)
    number = 0
    for body in BODIES:
        for kind, at, data in _body(draw, body, months):
            number += 1
            yield {
                "specversion": "1.0", "id": f"exemple-{seed}-{number}", "source": SAMPLE_SOURCE,
                "type": f"terrain.{kind}", "time": at.isoformat(), "data": data | {"authority_id": str(places[body.name])},
            }  # fmt: skip


Told = tuple[str, datetime, Event]


def _body(draw: random.Random, body: Body, months: list[date]) -> Iterator[Told]:
    agents = [
        _Agent(f"exemple-{index}", draw.choice(JOBS), draw.paretovariate(1.6)) for index in range(body.agents)
    ]
    joined = sorted(draw.choices(range(MONTHS), weights=[9, 6, 4, 3, 2, 2, 1, 1, 1, 1, 0, 0], k=body.agents))
    for index, month in enumerate(months):
        present = [
            agent
            for agent, since in zip(agents, joined, strict=True)
            if since <= index and (agent.weight > 1.3 or (agent.weight > 1.1 and index - since < 2))
        ]
        yield "enrolment", _moment(draw, month), {"invited": max(1, sum(since <= index for since in joined))}
        yield from _uses(draw, body, month, present, rate=GROWTH[index] * _season(month))
        yield from _learning(draw, month, present, is_first=index == 0)
        if draw.random() < 0.3:
            yield "incident", _moment(draw, month), _incident(draw)
    yield from _decided(draw, body, months)


@dataclass(frozen=True, slots=True)
class _Agent:
    name: str
    job: str
    weight: float


def _uses(
    draw: random.Random, body: Body, month: date, present: list[_Agent], *, rate: float
) -> Iterator[Told]:
    if not present:
        return
    for agent in draw.choices(
        present, weights=[one.weight for one in present], k=round(body.requests * rate)
    ):
        code = draw.choices(list(CODES), weights=list(CODES.values()))[0]
        at = _moment(draw, month)
        what: Event = {"agent": agent.name, "use_case": code, "job_family": agent.job}
        if draw.random() < 0.12:
            yield "use_declared", at, what | {"tool": "Autre outil, déclaré"}
        else:
            tool, provider, model = TOOLS[draw.random() < 0.3]
            answered = int(draw.lognormvariate(5.7, 0.6))
            yield "use", at, what | {
                "tool": tool, "gen_ai.provider.name": provider, "gen_ai.response.model": model,
                "gen_ai.usage.input_tokens": int(draw.lognormvariate(6.6, 0.9)), "gen_ai.usage.output_tokens": answered,
            }  # fmt: skip
        if draw.random() < 0.2:
            yield "after_use", at + timedelta(minutes=4), what | _card(draw, code, is_early=rate < 0.8)


def _card(draw: random.Random, code: str, *, is_early: bool) -> Event:
    usual, checking = max(4, round(draw.gauss(32, 12))), max(0, round(draw.gauss(6, 3)))
    net = round(draw.gauss(GAINS.get(code, 8) - (4 if is_early else 0), 11))
    outcomes = ("kept", "lightly_edited", "heavily_edited", "discarded")
    return {
        "outcome": draw.choices(outcomes, weights=(28, 38, 16, 24 if is_early else 13))[0],
        "usual_minutes": usual, "checking_minutes": checking, "minutes": min(1_400, max(0, usual - checking - net)),
        "grade": draw.choices("ABC", weights=(6, 13, 1))[0], "would_have_done": draw.random() < 0.86,
        "became": draw.choices(
            ("citizens", "substance", "backlog", "training", "nothing", ""), weights=(18, 24, 20, 6, 20, 12)
        )[0],
    }  # fmt: skip


def _learning(draw: random.Random, month: date, present: list[_Agent], *, is_first: bool) -> Iterator[Told]:
    for agent in draw.sample(present, k=min(len(present), 8 if is_first else 2)):
        kind = "training_attended" if is_first or draw.random() < 0.6 else "workshop_attended"
        yield kind, _moment(draw, month), {"agent": agent.name}


def _incident(draw: random.Random) -> Event:
    kinds = ("wrong_answer", "personal_data", "legal", "bias")
    return {
        "category": draw.choices(kinds, weights=(10, 3, 2, 1))[0], "severity": draw.randint(1, 3),
        "days_to_close": draw.randint(1, 12),
    }  # fmt: skip


def _decided(draw: random.Random, body: Body, months: list[date]) -> Iterator[Told]:
    for _ in range(body.decisions):
        month = draw.choice(months[3:])
        outcome = draw.choices(("ai", "frugal", "stop", "look_further"), weights=(32, 40, 20, 8))[0]
        rung = draw.choice(("ready_ai", "ready_ai", "custom_ai")) if outcome == "ai" else _frugal(draw)
        why = {"refuted": draw.choice(("real", "major", "major", "actionable"))} if outcome == "stop" else {}
        yield (
            "decision",
            _moment(draw, month),
            {"outcome": outcome, "rung": rung, "days": draw.randint(20, 95)} | why,
        )
        if outcome == "frugal":
            yield (
                "frugal_choice",
                _moment(draw, month),
                {"rung": rung, "calls_avoided": draw.randint(60, 900)},
            )


def _frugal(draw: random.Random) -> str:
    return draw.choices(("remove", "train", "reorganise", "reuse", "classic_tool"), weights=(1, 5, 3, 4, 2))[
        0
    ]


def _months(today: date) -> list[date]:
    index = today.year * 12 + today.month - 1
    return [date((index - back) // 12, (index - back) % 12 + 1, 1) for back in range(MONTHS, 0, -1)]


def _season(month: date) -> float:
    return {8: 0.4, 12: 0.75, 7: 0.8, 5: 0.9}.get(month.month, 1.05)


def _moment(draw: random.Random, month: date) -> datetime:
    """Give a working hour of a working day of the month; the last week of December is nobody's."""
    while True:
        day = month + timedelta(days=draw.randrange(28))
        if day.weekday() < 5 and not (day.month == 12 and day.day > 23):
            return datetime.combine(day, time(draw.randint(7, 15), draw.randint(0, 59)), UTC)
