"""Two people judge a hypothesis, each alone, until all is shown at once."""

from uuid import uuid4

import psycopg
import pytest

from tests.workshops.deciding import REASON, as_application, assess, at, draft, person, verdict


@pytest.fixture
async def hypothesis(facilitator, day, authority):
    return await draft(facilitator, day, authority("Chéroy"))


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("facilitator", at="ARNia", name="Collègue")


async def state(who, hypothesis):
    return (await who.get(at(hypothesis))).json()["state"]


async def test_it_comes_from_draft_to_qualified(facilitator, colleague, champion, agent, hypothesis, owner):
    assert await state(agent, hypothesis) == "draft"
    await assess(facilitator, hypothesis)
    assert await state(agent, hypothesis) == "under_test"
    await assess(colleague, hypothesis)
    await assess(champion, hypothesis)
    revealed = await facilitator.post(f"{at(hypothesis)}/reveal")
    assert (revealed.status_code, revealed.json()["complete_assessors"]) == (200, 3)
    assert await state(agent, hypothesis) == "qualified"
    shown = (await agent.get(f"{at(hypothesis)}/assessments")).json()
    assert len(shown["items"]) == 9
    assert {one["reason"] for one in shown["items"]} == {REASON}
    facts = owner.execute("select name, body from event where name like 'workshops.assessment%'").fetchall()
    assert facts.count(("workshops.assessment_made", {"hypothesis_id": hypothesis["id"]})) == 9
    assert ("workshops.assessments_revealed", {"hypothesis_id": hypothesis["id"], "assessors": 3}) in facts


async def test_it_stays_under_test_where_somebody_doubts(facilitator, colleague, hypothesis):
    await assess(facilitator, hypothesis)
    await assess(colleague, hypothesis, "confirmed", "undetermined", "confirmed")
    await facilitator.post(f"{at(hypothesis)}/reveal")
    assert await state(facilitator, hypothesis) == "under_test"


async def test_it_hides_from_everybody_what_was_judged(facilitator, colleague, admin, champion, hypothesis):
    await assess(facilitator, hypothesis)
    await assess(champion, hypothesis)
    own = (await facilitator.get(f"{at(hypothesis)}/assessments")).json()
    assert [own["complete_assessors"], len(own["items"]), own["revealed_at"]] == [2, 3, None]
    assert {one["assessor_id"] for one in own["items"]} == {str(await person(facilitator))}
    for other in (colleague, admin):
        assert (await other.get(f"{at(hypothesis)}/assessments")).json()["items"] == []
        assert REASON not in (await other.get(at(hypothesis))).text


async def test_it_hides_it_from_raw_sql_too(facilitator, colleague, hypothesis, settings, authority):
    await assess(facilitator, hypothesis)
    await assess(colleague, hypothesis)
    me, other = await person(facilitator), await person(colleague)
    for reader, is_operator in ((other, True), (uuid4(), True), (uuid4(), False)):
        with as_application(
            settings, person=reader, authority=authority("Chéroy"), is_operator=is_operator
        ) as sql:
            assert sql.execute("select count(*) from assessment where assessor_id = %s", [me]).fetchone() == (
                0,
            )
            assert sql.execute("delete from assessment where assessor_id = %s", [me]).rowcount == 0
            changed = sql.execute("update assessment set verdict = 'refuted' where assessor_id = %s", [me])
            assert changed.rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sql.execute(
                    "insert into assessment values (%s, %s, %s, %s, 'real', 'refuted', 'x', %s, now())",
                    [
                        uuid4(), hypothesis["id"], authority("Chéroy"), uuid4(),
                        [hypothesis["evidence"][0]["id"]],
                    ],
                )  # fmt: skip
    await facilitator.post(f"{at(hypothesis)}/reveal")
    with as_application(settings, person=uuid4(), authority=authority("Chéroy")) as sql:
        assert sql.execute("select count(*) from assessment").fetchone() == (6,)
    with as_application(settings, person=uuid4(), authority=authority("Lormes")) as sql:
        assert sql.execute("select count(*) from assessment").fetchone() == (0,)


async def test_it_takes_a_new_verdict_in_the_place_of_ones_own(facilitator, hypothesis, owner):
    await assess(facilitator, hypothesis)
    one = f"{at(hypothesis)}/assessments/major"
    again = await facilitator.put(one, json=verdict(hypothesis, "refuted", reason="Une fois par an."))
    assert (again.json()["verdict"], again.json()["reason"]) == ("refuted", "Une fois par an.")
    assert owner.execute("select count(*) from assessment").fetchone() == (3,)


