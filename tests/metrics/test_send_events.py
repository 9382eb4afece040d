"""Events from programs: CloudEvents in, each taken once, none that says what was said."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import psycopg
import pytest

from services.metrics import families

Client = httpx.AsyncClient
MakeProgram = Callable[..., Awaitable[Client]]
MakeEvent = Callable[..., dict[str, object]]
EVENTS = "/api/metrics/v1/events"


def kept(owner: psycopg.Connection) -> int:
    row = owner.execute("select count(*) from usage_event").fetchone()
    assert row
    return int(row[0])


async def test_it_takes_a_batch(program: Client, use: MakeEvent, owner: psycopg.Connection) -> None:
    answer = await program.post(EVENTS, json=[use(agent="a1"), use(agent="a2")])
    assert answer.status_code == 202, answer.text
    assert answer.json() == {"accepted": 2, "duplicates": 0, "refused": []}
    assert kept(owner) == 2


@pytest.mark.parametrize(
    ("kind", "is_batch"),
    [("application/cloudevents+json; charset=utf-8", False), ("application/cloudevents-batch+json", True)],
)
async def test_it_takes_the_formats_of_cloudevents(
    program: Client, use: MakeEvent, kind: str, is_batch: bool
) -> None:
    body = httpx.Request("POST", "https://x", json=[use()] if is_batch else use()).content
    answer = await program.post(EVENTS, content=body, headers={"content-type": kind})
    assert answer.status_code == 202, answer.text
    assert answer.json()["accepted"] == 1


async def test_it_changes_nothing_when_sent_again(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    event = use(agent="a1")
    await program.post(EVENTS, json=[event])
    changed = event | {"data": {"use_case": "IDE", "tool": "Autre", "agent": "a2"}}
    answer = await program.post(EVENTS, json=[changed, use(), changed])
    assert answer.json() == {"accepted": 1, "duplicates": 2, "refused": []}
    codes = owner.execute("select code, count(*) from usage_event group by 1").fetchall()
    assert codes == [(families.NUMBERED.index("RED-COU"), 2)]


async def test_it_counts_a_use_once_inside_one_batch(program: Client, use: MakeEvent) -> None:
    event = use()
    answer = await program.post(EVENTS, json=[event, event])
    assert answer.json() == {"accepted": 1, "duplicates": 1, "refused": []}


async def test_it_gives_two_authorities_their_own_names(
    make_program: MakeProgram, use: MakeEvent, owner: psycopg.Connection
) -> None:
    event = use()
    for at in ("Chéroy", "Lormes"):
        answer = await (await make_program(at=at)).post(EVENTS, json=event)
        assert answer.json()["accepted"] == 1
    assert kept(owner) == 2


async def test_it_refuses_one_bad_event_and_takes_the_others(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    bad = use() | {"id": "bad", "time": "hier"}
    answer = await program.post(EVENTS, json=[use(), bad, use(), "rien", None])
    assert answer.status_code == 202
    body = answer.json()
    assert body["accepted"] == 2
    assert [(one["index"], one["id"], one["problem"]["code"]) for one in body["refused"]] == [
        (1, "bad", "invalid"),
        (3, None, "invalid"),
        (4, None, "invalid"),
    ]
    assert body["refused"][0]["problem"]["pointer"] == "/time"
    assert kept(owner) == 2


@pytest.mark.parametrize(
    "field", ["prompt", "answer", "content", "messages", "agent_name", "email", "verbatim"]
)
async def test_it_refuses_what_was_said_and_who_said_it(
    program: Client, use: MakeEvent, owner: psycopg.Connection, field: str
) -> None:
    secret = "Madame Durand demande un délai"
    answer = await program.post(EVENTS, json=use(**{field: secret}))
    (refused,) = answer.json()["refused"]
    assert refused["problem"]["code"] == "content_refused"
    assert refused["problem"]["pointer"] == f"/data/{field}"
    assert secret not in answer.text
    assert kept(owner) == 0


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"type": "terrain.mood"}, "unknown_type", "/type"),
        ({"type": None}, "unknown_type", "/type"),
        ({"specversion": "0.3"}, "invalid", "/specversion"),
        ({"id": ""}, "invalid", "/id"),
        ({"id": "x" * 129}, "invalid", "/id"),
        ({"source": "deux mots"}, "invalid", "/source"),
        ({"time": "2026-01-01T10:00:00"}, "invalid", "/time"),
        ({"time": "1999-01-01T10:00:00Z"}, "invalid", "/time"),
        ({"time": (datetime.now(UTC) + timedelta(days=2)).isoformat()}, "invalid", "/time"),
        ({"colour": "red"}, "unknown_field", "/colour"),
        ({"data_base64": "aGVsbG8="}, "unknown_field", "/data_base64"),
        ({"datacontenttype": "text/plain"}, "invalid", "/datacontenttype"),
    ],
)
async def test_it_refuses_a_bad_envelope(
    program: Client,
    use: MakeEvent,
    owner: psycopg.Connection,
    changes: dict[str, object],
    code: str,
    pointer: str,
) -> None:
    answer = await program.post(EVENTS, json=use() | changes)
    (refused,) = answer.json()["refused"]
    assert (refused["problem"]["code"], refused["problem"]["pointer"]) == (code, pointer)
    assert kept(owner) == 0


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"use_case": "RED-XXX"}, "unknown_use_case", "/data/use_case"),
        ({"use_case": "RED-COU", "family": "search"}, "other_family", "/data/family"),
        ({"family": "magic"}, "invalid", "/data/family"),
        ({"use_case": None}, "invalid", "/data"),
        ({"agent": "camille.martin@example.org"}, "invalid", "/data/agent"),
        ({"agent": "Camille Martin"}, "invalid", "/data/agent"),
        ({"agent": "a" * 65}, "invalid", "/data/agent"),
        ({"agent": "a\x00"}, "invalid", "/data/agent"),
        ({"tool": "x" * 61}, "invalid", "/data/tool"),
        ({"tool": "\ud800"}, "invalid", "/data/tool"),
        ({"input_tokens": 12}, "unknown_field", "/data/input_tokens"),
        ({"authority_id": "Chéroy"}, "invalid", "/data/authority_id"),
    ],
)
async def test_it_refuses_bad_data(
    program: Client,
    use: MakeEvent,
    owner: psycopg.Connection,
    changes: dict[str, object],
    code: str,
    pointer: str,
) -> None:
    body = json.dumps([use(**changes), use()])
    answer = await program.post(EVENTS, content=body, headers={"content-type": "application/json"})
    (refused,) = answer.json()["refused"]
    assert (refused["problem"]["code"], refused["problem"]["pointer"]) == (code, pointer)
    assert kept(owner) == 1


async def test_it_lets_the_operator_write_for_any_authority(
    program: Client, use: MakeEvent, authority: Callable[[str], UUID], owner: psycopg.Connection
) -> None:
    await program.post(EVENTS, json=[use(authority_id=str(authority("Chéroy"))), use()])
    rows = owner.execute("select authority_id from usage_event").fetchall()
    assert set(rows) == {(authority("Chéroy"),), (authority("ARNia"),)}


async def test_it_refuses_what_a_program_writes_for_another_authority(
    make_program: MakeProgram, use: MakeEvent, authority: Callable[[str], UUID], owner: psycopg.Connection
) -> None:
    local = await make_program(at="Chéroy")
    theirs, ours = str(authority("Lormes")), str(authority("Chéroy"))
    answer = await local.post(EVENTS, json=[use(authority_id=theirs), use(authority_id=ours), use()])
    assert answer.json()["accepted"] == 2
    assert [one["problem"]["code"] for one in answer.json()["refused"]] == ["other_authority"]
    assert owner.execute("select distinct authority_id from usage_event").fetchall() == [
        (authority("Chéroy"),)
    ]


async def test_it_refuses_a_key_without_the_scope(make_program: MakeProgram, use: MakeEvent) -> None:
    reader = await make_program(scopes=["metrics:read"])
    answer = await reader.post(EVENTS, json=use())
    assert answer.status_code == 403
    assert "metrics:write" in answer.json()["detail"]


async def test_it_refuses_people_who_could_invent_colleagues(
    agent: Client, champion: Client, facilitator: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    for person in (agent, champion, facilitator):
        assert (await person.post(EVENTS, json=use())).status_code == 403
    assert kept(owner) == 0


async def test_it_refuses_somebody_unknown(visitor: Client, use: MakeEvent) -> None:
    assert (await visitor.post(EVENTS, json=use())).status_code in {401, 403}


async def test_it_refuses_more_than_five_hundred(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    answer = await program.post(EVENTS, json=[use() for _ in range(501)])
    assert answer.status_code == 413
    assert answer.json()["code"] == "batch_too_large"
    assert kept(owner) == 0
    assert (await program.post(EVENTS, json=[use() for _ in range(500)])).json()["accepted"] == 500


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", "{", 400),
        ("application/json", "[NaN]", 400),
        ("application/json", "3", 400),
        ("application/json", "[" * 100_000, 400),
        ("application/json", "9" * 5_000, 400),
        ("application/cloudevents+json", "[]", 400),
        ("application/cloudevents-batch+json", "{}", 400),
        ("text/plain", "{}", 415),
        ("application/x-www-form-urlencoded", "a=1", 415),
    ],
)
async def test_it_refuses_a_body_it_cannot_read(program: Client, kind: str, body: str, status: int) -> None:
    answer = await program.post(EVENTS, content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_it_counts_invited_agents(
    program: Client, use: MakeEvent, authority: Callable[[str], UUID], facilitator: Client
) -> None:
    def enrolment(at: str, invited: object, days: int) -> dict[str, object]:
        when = datetime.now(UTC) - timedelta(days=days)
        return use(at=when) | {
            "type": "terrain.enrolment", "data": {"invited": invited, "authority_id": str(authority(at))},
        }  # fmt: skip

    sent = [
        enrolment("Chéroy", 10, 30),
        enrolment("Chéroy", 12, 1),
        enrolment("Lormes", 8, 9),
        enrolment("Héry", -1, 1),
    ]
    answer = await program.post(EVENTS, json=sent)
    assert answer.json()["accepted"] == 3
    assert answer.json()["refused"][0]["problem"]["pointer"] == "/data/invited"
    overview = (await facilitator.get("/api/metrics/v1/overview")).json()
    assert overview["invited"] == 20
    assert overview["all_told_invited"] is True, "nobody used anything"
    assert overview["uses"] == {"uses": 0, "agents": 0, "hidden": False}


async def test_it_says_when_some_did_not_tell_how_many_they_invited(
    program: Client, use: MakeEvent, authority: Callable[[str], UUID], facilitator: Client
) -> None:
    at = str(authority("Chéroy"))
    told = use() | {"type": "terrain.enrolment", "data": {"invited": 9, "authority_id": at}}
    await program.post(EVENTS, json=[told, use(authority_id=at), use(authority_id=str(authority("Lormes")))])
    overview = (await facilitator.get("/api/metrics/v1/overview")).json()
    assert (overview["invited"], overview["all_told_invited"]) == (9, False)
    of_one = (await facilitator.get("/api/metrics/v1/overview", params={"authority": at})).json()
    assert (of_one["invited"], of_one["all_told_invited"]) == (9, True)


async def test_it_gives_the_first_answer_again_for_the_same_idempotency_key(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    event, key = use(), {"idempotency-key": "one"}
    first = await program.post(EVENTS, json=event, headers=key)
    again = await program.post(EVENTS, json=event, headers=key)
    assert first.json() == again.json() == {"accepted": 1, "duplicates": 0, "refused": []}
    assert again.headers["idempotency-replayed"] == "true"
    assert kept(owner) == 1


async def test_it_refuses_a_key_without_the_scope_with_an_idempotency_key_too(
    make_program: MakeProgram, use: MakeEvent, owner: psycopg.Connection
) -> None:
    reader = await make_program(scopes=["metrics:read"])
    answer = await reader.post(EVENTS, json=use(), headers={"idempotency-key": "one"})
    assert answer.status_code == 403
    assert kept(owner) == 0
