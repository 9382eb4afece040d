"""Deciding on a hypothesis: only after a blind assessment, with a reason for each lower rung, signed, never rewritten."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.workshops.deciding import ROOM, as_application, assess, at, draft, person

FRUGAL = {
    "outcome": "frugal", "rung": 2, "rationale": "Une seule saisie suffit.",
    "rejections": ["La demande est obligatoire.", "Les agents sont formés."],
}  # fmt: skip
STOP = {"outcome": "stop", "rationale": "La difficulté a disparu."}


def in_days(days):
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@pytest.fixture
async def hypothesis(facilitator, day, authority):
    return await draft(facilitator, day, authority("Chéroy"))


@pytest.fixture
async def judged(facilitator, sign_in, hypothesis):
    await assess(facilitator, hypothesis)
    await assess(await sign_in("facilitator", at="ARNia", name="Collègue"), hypothesis)
    assert (await facilitator.post(f"{at(hypothesis)}/reveal")).status_code == 200
    return hypothesis


@pytest.fixture
async def prepared(facilitator, judged):
    answer = await facilitator.post(f"{at(judged)}/decisions", json=FRUGAL)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def signed(decision_maker, prepared):
    answer = await sign(decision_maker, prepared)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def sign(who, decision, **other):
    body = {"content_hash": decision["content_hash"], **other}
    return await who.post(f"{ROOM}/decisions/{decision['id']}/signature", json=body)


async def test_it_decides_and_says_so(decision_maker, agent, judged, signed, owner):
    assert (await agent.get(at(judged))).json()["state"] == "decided"
    assert signed["signed_by"] == str(await person(decision_maker))
    assert (await agent.get(f"{ROOM}/decisions/{signed['id']}")).json() == signed
    assert (await agent.get(f"{at(judged)}/decisions")).json() == {"items": [signed], "next": None}
    ids = {"hypothesis_id": judged["id"], "decision_id": signed["id"]}
    facts = owner.execute("select name, body from event where name like 'workshops.decision%' order by seq")
    assert facts.fetchall() == [
        ("workshops.decision_prepared", ids),
        ("workshops.decision_signed", {**ids, "outcome": "frugal", "rung": 2}),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {**FRUGAL, "rung": 0, "rejections": []},
        {**FRUGAL, "outcome": "ai", "rung": 6, "rejections": ["Non."] * 6},
        STOP,
        {**STOP, "outcome": "look_further", "review_on": in_days(45)},
    ],
)
async def test_it_knows_every_outcome(facilitator, decision_maker, judged, body):
    prepared = (await facilitator.post(f"{at(judged)}/decisions", json=body)).json()
    assert (await sign(decision_maker, prepared)).json()["outcome"] == body["outcome"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**FRUGAL, "rejections": ["Une seule raison."]}, "missing_rejection"),
        ({**FRUGAL, "rejections": ["Une raison.", "  "]}, "invalid"),
        ({**FRUGAL, "rejections": ["a", "b", "c"]}, "missing_rejection"),
        ({**FRUGAL, "rung": 5, "rejections": ["a"] * 5}, "wrong_rung"),
        ({**FRUGAL, "outcome": "ai"}, "wrong_rung"),
        ({**FRUGAL, "outcome": "stop"}, "wrong_rung"),
        ({**FRUGAL, "rung": None, "rejections": []}, "wrong_rung"),
        ({**FRUGAL, "rung": 7}, "invalid"),
        ({**FRUGAL, "rationale": " "}, "invalid"),
        ({**FRUGAL, "review_on": in_days(45)}, "wrong_review"),
        ({**STOP, "outcome": "look_further"}, "wrong_review"),
        ({**STOP, "outcome": "look_further", "review_on": in_days(5)}, "wrong_review"),
        ({**STOP, "outcome": "look_further", "review_on": in_days(100)}, "wrong_review"),
    ],
)
async def test_it_refuses_what_the_ladder_does_not_hold(facilitator, judged, owner, body, code):
    answer = await facilitator.post(f"{at(judged)}/decisions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert owner.execute("select count(*) from decision").fetchone() == (0,)


async def test_it_decides_nothing_before_the_reveal(facilitator, sign_in, hypothesis, owner):
    await assess(facilitator, hypothesis)
    await assess(await sign_in("facilitator", at="ARNia", name="Collègue"), hypothesis)
    answer = await facilitator.post(f"{at(hypothesis)}/decisions", json=FRUGAL)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_revealed")
    assert owner.execute("select count(*) from decision").fetchone() == (0,)


async def test_it_is_prepared_by_the_team_and_signed_by_a_decision_maker_of_the_place(
    facilitator, agent, stranger, decision_maker, sign_in, judged, prepared
):
    one = f"{ROOM}/decisions/{prepared['id']}"
    assert (await decision_maker.post(f"{at(judged)}/decisions", json=FRUGAL)).status_code == 403
    for who in (facilitator, agent):
        assert (await sign(who, prepared)).status_code == 403
    away = await sign_in("decision_maker", at="Lormes", name="Élu de Lormes")
    assert (await sign(away, prepared)).status_code == 404
    above = await sign_in("facilitator", "decision_maker", at="ARNia", name="Décideuse")
    assert (await sign(above, prepared)).json()["code"] == "not_theirs"
    for address in (one, f"{at(judged)}/decisions"):
        assert (await stranger.get(address)).status_code == 404
    assert (await agent.get(one)).json()["signed_at"] is None


async def test_it_signs_what_was_read_and_once(decision_maker, prepared):
    assert (await sign(decision_maker, prepared, content_hash="0" * 64)).json()["code"] == "content_changed"
    assert (await sign(decision_maker, prepared)).status_code == 200
    again = await sign(decision_maker, prepared)
    assert (again.status_code, again.json()["code"]) == (409, "decision_is_signed")


async def test_it_is_taken_back_until_it_is_signed(facilitator, decision_maker, agent, judged, prepared):
    assert (await agent.delete(f"{ROOM}/decisions/{prepared['id']}")).status_code == 403
    assert (await facilitator.post(f"{at(judged)}/decisions", json=STOP)).json()["code"] == "not_latest"
    assert (await facilitator.delete(f"{ROOM}/decisions/{prepared['id']}")).status_code == 204
    other = (await facilitator.post(f"{at(judged)}/decisions", json=STOP)).json()
    await sign(decision_maker, other)
    kept = await facilitator.delete(f"{ROOM}/decisions/{other['id']}")
    assert (kept.status_code, kept.json()["code"]) == (409, "decision_is_signed")


async def test_it_is_revised_with_its_history_kept(facilitator, decision_maker, judged, signed):
    decisions = f"{at(judged)}/decisions"
    for wrong in (STOP, {**STOP, "supersedes": str(uuid4())}):
        assert (await facilitator.post(decisions, json=wrong)).json()["code"] == "not_latest"
    revised = (await facilitator.post(decisions, json={**STOP, "supersedes": signed["id"]})).json()
    assert (await sign(decision_maker, revised)).status_code == 200
    kept = (await facilitator.get(decisions)).json()["items"]
    assert [one["outcome"] for one in kept] == ["frugal", "stop"]
    assert kept[0] == signed
    late = await facilitator.post(decisions, json={**STOP, "supersedes": signed["id"]})
    assert late.json()["code"] == "not_latest"


INSERT = """
insert into decision (id, hypothesis_id, authority_id, outcome, rung, rationale, rejections, review_on, supersedes,
  content_hash, prepared_at, prepared_by, signed_at, signed_by)