async def test_it_refuses_a_verdict_without_reason_or_evidence(facilitator, hypothesis, owner):
    one = f"{at(hypothesis)}/assessments/real"
    for body, code in (
        (verdict(hypothesis, reason=" \n "), "invalid"),
        (verdict(hypothesis, evidence_ids=[]), "invalid"),
        (verdict(hypothesis, "peut-être"), "invalid"),
        (verdict(hypothesis, evidence_ids=[str(uuid4())]), "unknown_evidence"),
    ):
        answer = await facilitator.put(one, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    unknown = await facilitator.put(f"{at(hypothesis)}/assessments/pretty", json=verdict(hypothesis))
    assert unknown.status_code == 422
    assert owner.execute("select count(*) from assessment").fetchone() == (0,)
    assert await state(facilitator, hypothesis) == "draft"


async def test_it_reveals_nothing_before_two_people_judged_all(facilitator, colleague, hypothesis):
    await assess(facilitator, hypothesis)
    for criterion in ("real", "major"):
        await colleague.put(f"{at(hypothesis)}/assessments/{criterion}", json=verdict(hypothesis))
    answer = await facilitator.post(f"{at(hypothesis)}/reveal")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_few_assessments")
    assert (await facilitator.get(at(hypothesis))).json()["assessments_revealed_at"] is None


async def test_it_is_for_the_team_and_the_champion_of_the_authority(
    agent, decision_maker, stranger, sign_in, admin, visitor, hypothesis
):
    one, body = f"{at(hypothesis)}/assessments/real", verdict(hypothesis)
    for who in (agent, decision_maker):
        assert (await who.put(one, json=body)).status_code == 403
        assert (await who.post(f"{at(hypothesis)}/reveal")).status_code == 403
    neighbour = await sign_in("champion", at="Lormes", name="Référente de Lormes")
    assert (await neighbour.put(one, json=body)).status_code == 404
    assert (await stranger.get(f"{at(hypothesis)}/assessments")).status_code == 404
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Robot", "role": "admin"})).json()["key"]
    robot = await visitor.put(one, json=body, headers={"authorization": f"Bearer {key}"})
    assert (robot.status_code, robot.json()["code"]) == (403, "not_a_person")


async def test_it_freezes_what_was_judged_once_all_is_shown(facilitator, colleague, hypothesis):
    piece = f"{at(hypothesis)}/evidence/{hypothesis['evidence'][0]['id']}"
    await assess(facilitator, hypothesis)
    assert (await colleague.delete(piece)).json()["code"] == "evidence_cited"
    await assess(colleague, hypothesis)
    await facilitator.post(f"{at(hypothesis)}/reveal")
    first = (await facilitator.get(at(hypothesis))).json()["assessments_revealed_at"]
    again = await facilitator.put(f"{at(hypothesis)}/assessments/real", json=verdict(hypothesis, "refuted"))
    assert (again.status_code, again.json()["code"]) == (409, "assessments_revealed")
    reworded = await facilitator.patch(at(hypothesis), json={"who": "x"}, headers={"if-match": '"1"'})
    assert (reworded.status_code, reworded.json()["code"]) == (409, "assessments_revealed")
    assert (await facilitator.post(f"{at(hypothesis)}/reveal")).json()["revealed_at"] == first


REVEALED = "update hypothesis set assessments_revealed_at = now()"


async def test_it_refuses_an_early_reveal_in_raw_sql(facilitator, hypothesis, settings, authority, owner):
    await assess(facilitator, hypothesis)
    with pytest.raises(psycopg.errors.CheckViolation, match="two people"):
        owner.execute(REVEALED)
    with (
        as_application(settings, person=uuid4(), authority=authority("ARNia"), is_operator=True) as sql,
        pytest.raises(psycopg.errors.CheckViolation, match="two people"),
    ):
        sql.execute(REVEALED)


@pytest.mark.parametrize(
    "statement",
    [
        "update assessment set verdict = 'refuted'",
        "delete from assessment",
        "update hypothesis set who = 'x'",
        "update hypothesis set assessments_revealed_at = null",
        "delete from hypothesis_evidence",
    ],
)
async def test_it_refuses_to_rewrite_it_in_raw_sql(
    facilitator, colleague, hypothesis, settings, authority, owner, statement
):
    await assess(facilitator, hypothesis)
    await assess(colleague, hypothesis)
    await facilitator.post(f"{at(hypothesis)}/reveal")
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(statement)
    me = await person(facilitator)
    with (
        as_application(settings, person=me, authority=authority("ARNia"), is_operator=True) as sql,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        sql.execute(statement)
