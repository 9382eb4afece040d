"""The open-data set: tidy, described, under an open licence, and nothing that is not told to everyone."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

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
    (resource,) = [one for one in package["resources"] if one["format"] == "csv"]
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


def read_parquet(content: bytes, folder: Path) -> list[dict[str, Any]]:
    """A file, read back by another engine than the one that wrote it."""
    file = folder / "read.parquet"
    file.write_bytes(content)
    with duckdb.connect() as engine:
        found = engine.execute("select * from read_parquet($1)", [str(file)])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


async def test_it_writes_the_same_set_as_parquet_and_the_same_bytes_again(
    visitor: Client, program: Client, authority: Where, tmp_path: Path
) -> None:
    await program.post(EVENTS, json=uses(authority("Chéroy"), 30) + uses(authority("Lormes"), 12))
    package = (await visitor.get(f"{API}/open-data")).json()
    (resource,) = [one for one in package["resources"] if one["format"] == "parquet"]
    answer = await visitor.get(f"{API}/{resource['path']}")
    assert answer.headers["content-type"] == resource["mediatype"] == "application/vnd.apache.parquet"
    assert read_parquet(answer.content, tmp_path) == await read(visitor)
    assert (await visitor.get(f"{API}/{resource['path']}")).content == answer.content


async def test_it_writes_an_empty_set_as_parquet(visitor: Client, tmp_path: Path) -> None:
    answer = await visitor.get(f"{API}/open-data/terrain-mesures.parquet")
    assert (answer.status_code, read_parquet(answer.content, tmp_path)) == (200, [])


async def test_it_writes_each_answer_as_parquet_with_how_to_read_it(
    agent: Client, program: Client, authority: Where, tmp_path: Path
) -> None:
    await program.post(EVENTS, json=uses(authority("Chéroy"), 9))
    answer = await agent.get(f"{API}/measures/mix/files/parquet")
    rows = read_parquet(answer.content, tmp_path)
    assert [(one["libelle"], one["valeur"], one["n"]) for one in rows[1:]] == [
        ("Courrier ou courriel", 9.0, 9)
    ]
    assert (type(rows[0]["debut"]), type(rows[0]["masque"])) == (date, bool)
    with duckdb.connect() as engine:
        told = engine.execute(
            "select decode(value) from parquet_kv_metadata($1)", [str(tmp_path / "read.parquet")]
        )
        assert "Formule" in str(told.fetchall())


def test_it_loads_no_parquet_library_before_a_file_is_asked_for() -> None:
    program = (
        "import sys; import gateway.app; sys.exit(any(name.startswith('arro3') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
