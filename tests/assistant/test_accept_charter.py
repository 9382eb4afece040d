"""The charter: read, accepted once for each version, asked again, and no concern of programs."""

from dataclasses import replace

import httpx
import pytest

from services.assistant.charter import texts
from tests.assistant.conftest import Rows
from tests.conftest import Client, SignIn

ROOT = "/api/assistant/v1"
QUESTION = {"question": {"content": "Rédige une lettre de remerciement aux bénévoles."}}


@pytest.fixture
async def newcomer(sign_in: SignIn) -> Client:
    return await sign_in("agent", at="Héry", name="Arrivante", has_accepted_charter=False)


async def test_it_is_accepted_before_the_first_question(newcomer: Client, rows: Rows) -> None:
    refused = await newcomer.post(f"{ROOT}/conversations", json=QUESTION)
    charter = (await newcomer.get(f"{ROOT}/charter")).json()
    accepted = await newcomer.post(f"{ROOT}/charter/acceptances", json={"version": charter["version"]})

    assert (refused.status_code, refused.json()["code"]) == (403, "charter_missing")
    assert charter["accepted_at"] is None
    assert len(charter["articles"]) >= 5
    assert accepted.status_code == 201
    assert accepted.json()["accepted_at"]
    assert (await newcomer.post(f"{ROOT}/conversations", json=QUESTION)).status_code == 201
    (row,) = rows("select version, fingerprint from charter_acceptance")
    assert row == {"version": texts.CURRENT.version, "fingerprint": texts.CURRENT.fingerprint}


async def test_it_is_accepted_once(newcomer: Client, rows: Rows) -> None:
    for _ in range(2):
        answer = await newcomer.post(f"{ROOT}/charter/acceptances", json={"version": texts.CURRENT.version})
        assert answer.status_code == 201

    assert len(rows("select 1 from charter_acceptance")) == 1
    assert len(rows("select 1 from event where name = 'assistant.charter_accepted'")) == 1


async def test_it_is_asked_again_when_it_changes(
    agent: Client, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version = replace(texts.CURRENT, version=texts.CURRENT.version + 1)
    monkeypatch.setattr(texts, "CURRENT", next_version)

    refused = await agent.post(f"{ROOT}/conversations", json=QUESTION)
    outdated = await agent.post(f"{ROOT}/charter/acceptances", json={"version": next_version.version - 1})
    accepted = await agent.post(f"{ROOT}/charter/acceptances", json={"version": next_version.version})

    assert refused.json()["code"] == "charter_missing"
    assert (outdated.status_code, outdated.json()["code"]) == (409, "charter_outdated")
    assert accepted.status_code == 201
    assert [row["version"] for row in rows("select version from charter_acceptance order by version")] == [
        1,
        2,
    ]


async def test_it_does_not_concern_programs(program: httpx.AsyncClient) -> None:
    assert (await program.post("/conversations", json=QUESTION)).status_code == 201
    assert (await program.post("/charter/acceptances", json={"version": 1})).status_code == 403


@pytest.mark.parametrize("version", [0, -1, 10**30, "un", None])
async def test_it_refuses_what_is_no_version(newcomer: Client, rows: Rows, version: object) -> None:
    assert (await newcomer.post(f"{ROOT}/charter/acceptances", json={"version": version})).status_code == 422
    assert not rows("select 1 from charter_acceptance")


async def test_it_is_nobody_else_s_business(newcomer: Client, agent: Client, decision_maker: Client) -> None:
    assert (await newcomer.get(f"{ROOT}/charter")).json()["accepted_at"] is None
    assert (await agent.get(f"{ROOT}/charter")).json()["accepted_at"]
    assert (await decision_maker.get(f"{ROOT}/charter")).status_code == 403
