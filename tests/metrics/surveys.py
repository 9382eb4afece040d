"""Surveys opened and answered through the doors, for the tests."""

from datetime import timedelta

import httpx
import psycopg

from services.metrics.surveys.surveys import today

Client = httpx.AsyncClient
API = "/api/metrics/v1"
USER = {"frequency": 3, "trainings": 1, "confidence": 4, "satisfaction": 8, "recommendation": 7, "quality": 6}
NON_USER = {"frequency": 0, "trainings": 0, "confidence": 2, "quality": 4}


def soon(days: int = 14) -> str:
    """The last day of a survey that is open."""
    return (today() + timedelta(days=days)).isoformat()


async def open_survey(keeper: Client, *, wave: str = "t0", **more: object) -> str:
    """Open a survey; give its address."""
    answer = await keeper.post(f"{API}/surveys", json={"wave": wave, "closes_on": soon()} | more)
    assert answer.status_code == 201, answer.text
    return f"{API}/surveys/{answer.json()['id']}"


async def draw(keeper: Client, survey: str, count: int) -> list[str]:
    """Draw links; give their secrets."""
    answer = await keeper.post(f"{survey}/links", json={"count": count})
    assert answer.status_code == 201, answer.text
    return list(answer.json()["tokens"])


async def reply(visitor: Client, token: str, replies: dict[str, int]) -> None:
    """Answer by link."""
    headers = {"sec-fetch-site": "same-origin"}
    answer = await visitor.post(f"{API}/survey-forms/{token}/answer", json=replies, headers=headers)
    assert answer.status_code == 204, answer.text


async def hold(keeper: Client, visitor: Client, answers: list[dict[str, int]], **more: str) -> str:
    """Hold a whole survey: opened, answered, ended."""
    survey = await open_survey(keeper, **more)
    for token, replies in zip(await draw(keeper, survey, len(answers)), answers, strict=True):
        await reply(visitor, token, replies)
    ended = await keeper.post(f"{survey}/closure")
    assert ended.json()["is_over"], ended.text
    return survey


def figures(results: dict, question: str) -> dict[str, dict]:  # type: ignore[type-arg]
    """The figures of a question in the only round, by whom they are about."""
    (only,) = results["rounds"]
    return {one["scope"]: one for one in only["figures"] if one["question"] == question}


def rows(owner: psycopg.Connection, query: str) -> list[tuple]:  # type: ignore[type-arg]
    """What the schema's owner sees, who sees everything."""
    return owner.execute(query).fetchall()
