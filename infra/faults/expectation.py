"""What must have been counted, worked out in memory from the events alone and without any SQL of ours."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from services.metrics import families
from services.metrics.pseudonyms import Pseudonyms

PARIS = ZoneInfo("Europe/Paris")
QUERIES = {
    "events": "select authority_id, count(*) from usage_event group by 1",
    "use_week": "select authority_id, week, code, n from use_week",
    "use_month": "select authority_id, month, code, sum(n) from use_month group by 1, 2, 3",
    "tokens": "select authority_id, month, sum(input + output) from use_month group by 1, 2",
    "person_week": "select authority_id, week, person, n from person_week",
    "person_month": "select authority_id, month, person, n + cards from person_month",
    "card_month": "select authority_id, month, code, net, sum(n) from card_month group by 1, 2, 3, 4",
    "fact_month": "select authority_id, month, detail, sum(n) from fact_month group by 1, 2, 3",
}


@dataclass(slots=True)
class Expectation:
    """Counters by table, filled event by event; each event is given once."""

    pseudonyms: Pseudonyms
    counted: dict[str, Counter[Any]] = field(default_factory=lambda: {name: Counter() for name in QUERIES})
    enrolled: dict[tuple[UUID, date], tuple[datetime, int]] = field(default_factory=dict)

    def add(self, event: dict[str, Any]) -> None:
        """Count one event."""
        data, kind = event["data"], event["type"]
        at = datetime.fromisoformat(event["time"])
        day = at.astimezone(PARIS).date()
        place, month, week = (
            UUID(data["authority_id"]),
            day.replace(day=1),
            day - timedelta(days=day.weekday()),
        )
        self.counted["events"][place,] += 1
        person = self.pseudonyms.person(place, event["source"], data["agent"]) if "agent" in data else 0
        code = families.NUMBERED.index(data["use_case"]) if "use_case" in data else 0
        if kind == "terrain.use":
            self.counted["use_week"][place, week, code] += 1
            self.counted["use_month"][place, month, code] += 1
            self.counted["tokens"][place, month] += (
                data["gen_ai.usage.input_tokens"] + data["gen_ai.usage.output_tokens"]
            )
            self.counted["person_week"][place, week, person] += 1
        if kind in {"terrain.use", "terrain.after_use"}:
            self.counted["person_month"][place, month, person] += 1
        if kind == "terrain.after_use":
            net = data["usual_minutes"] - data["minutes"] - data["checking_minutes"]
            self.counted["card_month"][place, month, code, net] += 1
        elif kind == "terrain.enrolment":
            told = (at, data["invited"])
            self.enrolled[place, day] = max(self.enrolled.get((place, day), told), told)
        elif kind != "terrain.use":
            detail = {"terrain.incident": "wrong_answer:2", "terrain.frugal_choice": "train"}.get(kind, "")
            self.counted["fact_month"][place, month, detail] += 1

    def differences(self, connection: psycopg.Connection) -> dict[str, int]:
        """Count, table by table, the keys whose count in the database is not the expected one."""
        connection.execute("select count_usage()")
        found = {}
        for name, query in QUERIES.items():
            kept = {tuple(key): int(n) for *key, n in connection.execute(query.encode()).fetchall()}
            expected = self.counted[name]
            found[name] = sum(kept.get(key, 0) != expected[key] for key in kept.keys() | expected.keys())
        rows = connection.execute("select authority_id, day, invited from enrolment_day").fetchall()
        enrolled = {(place, day): invited for place, day, invited in rows}
        wanted = {key: invited for key, (_, invited) in self.enrolled.items()}
        found["enrolment_day"] = len(enrolled.items() ^ wanted.items())
        return found
