"""The open-data set: tidy, described, under an open licence, and nothing that is not told to everyone."""

import csv
import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

from tests.conftest import Client
from tests.metrics.conftest import EVENTS
from tests.metrics.months import event, past, uses
from tests.metrics.surveys import API, USER, hold

Where = Callable[[str], UUID]
READERS: dict[str, Callable[[str], object]] = {
    "string": str, "number": float, "integer": int, "date": date.fromisoformat,
    "boolean": lambda text: {"true": True, "false": False}[text],
}  # fmt: skip


async def read(visitor: Client) -> list[dict[str, object]]:
    """The set, read by its own schema alone, as any program would."""
    package = (await visitor.get(f"{API}/open-data")).json()
    (resource,) = package["resources"]
    answer = await visitor.get(f"{API}/{resource['path']}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    columns = resource["schema"]["fields"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"), newline="")))
    assert rows[0] == [column["name"] for column in columns]
    found = []
    for row in rows[1:]:
        values = {
            column["name"]: READERS[column["type"]](text) if text else None
            for column, text in zip(columns, row, strict=True)
        }
        missing = [
            column["name"]
            for column in columns
            if column.get("constraints", {}).get("required") and values[column["name"]] is None
        ]
        assert missing == []
        assert values["part"] is None or 0 <= values["part"] <= 1  # type: ignore[operator]  # a number, says its schema
        found.append(values)
    return found


async def test_it_describes_itself_before_anything_is_counted(visitor: Client) -> None:
    package = (await visitor.get(f"{API}/open-data")).json()

    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert package["resources"][0]["schema"] == (await visitor.get(f"{API}/open-data/schema")).json()
    assert await read(visitor) == []


async def test_it_tells_public_figures_and_hides_small_ones(
    visitor: Client, program: Client, authority: Where, champion: Client, facilitator: Client
) -> None:
    events = [event("enrolment", past(3), invited=40, authority_id=str(authority("Chéroy")))]
    events += uses(authority("Chéroy"), 30) + uses(authority("Chéroy"), 2, first=90, use_case="REC-JUR")
    sent = await program.post(EVENTS, json=events)
    assert sent.json()["refused"] == [], sent.text
    await hold(champion, visitor, [USER | {"satisfaction": 4 + n % 6} for n in range(12)])
    assert not any(str(line["mesure"]).startswith("survey_") for line in await read(visitor))
    await facilitator.post(f"{API}/survey-publications", json={"wave": "t0"})

    lines = await read(visitor)

    surveys = [line["n"] for line in lines if str(line["mesure"]).startswith("survey_")]
    assert all(isinstance(n, int) and n > 10 for n in surveys if n is not None)
    told = {(line["mesure"], line["detail"]): line for line in lines}
    assert told["survey_satisfaction", "t0:users"]["valeur"] == 6.5
    hidden = [line for line in lines if line["masque"]]
    assert hidden
    assert all(line[name] is None for line in hidden for name in ("valeur", "part", "bas", "haut", "n"))
    public = (await visitor.get(f"{API}/public-measures")).json()["measures"]
    assert {one["question"]: one["value"] for one in public} == {
        line["mesure"]: line["valeur"] for line in lines if not line["detail"]
    }
