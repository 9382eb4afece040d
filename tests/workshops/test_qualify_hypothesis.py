"""From one's own draft to an agreed result: what surrounds the blind assessments."""

from uuid import uuid4

import psycopg
import pytest

from tests.workshops.deciding import CRITERIA, REASON, as_application, assess, at, draft, verdict


@pytest.fixture
async def hypothesis(facilitator, day, authority):
    return await draft(facilitator, day, authority("Chéroy"))


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("facilitator", at="ARNia", name="Collègue")


@pytest.fixture
async def revealed(facilitator, colleague, hypothesis):
    await assess(facilitator, hypothesis)
    await assess(colleague, hypothesis, "confirmed", "undetermined", "confirmed")
    assert (await facilitator.post(f"{at(hypothesis)}/reveal")).status_code == 200
    return hypothesis


def whole(hypothesis, said="confirmed"):
    return {criterion: verdict(hypothesis, said) for criterion in CRITERIA}


AGREED = {"verdict": "confirmed", "reason": "Confirmé par le relevé."}


async def state(who, hypothesis):
    return (await who.get(at(hypothesis))).json()["state"]


async def test_it_keeps_a_draft_for_its_author_alone(facilitator, colleague, admin, hypothesis, owner):
    half = {"real": {"verdict": "confirmed"}, "major": {"reason": "Deux fois par jour ?"}}
    kept = await facilitator.put(f"{at(hypothesis)}/assessment-draft", json=half)
    assert (kept.status_code, kept.json()["major"]["reason"]) == (200, "Deux fois par jour ?")
    for other in (colleague, admin):
        seen = (await other.get(f"{at(hypothesis)}/assessment-draft")).json()
        assert (seen["saved_at"], seen["major"]["reason"], seen["is_handed_in"]) == (None, "", False)
    assert owner.execute("select count(*) from assessment").fetchone() == (0,)
    assert await state(facilitator, hypothesis) == "draft"


async def test_it_keeps_one_draft_the_latest(facilitator, hypothesis, owner):
    for words in ("Un", "Deux"):
        await facilitator.put(f"{at(hypothesis)}/assessment-draft", json={"real": {"reason": words}})
    assert owner.execute("select reason from assessment_draft where criterion = 'real'").fetchall() == [
        ("Deux",)
    ]


async def test_it_hides_a_draft_from_raw_sql(facilitator, hypothesis, settings, authority):
    await facilitator.put(f"{at(hypothesis)}/assessment-draft", json={"real": {"reason": REASON}})
    for place, is_operator in (("ARNia", True), ("Chéroy", False)):
        with as_application(
            settings, person=uuid4(), authority=authority(place), is_operator=is_operator
        ) as sql:
            assert sql.execute("select count(*) from assessment_draft").fetchone() == (0,)


async def test_it_hands_in_all_three_at_once_and_forgets_the_draft(facilitator, hypothesis, owner):
    await facilitator.put(f"{at(hypothesis)}/assessment-draft", json={"real": {"reason": "À revoir."}})
    answer = await facilitator.put(f"{at(hypothesis)}/assessments", json=whole(hypothesis))
    assert (answer.status_code, len(answer.json()["items"])) == (200, 3)
    assert owner.execute("select count(*) from assessment_draft").fetchone() == (0,)
    again = (await facilitator.get(f"{at(hypothesis)}/assessment-draft")).json()
    assert (again["saved_at"], again["is_handed_in"], again["real"]["reason"]) == (None, True, REASON)


async def test_it_hands_in_nothing_when_one_criterion_is_wrong(facilitator, hypothesis, owner):
    for wrong in (
        {"reason": " "},
        {"verdict": "oui"},
        {"evidence_ids": []},
        {"evidence_ids": [str(uuid4())]},
    ):
        body = whole(hypothesis)
        body["actionable"] |= wrong
        assert (await facilitator.put(f"{at(hypothesis)}/assessments", json=body)).status_code == 422
    assert (await facilitator.put(f"{at(hypothesis)}/assessments", json={})).status_code == 422
    unknown = {"real": {"evidence_ids": [str(uuid4())]}}
    answer = await facilitator.put(f"{at(hypothesis)}/assessment-draft", json=unknown)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_evidence")
    assert owner.execute("select count(*) from assessment").fetchone() == (0,)
    assert owner.execute("select count(*) from assessment_draft").fetchone() == (0,)


async def test_it_forgets_the_drafts_that_are_left_at_the_reveal(
    facilitator, colleague, champion, hypothesis, owner
):
    await champion.put(f"{at(hypothesis)}/assessment-draft", json={"real": {"reason": "Trop tard."}})
    for one in (facilitator, colleague):
        await one.put(f"{at(hypothesis)}/assessments", json=whole(hypothesis))
    await facilitator.post(f"{at(hypothesis)}/reveal")
    assert owner.execute("select count(*) from assessment_draft").fetchone() == (0,)
    late = await champion.put(f"{at(hypothesis)}/assessment-draft", json={})
    assert (late.status_code, late.json()["code"]) == (409, "assessments_revealed")


