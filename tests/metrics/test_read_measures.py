"""The measures, from events to answers over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.metrics.schemas import Question

Client = httpx.AsyncClient
MakeEvent = Callable[..., dict[str, object]]
FindAuthority = Callable[[str], UUID]
MEASURES, EVENTS = "/api/metrics/v1/measures", "/api/metrics/v1/events"


@pytest.fixture
def tell(program: Client, use: MakeEvent) -> Callable[..., Awaitable[None]]:
    """Send events of a kind: `await tell("after_use", [{...}])`."""

    async def send(kind: str, told: list[dict[str, object]], *, days: int = 0) -> None:
        at = datetime.now(UTC) - timedelta(days=days)
        events = [use(at=at) | {"type": f"terrain.{kind}", "data": data} for data in told]
        answer = await program.post(EVENTS, json=events)
        assert answer.json()["refused"] == [], answer.text

    return send


async def ask(client: Client, question: Question, **query: object) -> dict:  # type: ignore[type-arg]
    answer = await client.get(f"{MEASURES}/{question}", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def card(agent: str, at: str, usual: int = 30, **more: object) -> dict[str, object]:
    return {
        "agent": agent, "use_case": "RED-COU", "outcome": "kept", "usual_minutes": usual, "minutes": 10,
        "checking_minutes": 5, "grade": "A", "authority_id": at, **more,
    }  # fmt: skip


async def test_it_weighs_gains_with_their_checking_time(
    tell: Callable[..., Awaitable[None]], agent: Client, facilitator: Client, authority: FindAuthority
) -> None:
    at = str(authority("Chéroy"))
    await tell("after_use", [card(f"a{n}", at, 20 + n) for n in range(12)])
    await tell("after_use", [card("a1", at, would_have_done=False), card("a2", at, would_have_done=False)])

    gain = await ask(agent, Question.NET_GAIN)
    assert (gain["value"], gain["n"], gain["grade"], gain["unit"]) == (10, 12, "A", "minutes")
    assert gain["claim"] is False, "one authority says nothing of others"
    assert [(row["key"], row["value"]) for row in gain["rows"]] == [("RED-COU", 10)]
    assert (await ask(agent, Question.NEW_TASKS))["value"] == pytest.approx(2 / 14)
    assert (await ask(facilitator, Question.OUTCOME))["value"] == 1


async def test_it_hides_a_group_that_is_too_small_inside_and_a_larger_one_across(
    tell: Callable[..., Awaitable[None]], agent: Client, facilitator: Client, authority: FindAuthority
) -> None:
    here, there = str(authority("Chéroy")), str(authority("Lormes"))
    use = {"use_case": "RED-COU", "tool": "Delibia"}
    await tell("use", [use | {"agent": f"a{n}", "authority_id": here} for n in range(4)])
    assert (await ask(agent, Question.MIX))["hidden"] is True
    await tell("use", [use | {"agent": f"a{n}", "authority_id": here} for n in range(4, 6)])
    assert (await ask(agent, Question.MIX))["value"] == 6
    await tell("use", [use | {"agent": f"b{n}", "authority_id": there} for n in range(4)])
    assert (await ask(facilitator, Question.MIX))["hidden"] is True, "ten across is fewer than eleven"
    await tell("use", [use | {"agent": "b9", "authority_id": there}])
    assert (await ask(facilitator, Question.MIX))["value"] == 11


async def test_it_leaves_a_small_authority_out_of_a_group_that_a_reader_makes_up(
    tell: Callable[..., Awaitable[None]], facilitator: Client, authority: FindAuthority
) -> None:
    here, there = str(authority("Chéroy")), str(authority("Lormes"))
    use = {"use_case": "RED-COU", "tool": "Delibia"}
    await tell("use", [use | {"agent": f"a{n}", "authority_id": here} for n in range(12)])
    await tell("use", [use | {"agent": "b1", "authority_id": there}] * 3)

    both = (await facilitator.get(MEASURES, params={"authority": [here, there]})).json()

    assert both["left_out"] == 1
    uses = next(one for one in both["measures"] if one["question"] == "mix")
    assert uses["value"] == 12, "twelve and not fifteen: the three of one person are not told by subtraction"


async def test_it_hides_what_one_person_did_nearly_alone(
    tell: Callable[..., Awaitable[None]], agent: Client, authority: FindAuthority
) -> None:
    at = {"authority_id": str(authority("Chéroy")), "use_case": "RED-COU", "tool": "Delibia"}
    await tell("use", [at | {"agent": f"a{n}"} for n in range(6)])
    await tell("use", [at | {"agent": "a1"}] * 60)
    assert (await ask(agent, Question.MIX))["hidden"] is True
    assert (await ask(agent, Question.TOKENS))["value"] is None


async def test_it_counts_incidents_frugal_answers_and_decisions(
    tell: Callable[..., Awaitable[None]], agent: Client, authority: FindAuthority
) -> None:
    at = {"authority_id": str(authority("Chéroy"))}
    await tell("incident", [at | {"category": "legal", "severity": 3}])
    await tell("frugal_choice", [at | {"rung": "train", "calls_avoided": 120}, at | {"rung": "reuse"}])
    await tell(
        "decision",
        [
            at | {"outcome": "frugal", "rung": "train", "days": 40},
            at | {"outcome": "ai", "rung": "ready_ai", "days": 20},
        ],
    )

    assert (await ask(agent, Question.INCIDENTS))["value"] == 1
    assert (await ask(agent, Question.FRUGALITY))["value"] == 120
    decisions = await ask(agent, Question.DECISIONS)
    assert (decisions["value"], decisions["n"], decisions["claim"]) == (0.5, 2, False)
    assert [row["value"] for row in decisions["rows"] if row["key"] == "days"] == [30]


async def test_it_answers_every_question_when_nothing_was_counted(agent: Client) -> None:
    answer = (await agent.get(MEASURES)).json()
    assert {one["question"] for one in answer["measures"]} == {one.value for one in Question}
    assert all(not one["hidden"] for one in answer["measures"])


async def test_it_refuses_another_authority_and_unknown_words(
    stranger: Client, agent: Client, visitor: Client, authority: FindAuthority
) -> None:
    theirs = {"authority": str(authority("Chéroy"))}
    assert (await stranger.get(MEASURES, params=theirs)).status_code == 404
    assert (await visitor.get(MEASURES)).status_code == 401
    for query in (
        {"use_case": "RED-XXX"},
        {"from": "2026-05-01", "to": "2026-01-01"},
        {"from": "2020-01-01"},
    ):
        assert (await agent.get(MEASURES, params=query)).status_code == 422
    assert (await agent.get(f"{MEASURES}/mood")).status_code == 422
