"""Suppliers' statements: what a console says, read line by line, counted once, taken back, never mixed with measures."""

from datetime import date

import httpx
import psycopg
import pytest
from hypothesis import given, strategies as st

from services.metrics.statements import files
from services.metrics.statements.files import Line
from tests.metrics.months import past, uses

Client = httpx.AsyncClient
ROOT = "/api/metrics/v1/statements"
MEASURES = "/api/metrics/v1/measures"
HEADING = "Date;Requêtes;Utilisateurs actifs;Jetons lus;Jetons écrits;Modèle;Région\n"
DAY = past(1).date()
TODAY = date(2026, 11, 29)


async def bring(client: Client, content: str, **more: object) -> dict[str, object]:
    answer = await client.post(ROOT, json={"tool": "Delibia", "content": content} | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def count(client: Client, content: str, **more: object) -> dict[str, object]:
    brought = await bring(client, content, **more)
    answer = await client.post(f"{ROOT}/{brought['id']}/confirmation")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def lines(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        "select day, model, uses, people, input, output from statement_line order by 1"
    ).fetchall()


async def test_it_shows_what_it_read_and_counts_nothing_yet(
    champion: Client, owner: psycopg.Connection
) -> None:
    content = (
        f"{HEADING}{DAY:%d/%m/%Y};1 240;9;10000;2000;m1;UE\nhier;3;1;;;;\n{DAY};2;1;;;m2;\n{DAY};2;3;;;m3;\n"
    )
    brought = await bring(champion, content)
    assert [(one["heading"], one["meaning"]) for one in brought["headings"]] == [  # type: ignore[attr-defined]
        ("Date", "day"), ("Requêtes", "uses"), ("Utilisateurs actifs", "people"), ("Jetons lus", "input"),
        ("Jetons écrits", "output"), ("Modèle", "model"), ("Région", ""),
    ]  # fmt: skip
    assert (brought["new"], brought["known"], brought["uses"]) == (2, 0, 1242)
    assert [(one["line"], one["code"]) for one in brought["refused"]] == [(3, "day"), (5, "people")]  # type: ignore[attr-defined]
    assert lines(owner) == []


async def test_it_counts_a_file_once_however_often_it_comes(
    champion: Client, owner: psycopg.Connection
) -> None:
    content = f"date,requests,users\n{DAY},42,9\n"
    first = await count(champion, content)
    assert first["counted"] == 1
    again = await bring(champion, content)
    assert (again["new"], again["known"]) == (0, 1)
    assert (await champion.post(f"{ROOT}/{again['id']}/confirmation")).json()["counted"] == 0
    assert (await champion.post(f"{ROOT}/{first['id']}/confirmation")).json()["counted"] == 1
    assert lines(owner) == [(DAY, "", 42, 9, 0, 0)]


async def test_it_refuses_a_day_that_counts_with_other_figures(
    champion: Client, owner: psycopg.Connection
) -> None:
    await count(champion, f"date,requests,users\n{DAY},42,9\n")
    for content in (f"date,requests,users\n{DAY},43,9\n", f"date,requests,users,model\n{DAY},4,2,m1\n"):
        brought = await bring(champion, content)
        assert [(one["line"], one["code"]) for one in brought["refused"]] == [(2, "differs")]  # type: ignore[attr-defined]
        assert brought["new"] == 0
    assert len(lines(owner)) == 1


async def test_it_takes_a_statement_back_and_takes_it_again(
    champion: Client, owner: psycopg.Connection
) -> None:
    content = f"date,requests,users\n{DAY},42,9\n"
    counted = await count(champion, content)
    for _ in range(2):
        withdrawn = await champion.post(f"{ROOT}/{counted['id']}/withdrawal")
        assert withdrawn.json()["withdrawn_at"]
        assert lines(owner) == []
    refused = await champion.post(f"{ROOT}/{counted['id']}/confirmation")
    assert (refused.status_code, refused.json()["code"]) == (409, "statement_taken")
    assert (await count(champion, content))["counted"] == 1
    told = owner.execute(
        "select name from event where name like 'metrics.statement%' order by seq"
    ).fetchall()
    assert [name.removeprefix("metrics.statement_") for (name,) in told] == [
        "counted",
        "withdrawn",
        "counted",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("rien", "unreadable_file"),
        ("date,requests\n2026-10-01,3\n", "unreadable_file"),
        ("date,requests,couleur\n2026-10-01,3,bleu\n", "missing_columns"),
        ("date,requests,users,email\n2026-10-01,3,1,a@b.fr\n", "personal_file"),
        ("date,requests,users,Prompt\n2026-10-01,3,1,Bonjour\n", "personal_file"),
        ("date,requests,users\n" + "x,1,1\n" * 5_001, "unreadable_file"),
    ],
)  # fmt: skip
async def test_it_refuses_a_file_whole(
    champion: Client, owner: psycopg.Connection, content: str, code: str
) -> None:
    answer = await champion.post(ROOT, json={"tool": "Delibia", "content": content})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "a@b.fr" not in answer.text
    assert "Bonjour" not in answer.text
    assert owner.execute("select count(*) from supplier_statement").fetchone() == (0,)