async def test_it_counts_the_signs(facilitator, day, authority, owner):
    task = (await facilitator.post(f"{day}/tasks", json={"label": "Enregistrer", "agents": 3})).json()
    notes = [
        ("observation", "observations", {"text": "Trois appels", "kind": "fact"}),
        ("observation", "observations", {"text": "« Encore ! »", "kind": "verbatim"}),
        ("pain_point", "pain-points", {
            "statement": "Triple saisie", "theme": "citizens", "severity": 4, "workaround": "Un tableau",
            "times": 6, "per": "week", "minutes": 10, "task_id": task["id"],
        }),
        ("wish", "wishes", {"text": "Ne saisir qu’une fois"}),
    ]  # fmt: skip
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    for kind, noun, body in notes:
        made = (await facilitator.post(f"{day}/{noun}", json=body)).json()
        piece = {"capture_kind": kind, "capture_id": made["id"]}
        await facilitator.post(f"{at(hypothesis)}/evidence", json=piece)
    await facilitator.post(
        f"{at(hypothesis)}/evidence", json={"capture_kind": "task", "capture_id": task["id"]}
    )
    signs = (await facilitator.get(f"{at(hypothesis)}/signs")).json()
    enrolled = owner.execute("select count(distinct authority_id) from programme_authority").fetchone()[0]
    assert signs == {
        "observations": 2, "seen": 1, "agents": 3, "workarounds": 1, "severity": 4, "wishes": 1, "authorities": 1,
        "expected": {"observations": 2, "agents": 3, "seen": 1, "severity": 4},
        "enrolled": enrolled, "hours_lost": {"low": 34.7, "typical": 52.0, "high": 69.3, "grade": "declared"},
    }  # fmt: skip
    assert (await facilitator.get(at(hypothesis))).json()["hours_lost"]["typical"] == 52.0


async def test_it_counts_once_the_hours_of_pain_points_brought_together(
    facilitator, champion, day, authority, owner
):
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    pains = []
    for minutes in (10, 20):
        pain = {
            "statement": f"Saisie de {minutes} minutes",
            "theme": "mail",
            "severity": 3,
            "times": 6,
            "per": "week",
        }
        made = (await facilitator.post(f"{day}/pain-points", json=pain | {"minutes": minutes})).json()
        pains.append(made["id"])
        piece = {"capture_kind": "pain_point", "capture_id": made["id"]}
        await facilitator.post(f"{at(hypothesis)}/evidence", json=piece)

    async def hours():
        told = {
            (await who.get(at(hypothesis))).json()["hours_lost"]["typical"] for who in (facilitator, champion)
        }
        assert len(told) == 1  # the authority's contact reads no merge, and reads the same hours
        return told.pop()

    assert await hours() == 156.0
    merge = {"duplicate_id": pains[0], "kept_id": pains[1]}
    merged = (await facilitator.post("/api/workshops/v1/merges", json=merge)).json()
    assert await hours() == 104.0
    await facilitator.delete(f"/api/workshops/v1/merges/{merged['id']}")
    assert await hours() == 156.0


async def test_it_discusses_nothing_before_the_reveal(facilitator, hypothesis, owner):
    await facilitator.put(f"{at(hypothesis)}/assessments", json=whole(hypothesis))
    said = await facilitator.post(f"{at(hypothesis)}/comments", json={"criterion": "real", "text": "Alors ?"})
    closed = await facilitator.post(f"{at(hypothesis)}/results/real", json=AGREED)
    assert [(one.status_code, one.json()["code"]) for one in (said, closed)] == [(409, "not_revealed")] * 2
    for statement in (
        "insert into criterion_comment select gen_random_uuid(), id, authority_id, 'real', 'x', id, 'x', now() from hypothesis",
        "insert into criterion_result select gen_random_uuid(), id, authority_id, 'real', 'confirmed', 'x', now(), id, 'x'"
        " from hypothesis",
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement)


async def test_it_keeps_every_word_of_the_discussion(facilitator, champion, revealed, owner):
    for who, text in ((facilitator, "Un jour d’affluence ?"), (champion, "Non, un jour ordinaire.")):
        answer = await who.post(f"{at(revealed)}/comments", json={"criterion": "major", "text": text})
        assert (answer.status_code, answer.json()["text"]) == (201, text)
    shown = (await champion.get(f"{at(revealed)}/qualification")).json()
    assert [one["text"] for one in shown["comments"]] == ["Un jour d’affluence ?", "Non, un jour ordinaire."]
    assert shown["comments"][1]["author_name"] == "champion Chéroy"
    for statement in ("update criterion_comment set text = 'x'", "delete from criterion_comment"):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement)
    facts = owner.execute("select body from event where name = 'workshops.criterion_discussed'").fetchall()
    assert facts == [({"hypothesis_id": revealed["id"], "criterion": "major"},)] * 2


