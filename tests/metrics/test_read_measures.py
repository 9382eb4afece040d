"""Measures: named questions about whole months, for who may read them, with small groups kept back."""

import io
from collections.abc import Callable
from uuid import UUID

import openpyxl
import psycopg
import pytest

from services.metrics.schemas import Question
from tests.conftest import Client
from tests.metrics.conftest import EVENTS
from tests.metrics.months import cards, event, past, uses

MEASURES = "/api/metrics/v1/measures"
Where = Callable[[str], UUID]


async def send(program: Client, events: list[dict[str, object]]) -> None:
    for start in range(0, len(events), 400):
        answer = await program.post(EVENTS, json=events[start : start + 400])
        assert answer.json()["accepted"] == len(events[start : start + 400]), answer.text


async def read(client: Client, question: str, **query: str) -> dict[str, object]:
    answer = await client.get(f"{MEASURES}/{question}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_says_that_nothing_was_counted_yet(facilitator: Client) -> None:
    for question in Question:
        found = await read(facilitator, question)
        assert found["value"] is None
        assert found["sentence"]


async def test_it_answers_every_question_about_a_lively_programme(
    facilitator: Client, program: Client, authority: Where
) -> None:
    for place in ("Chéroy", "Lormes", "Héry"):
        where = authority(place)
        await send(program, [event("enrolment", past(6), invited=40, authority_id=str(where))])
        for months in (6, 3, 1):
            await send(program, uses(where, 30, months=months))
        await send(
            program, cards(where, 30) + cards(where, 20, outcome="discarded", usual_minutes=5, became="")
        )
        facts = [
            event("incident", past(1), category="bias", severity=2, days_to_close=4, authority_id=str(where))
        ] * 1
        facts += [
            event("decision", past(1), outcome=outcome, rung="train", days=30, authority_id=str(where))
            for outcome in ("ai", "frugal", "stop") for _ in range(6)
        ]  # fmt: skip
        facts += [
            event("frugal_choice", past(1), rung="train", calls_avoided=50, authority_id=str(where))
        ] * 1
        await send(program, facts)
    answer = await facilitator.get(MEASURES, params={"question": [question.value for question in Question]})
    found = {one["question"]: one for one in answer.json()["measures"]}
    assert found["uses"]["value"] == 270
    assert found["active"]["value"] == 90
    assert found["activation"]["value"] == pytest.approx(90 / 120)
    assert found["retention"]["value"] == 1
    assert found["outcome"]["value"] == pytest.approx(60 / 150)
    assert found["net_gain"]["value"] == 15
    assert found["net_gain"]["grade"] == "B"
    assert found["became"]["rows"][0]["value"] == 90
    assert found["decisions"]["value"] == pytest.approx(1 / 3)
    assert found["incidents"]["hidden"], "three incidents may be three people's"
    assert found["cost"]["value"] is None
    assert "prix" in found["cost"]["sentence"]
    assert answer.json()["departments"] == [
        {"value": "89", "label": "Yonne"}, {"value": "58", "label": "Nièvre"}
    ]  # fmt: skip


async def test_it_answers_anew_once_an_authority_has_invited_more(
    agent: Client, program: Client, authority: Where
) -> None:
    where = authority("Chéroy")

    def invites(months: int, invited: int) -> dict[str, object]:
        return event("enrolment", past(months), invited=invited, authority_id=str(where))

    await send(program, [*uses(where, 20, months=6), *cards(where, 20), invites(6, 40)])
    assert (await read(agent, "activation"))["value"] == pytest.approx(20 / 40)
    await send(program, [invites(3, 50)])
    assert (await read(agent, "activation"))["value"] == pytest.approx(20 / 50)
    await send(program, [invites(5, 45)])  # told late: what came after it stands
    assert (await read(agent, "activation"))["value"] == pytest.approx(20 / 50)


async def test_it_shows_an_authority_its_own_figures_from_five_people(
    agent: Client, stranger: Client, facilitator: Client, program: Client, authority: Where
) -> None:
    await send(program, uses(authority("Chéroy"), 5))
    own = await read(agent, "uses")
    assert (own["value"], own["n"], own["group"]) == (5, 5, "Chéroy")
    assert (await read(facilitator, "uses"))["hidden"], "outside, eleven are needed"
    assert (await read(stranger, "uses"))["value"] == 0


async def test_it_shows_nobody_another_authority(agent: Client, program: Client, authority: Where) -> None:
    await send(program, uses(authority("Chéroy"), 5))
    answer = await agent.get(f"{MEASURES}/uses", params={"authority": str(authority("Lormes"))})
    assert answer.status_code == 404
    answer = await agent.get(f"{MEASURES}/uses", params={"department": "58"})
    assert answer.status_code == 403


async def test_it_hides_a_group_that_a_subtraction_would_single_out(
    facilitator: Client, program: Client, authority: Where
) -> None:
    for place, agents in (("Chéroy", 30), ("Héry", 20), ("Lormes", 3)):
        await send(program, uses(authority(place), agents))
    assert (await read(facilitator, "uses"))["value"] == 53
    assert (await read(facilitator, "uses", department="58"))["hidden"]
    yonne = await read(facilitator, "uses", department="89")
    assert yonne["hidden"], "what is left of the whole would be Lormes'"


async def test_it_keeps_three_people_from_those_who_know_all_the_others(
    facilitator: Client, program: Client, authority: Where
) -> None:
    await send(program, uses(authority("Chéroy"), 30) + uses(authority("Lormes"), 3))
    found = await read(facilitator, "uses")
    assert found["hidden"], "Chéroy's own people would take their thirty away"


async def test_it_tells_departments_that_are_large_enough(
    facilitator: Client, program: Client, authority: Where
) -> None:
    await send(program, uses(authority("Chéroy"), 30) + uses(authority("Lormes"), 20))
    assert (await read(facilitator, "uses", department="58"))["value"] == 20
    assert (await read(facilitator, "uses", stratum="under_2000"))["value"] == 50
    assert (await read(facilitator, "uses", type="commune"))["n"] == 50


async def test_it_counts_people_of_a_code_and_not_of_another(
    agent: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await send(program, uses(here, 9) + uses(here, 6, use_case="REC-JUR") + uses(here, 6, use_case="REC-JUR"))
    found = await read(agent, "uses", use_case="REC-JUR")
    assert (found["value"], found["n"]) == (12, 6)
    assert (await read(agent, "uses", use_case="RED-COU"))["n"] == 9


async def test_it_tells_a_rare_code_with_its_neighbours(
    agent: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await send(program, uses(here, 9) + uses(here, 2, use_case="RED-CR") + uses(here, 8, use_case="REC-JUR"))
    found = await read(agent, "uses", use_case="RED-CR")
    assert found["value"] == 11, "with the letters of its family"
    assert "trop petit" in found["reasons"][0]


async def test_it_tells_uses_by_job_family(agent: Client, program: Client, authority: Where) -> None:
    here = authority("Chéroy")
    await send(
        program, uses(here, 9, job_family="secretariat") + uses(here, 6, first=20, job_family="finance")
    )
    found = await read(agent, "jobs")
    assert [(row["label"], row["n"]) for row in found["rows"]] == [("Secrétariat", 9), ("Finances", 6)]
    assert (await read(agent, "uses", job_family="finance"))["value"] == 6


async def test_it_hides_small_outcomes_and_what_the_time_became(
    agent: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await send(program, cards(here, 12) + cards(here, 2, outcome="discarded", became="training"))
    for question, told in (("outcome", "jetée"), ("became", "se former")):
        lines = (await read(agent, question))["rows"]
        assert all(row["hidden"] or row["n"] is None or row["n"] >= 5 for row in lines if row["value"])
        assert not any(row["label"] == told.capitalize() and row["value"] == 2 for row in lines), question


async def test_it_claims_nothing_of_ten_cards(agent: Client, program: Client, authority: Where) -> None:
    await send(program, cards(authority("Chéroy"), 10))
    found = await read(agent, "net_gain")
    assert (found["value"], found["claim"]) == (None, False)
    assert "moins de 11 fiches" in found["sentence"].replace("\u00a0", " ")


async def test_it_refuses_what_would_cross_too_much(
    facilitator: Client, program: Client, authority: Where
) -> None:
    await send(program, uses(authority("Chéroy"), 12))
    for question, query in (
        ("uses", {"use_case": "RED-COU", "job_family": "finance"}),
        ("uses", {"authority": "x", "department": "58"}),
        ("uses", {"use_case": "INVENTE"}),
        ("uses", {"from": "2026-03-01", "to": "2026-01-01"}),
        ("incidents", {"use_case": "RED-COU"}),
    ):
        answer = await facilitator.get(f"{MEASURES}/{question}", params=query)
        assert answer.status_code == 422, (question, query)


async def test_it_tells_months_within_those_asked_for(
    agent: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    for months in (6, 5, 4, 3, 2, 1):
        await send(program, uses(here, 6, months=months))
    first, last = past(5).date().isoformat(), past(4).date().isoformat()
    assert (await read(agent, "uses", **{"from": first, "to": last}))["value"] == 12
    assert len((await read(agent, "uses"))["rows"]) == 6


async def test_it_never_tells_of_the_running_month(agent: Client, program: Client, authority: Where) -> None:
    await send(program, uses(authority("Chéroy"), 9, months=0))
    assert (await read(agent, "uses"))["value"] is None


async def test_it_keeps_a_table_as_it_was_first_published(
    agent: Client, program: Client, authority: Where, owner: psycopg.Connection
) -> None:
    here = authority("Chéroy")
    await send(program, uses(here, 9) + uses(here, 2, use_case="RED-CR") + uses(here, 8, use_case="REC-JUR"))
    before = await read(agent, "mix")
    await send(program, uses(here, 9, use_case="RED-CR"))
    after = await read(agent, "mix")
    assert [row["key"] for row in before["rows"]] != []
    assert {row["key"] for row in after["rows"]} == {row["key"] for row in before["rows"]}
    kept = owner.execute(
        "select name, hidden from published_pattern where name = 'uses:code:whole'"
    ).fetchall()
    assert kept == [("uses:code:whole", [])]


async def test_it_compares_two_groups(facilitator: Client, program: Client, authority: Where) -> None:
    await send(program, cards(authority("Chéroy"), 30) + cards(authority("Lormes"), 30, usual_minutes=25))
    answer = await facilitator.get(
        f"{MEASURES}/net_gain/comparison", params={"department": "89", "against": "department:58"}
    )
    found = answer.json()
    assert (found["first"]["value"], found["second"]["value"], found["difference"]) == (15, 10, 5)
    assert "conclusion" in found["sentence"], "one authority on each side says nothing of others"


async def test_it_writes_an_answer_as_files(agent: Client, program: Client, authority: Where) -> None:
    await send(program, uses(authority("Chéroy"), 9))
    answer = await agent.get(f"{MEASURES}/mix/files/csv")
    assert "Courrier ou courriel;9;1;;;9;" in answer.content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO((await agent.get(f"{MEASURES}/mix/files/xlsx")).content))
    assert [cell.value for cell in book["Mesure"][2]][:2] == ["Courrier ou courriel", 9]
    assert (await agent.get(f"{MEASURES}/mix/files/pdf")).status_code == 422


async def test_it_says_that_invented_data_are_counted(
    agent: Client, program: Client, authority: Where
) -> None:
    events = [one | {"source": "/terrain/exemple"} for one in uses(authority("Chéroy"), 9)]
    await send(program, events)
    assert (await read(agent, "uses"))["is_sample"]
    answer = await agent.get(f"{MEASURES}/mix/files/csv")
    assert "exemple" in answer.headers["content-disposition"]
    assert "Données d’exemple" in answer.content.decode("utf-8-sig")


async def test_it_tells_everyone_of_the_whole_programme_only(
    visitor: Client, program: Client, authority: Where
) -> None:
    await send(program, uses(authority("Chéroy"), 9) + uses(authority("Lormes"), 9))
    answer = await visitor.get("/api/metrics/v1/public-measures", params={"department": "58"})
    found = {one["question"]: one for one in answer.json()["measures"]}
    assert found["uses"]["value"] == 18
    assert answer.json()["departments"] == []


@pytest.mark.parametrize("question", list(Question))
async def test_it_computes_only_what_is_asked(
    agent: Client, program: Client, authority: Where, owner: psycopg.Connection, question: Question
) -> None:
    await send(program, uses(authority("Chéroy"), 9) + cards(authority("Chéroy"), 9))
    await read(agent, question)
    names = {name for (name,) in owner.execute("select name from published_pattern").fetchall()}
    assert len(names) <= 2, "a question publishes its own table, and at most the one that it leans on"