values (%(id)s, %(hypothesis_id)s, %(authority_id)s, %(outcome)s, %(rung)s, 'Raison.', %(rejections)s, %(review_on)s,
  %(supersedes)s, repeat('0', 64), now(), %(id)s, %(signed_at)s, %(signed_by)s)
"""


def row(hypothesis, **more):
    absent = dict.fromkeys(("review_on", "supersedes", "signed_at", "signed_by"))
    whole = {"outcome": "frugal", "rung": 1, "rejections": ["Non."]}
    own = {"id": uuid4(), "hypothesis_id": hypothesis["id"], "authority_id": hypothesis["authority_id"]}
    return {**absent, **whole, **own, **more}


@pytest.fixture
def attackers(settings, authority, owner):
    """Run a statement as the schema's owner, then as the application for an operator; each must be refused."""

    def refused(statement, values=None):
        person = uuid4()
        with pytest.raises(psycopg.errors.IntegrityError):
            owner.execute(statement, values)
        with (
            as_application(settings, person=person, authority=authority("ARNia"), is_operator=True) as sql,
            pytest.raises(psycopg.errors.IntegrityError),
        ):
            sql.execute(statement, values)

    return refused


async def test_it_refuses_in_raw_sql_a_decision_on_too_little(facilitator, hypothesis, attackers):
    attackers(INSERT, row(hypothesis))
    await assess(facilitator, hypothesis)
    attackers(INSERT, row(hypothesis))


@pytest.mark.parametrize(
    "fault",
    [
        {"rejections": []},
        {"rejections": [" \n"]},
        {"rejections": [None]},
        {"rejections": ["Non.", "Non."]},
        {"rung": 5, "rejections": ["Non."] * 5},
        {"outcome": "ai"},
        {"outcome": "stop"},
        {"rung": None, "rejections": []},
        {"rung": 7, "outcome": "ai", "rejections": ["Non."] * 7},
        {"outcome": "look_further", "rung": None, "rejections": []},
        {"review_on": in_days(40)},
        {"signed_at": datetime.now(UTC), "signed_by": uuid4()},
        {"supersedes": uuid4()},
        {"authority_id": uuid4()},
    ],
)
async def test_it_refuses_in_raw_sql_what_the_ladder_does_not_hold(judged, owner, attackers, fault):
    attackers(INSERT, row(judged, **fault))
    owner.execute(INSERT, row(judged))  # without the fault it is taken: the fault is what was refused


@pytest.mark.parametrize(
    "statement",
    [
        "update decision set rationale = 'Autre.'",
        "update decision set signed_at = null, signed_by = null",
        "update decision set signed_by = id",
        "delete from decision",
    ],
)
async def test_it_refuses_in_raw_sql_to_rewrite_what_was_signed(signed, attackers, statement):
    attackers(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update decision set rung = 1, rejections = '{x}'",
        "update decision set signed_at = now(), signed_by = id",
    ],
)
async def test_it_refuses_in_raw_sql_to_alter_or_sign_for_another(prepared, attackers, statement):
    attackers(statement)


async def test_it_refuses_in_raw_sql_a_second_beginning(judged, signed, attackers):
    attackers(INSERT, row(judged))
    attackers(INSERT, row(judged, supersedes=uuid4()))