async def test_it_qualifies_by_the_result_that_was_agreed(facilitator, champion, revealed, owner):
    assert await state(facilitator, revealed) == "under_test"
    closed = await facilitator.post(f"{at(revealed)}/results/major", json=AGREED)
    assert (closed.status_code, closed.json()["closed_by_name"]) == (201, "facilitator ARNia")
    assert await state(facilitator, revealed) == "qualified"
    late = await champion.post(
        f"{at(revealed)}/comments", json={"criterion": "major", "text": "Encore un mot"}
    )
    twice = await champion.post(f"{at(revealed)}/results/major", json=AGREED)
    assert [one.json()["code"] for one in (late, twice)] == ["criterion_closed"] * 2
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("update criterion_result set verdict = 'refuted'")


async def test_it_loses_what_was_agreed_to_be_refuted(facilitator, revealed):
    await facilitator.post(f"{at(revealed)}/results/major", json=AGREED)
    await facilitator.post(f"{at(revealed)}/results/real", json={**AGREED, "verdict": "refuted"})
    assert await state(facilitator, revealed) == "under_test"


async def test_it_reopens_a_criterion_and_keeps_its_history(facilitator, revealed, owner):
    result = f"{at(revealed)}/results/major"
    assert (await facilitator.delete(result)).status_code == 404
    await facilitator.post(result, json=AGREED)
    assert (await facilitator.delete(result)).status_code == 204
    assert await state(facilitator, revealed) == "under_test"
    again = await facilitator.post(result, json={"verdict": "refuted", "reason": "Une fois par an."})
    assert again.status_code == 201
    results = (await facilitator.get(f"{at(revealed)}/qualification")).json()["results"]
    assert [(one["verdict"], one["reopened_at"] is None) for one in results] == [
        ("confirmed", False),
        ("refuted", True),
    ]
    for statement in (
        "update criterion_result set reopened_at = null, reopened_by = null",
        "delete from criterion_result",
    ):
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement)


async def test_it_changes_no_result_that_was_decided_on(facilitator, decision_maker, revealed, owner):
    await facilitator.post(f"{at(revealed)}/results/major", json=AGREED)
    body = {"outcome": "frugal", "rung": 0, "rationale": "Une saisie suffit."}
    decision = (await facilitator.post(f"{at(revealed)}/decisions", json=body)).json()
    address = f"/api/workshops/v1/decisions/{decision['id']}/signature"
    signed = await decision_maker.post(address, json={"content_hash": decision["content_hash"]})
    assert signed.status_code == 200
    reopened = await facilitator.delete(f"{at(revealed)}/results/major")
    other = await facilitator.post(f"{at(revealed)}/results/real", json=AGREED)
    assert [one.json()["code"] for one in (reopened, other)] == ["already_decided"] * 2
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("update criterion_result set reopened_at = now(), reopened_by = closed_by")


async def test_it_is_for_the_team_and_the_champion(agent, decision_maker, stranger, admin, visitor, revealed):
    said, closed = {"criterion": "real", "text": "Un mot"}, f"{at(revealed)}/results/real"
    for who, status in ((agent, 403), (decision_maker, 403)):
        assert (await who.post(f"{at(revealed)}/comments", json=said)).status_code == status
        assert (await who.post(closed, json=AGREED)).status_code == status
        assert (await who.delete(closed)).status_code == status
        assert (await who.get(f"{at(revealed)}/assessment-draft")).status_code == status
        assert (await who.get(f"{at(revealed)}/qualification")).status_code == 200
    for noun in ("qualification", "signs"):
        assert (await stranger.get(f"{at(revealed)}/{noun}")).status_code == 404
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Robot", "role": "admin"})).json()["key"]
    robot = {"authorization": f"Bearer {key}"}
    for method, path, body in (
        ("POST", "comments", said),
        ("POST", "results/real", AGREED),
        ("PUT", "assessment-draft", {}),
    ):
        answer = await visitor.request(method, f"{at(revealed)}/{path}", json=body, headers=robot)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_a_person"), path


async def test_it_refuses_empty_words(facilitator, revealed, owner):
    for path, body in (
        ("comments", {"criterion": "real", "text": " \n"}),
        ("comments", {"criterion": "beau", "text": "Un mot"}),
        ("results/real", {"verdict": "confirmed", "reason": ""}),
        ("results/real", {"verdict": "peut-être", "reason": "x"}),
        ("comments", {"criterion": "real", "text": "nul \x00"}),
        ("results/real", {"verdict": "confirmed", "reason": "nul \x00"}),
    ):
        assert (await facilitator.post(f"{at(revealed)}/{path}", json=body)).status_code == 422, body
    for table in ("criterion_comment", "criterion_result"):
        assert owner.execute(f"select count(*) from {table}").fetchone() == (0,)
