"""The register of decisions, its figures, and the dossier of one decision."""

import asyncio

import pytest

from tests.workshops.decided import AI, FRUGAL, STOP, decide, in_days, judge
from tests.workshops.deciding import ROOM, assess, at, draft


@pytest.fixture
async def three(facilitator, sign_in, decision_maker, day, authority):
    """An answer by AI, a frugal one and a stop."""
    found = []
    for body in (AI, FRUGAL, STOP):
        hypothesis = await draft(facilitator, day, authority("Chéroy"))
        await judge(facilitator, sign_in, hypothesis)
        found.append(await decide(facilitator, decision_maker, hypothesis, body))
    return found


async def register(who, **query):
    answer = await who.get(f"{ROOM}/decisions", params=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


async def figures(who, **query):
    return (await who.get(f"{ROOM}/decision-figures", params=query)).json()


async def test_it_holds_stops_like_other_results(agent, three):
    items = (await agent.get(f"{ROOM}/decisions")).json()["items"]
    assert [(one["outcome"], one["standing"], one["state"]) for one in items] == [
        ("stop", "in_force", "decided"), ("frugal", "in_force", "decided"), ("ai", "in_force", "decided"),
    ]  # fmt: skip
    assert {one["title"] for one in items} == {"Triple saisie"}


async def test_it_is_filtered(agent, stranger, authority, three):
    ai, frugal, stop = (one["id"] for one in three)
    assert await register(agent, outcome="stop") == [stop]
    assert await register(agent, rung=2) == [frugal]
    assert await register(agent, authority_id=str(authority("Chéroy")), rung=5) == [ai]
    assert await register(agent, since=in_days(1)) == []
    assert await register(agent, since=in_days(-1), until=in_days(1)) == [stop, frugal, ai]
    assert await register(agent, standing="to_sign") == []
    assert await register(stranger) == []
    first = (await agent.get(f"{ROOM}/decisions", params={"limit": 2})).json()
    assert await register(agent, cursor=first["next"]) == [ai]


async def test_it_counts_the_decisions_in_force(agent, stranger, three):
    found = await figures(agent)
    assert (found["in_force"], found["to_sign"], found["days_counted"]) == (3, 0, 3)
    assert {one["outcome"]: one["count"] for one in found["by_outcome"]} == {
        "ai": 1, "frugal": 1, "look_further": 0, "stop": 1,
    }  # fmt: skip
    assert [one["count"] for one in found["by_rung"]] == [0, 0, 1, 0, 0, 1, 0]
    assert found["frugal_share"] == pytest.approx(1 / 3)
    none = await figures(stranger)
    assert (none["in_force"], none["frugal_share"], none["median_days"]) == (0, None, None)


async def test_it_counts_a_revision_once(facilitator, decision_maker, agent, judged):
    first = await decide(facilitator, decision_maker, judged, FRUGAL)
    again = await facilitator.post(f"{at(judged)}/decisions", json={**STOP, "supersedes": first["id"]})
    assert (await figures(agent))["to_sign"] == 1
    assert await register(agent, standing="in_force") == [first["id"]]
    signature = {"content_hash": again.json()["content_hash"]}
    await decision_maker.post(f"{ROOM}/decisions/{again.json()['id']}/signature", json=signature)
    found = await figures(agent)
    assert (found["in_force"], found["frugal_share"]) == (1, 0)
    assert await register(agent, standing="replaced") == [first["id"]]


async def test_it_gathers_what_a_decision_rests_on(decision_maker, facilitator, judged):
    assert (await facilitator.get(at(judged))).json()["state"] == "qualified"
    prepared = (await facilitator.post(f"{at(judged)}/decisions", json=FRUGAL)).json()
    assert (await facilitator.get(at(judged))).json()["state"] == "submitted"
    dossier = (await decision_maker.get(f"{ROOM}/decisions/{prepared['id']}/dossier")).json()
    assert dossier["decision"]["standing"] == "to_sign"
    assert dossier["problem"].startswith("Les agents de l’accueil rencontrent une triple saisie")
    assert dossier["assessors"] == 2
    assert [len(one["reasons"]) for one in dossier["criteria"]] == [2, 2, 2]
    assert (dossier["evidence"]["supporting"], dossier["evidence"]["kinds"]) == (1, {"pain_point": 1})
    assert dossier["evidence"]["hours_lost"] is None
    assert [one["id"] for one in dossier["history"]] == [prepared["id"]]
    assert dossier["next_steps"] == []


async def test_it_adds_up_hours_with_the_least_sure_grade(facilitator, sign_in, day, authority):
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    for grade, minutes in (("measured", 10), ("estimated", 20)):
        noted = {
            "statement": "Recopie", "theme": "citizens", "severity": 2, "times": 1, "per": "week",
            "minutes": minutes, "grade": grade,
        }  # fmt: skip
        pain = (await facilitator.post(f"{day}/pain-points", json=noted)).json()["id"]
        piece = {"capture_kind": "pain_point", "capture_id": pain, "stance": "for"}
        await facilitator.post(f"{at(hypothesis)}/evidence", json=piece)
    await judge(facilitator, sign_in, hypothesis)
    prepared = (await facilitator.post(f"{at(hypothesis)}/decisions", json=STOP)).json()
    found = (await facilitator.get(f"{ROOM}/decisions/{prepared['id']}/dossier")).json()["evidence"]
    assert (found["hours_counted"], found["hours_lost"]["grade"]) == (2, "estimated")
    assert found["hours_lost"]["typical"] == pytest.approx(8.7 + 17.3)
    assert found["hours_lost"]["low"] < found["hours_lost"]["typical"] < found["hours_lost"]["high"]


async def test_it_lets_one_of_two_simultaneous_writers_prepare(facilitator, sign_in, judged, owner):
    colleague = await sign_in("facilitator", at="ARNia", name="Collègue")
    answers = await asyncio.gather(
        *(who.post(f"{at(judged)}/decisions", json=FRUGAL) for who in (facilitator, colleague))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    [late] = [answer.json() for answer in answers if answer.status_code == 409]
    assert late["code"] == "not_latest"
    assert owner.execute("select count(*) from decision").fetchone() == (1,)


async def test_it_lets_one_of_two_simultaneous_signers_sign(
    facilitator, decision_maker, sign_in, judged, owner
):
    other = await sign_in("decision_maker", at="Chéroy", name="Autre élue")
    prepared = (await facilitator.post(f"{at(judged)}/decisions", json=FRUGAL)).json()
    signature = {"content_hash": prepared["content_hash"]}
    one = f"{ROOM}/decisions/{prepared['id']}/signature"
    answers = await asyncio.gather(*(who.post(one, json=signature) for who in (decision_maker, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [kept] = [answer.json() for answer in answers if answer.status_code == 200]
    assert owner.execute("select signed_by::text, signed_name from decision").fetchone() == (
        kept["signed_by"], kept["signed_name"],
    )  # fmt: skip


async def test_it_exports_assessments_and_decisions(facilitator, sign_in, day, authority, owner, three):
    secret = await draft(facilitator, day, authority("Chéroy"))
    await assess(facilitator, secret)
    programme = str(owner.execute("select id from programme").fetchone()[0])
    body = {"programme_id": programme, "authority_id": str(authority("Chéroy"))}
    snapshot = (await facilitator.post(f"{ROOM}/snapshots", json=body)).json()["id"]
    file = (await facilitator.get(f"{ROOM}/snapshots/{snapshot}/files/json")).json()
    tables = file["content"]["tables"]
    assert [(one["outcome"], one["standing"]) for one in tables["decisions"]] == [
        ("ai", "in_force"), ("frugal", "in_force"), ("stop", "in_force"),
    ]  # fmt: skip
    assert tables["decisions"][1]["rejection_1"] == "Les agents sont formés."
    assert tables["decisions"][1]["rejection_2"] == ""
    assert (
        len(tables["assessments"]) == 18
    )  # three hypotheses, two people, three criteria: the secret one stays
    assert {one["assessor"] for one in tables["assessments"]} == {"E1", "E2"}
    assert not {"assessor_id", "signed_by", "prepared_by"} & {name for one in tables["assessments"] + tables["decisions"] for name in one}  # fmt: skip