async def test_it_is_brought_by_those_who_accompany_and_for_their_own(
    champion: Client, agent: Client, stranger: Client, admin: Client, authority: object
) -> None:
    told = {"tool": "Delibia", "content": f"date,requests,users\n{DAY},42,9\n"}
    assert (await agent.post(ROOT, json=told)).status_code == 403
    elsewhere = told | {"authority_id": str(authority("Lormes"))}  # type: ignore[operator]
    assert (await champion.post(ROOT, json=elsewhere)).status_code == 422
    assert (
        await admin.post(ROOT, json=told)
    ).status_code == 422  # the operator is no authority of the programme
    assert (await admin.post(ROOT, json=elsewhere)).status_code == 201
    brought = await bring(champion, told["content"])
    assert (await stranger.get(f"{ROOT}/{brought['id']}")).status_code == 403


async def test_it_tells_what_suppliers_declare_and_leaves_measures_alone(
    champion: Client, facilitator: Client, admin: Client, authority: object
) -> None:
    here = authority("Chéroy")  # type: ignore[operator]
    before = (await champion.get(f"{MEASURES}/uses")).json()
    await count(champion, f"date,requests,users,output tokens\n{DAY},420,9,5000\n")
    told = (await champion.get(f"{MEASURES}/stated")).json()
    assert (told["value"], told["n"], told["claim"], told["grade"]) == (420, 9, False, "")
    assert "5\u202f000\u00a0jetons" in told["sentence"]
    assert "déclarés" in told["source"].lower()
    after = (await champion.get(f"{MEASURES}/uses")).json()
    assert (before["value"], after["value"]) == (None, 0)  # nothing counted, then nothing measured
    everyone = (await facilitator.get(f"{MEASURES}/stated", params={"authority": str(here)})).json()
    assert everyone["hidden"]  # nine people: fewer than eleven, across authorities


async def test_it_hides_a_small_group_however_many_months_it_lasts(champion: Client) -> None:
    days = [past(months).date() for months in range(1, 8)]
    await count(champion, "date,requests,users\n" + "".join(f"{day},50,4\n" for day in days))
    told = (await champion.get(f"{MEASURES}/stated")).json()
    assert (told["hidden"], told["value"], told["n"]) == (True, None, None)


async def test_it_stands_beside_measured_uses(
    champion: Client, program_here: Client, authority: object
) -> None:
    here = authority("Chéroy")  # type: ignore[operator]
    sent = await program_here.post("/api/metrics/v1/events", json=uses(here, 6))
    assert sent.status_code == 202
    await count(champion, f"date,requests,users\n{DAY},420,9\n")
    measures = (await champion.get(MEASURES, params={"question": ["uses", "stated"]})).json()["measures"]
    assert [one["value"] for one in measures] == [6, 420]


@pytest.fixture
async def program_here(make_program: object) -> Client:
    """A program of the operator."""
    return await make_program()  # type: ignore[operator,no-any-return]


@given(
    st.dictionaries(
        st.tuples(st.dates(files.OLDEST, TODAY), st.sampled_from(["", "m1", "m2"])),
        st.tuples(st.integers(1, 9), st.integers(0, 900), st.integers(0, 10**8), st.integers(0, 10**8)),
        max_size=30,
    ),
    st.sampled_from(";,\t"),
)  # fmt: skip
def test_it_reads_back_every_line_that_a_console_may_write(
    told: dict[tuple[date, str], tuple[int, int, int, int]], separator: str
) -> None:
    written = [
        Line(day, model, people + more, people, read, wrote)
        for (day, model), (people, more, read, wrote) in told.items()
    ]
    rows = [["Jour", "Usages", "Agents", "Input tokens", "Output tokens", "Model"]]
    rows += [
        [f"{one.day:%d/%m/%Y}", str(one.uses), str(one.people), str(one.input), str(one.output), one.model]
        for one in written
    ]
    read = files.read("\ufeff" + "\r\n".join(separator.join(row) for row in rows), today=TODAY)
    assert list(read.lines.values()) == written
    assert read.refused == []


@given(st.text(max_size=400))
def test_it_reads_or_refuses_any_text(content: str) -> None:
    heading = "date;uses;people\n"
    found = files.read(heading + content.replace("\x00", ""), today=TODAY)
    assert all(number >= 2 for number in [*found.lines, *(one.number for one in found.refused)])
