"""A participant's last word holds, at once and everywhere."""

from uuid import uuid4

import psycopg
import pytest

ROOM = "/api/workshops/v1"
SECRET = "Je recopie tout le soir chez moi"


@pytest.fixture
async def participant(facilitator, agent, day):
    """Somebody of Chéroy, met on the day, who has an account."""
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    new = {"job_family": "secrétariat", "service": "état civil", "digital_ease": 3, "person_id": me}
    answer = await facilitator.post(f"{day}/participants", json=new)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def say(client, participant, act, *, purpose="verbatim", door="participants"):
    body = {"purpose": purpose, "act": act}
    return await client.post(f"{ROOM}/{door}/{participant['id']}/consents", json=body)


def quoted(participant, **more):
    return {"kind": "verbatim", "text": SECRET, "participant_id": participant["id"], **more}


async def everything(client, day, note):
    """Whatever a reader could find the words in, as text."""
    pages = [f"{day}/overview", f"{ROOM}/hypotheses", day.replace(ROOM + "/workshops", "/ateliers")]
    answers = [await client.get(address) for address in (*pages, f"{ROOM}/observations/{note}")]
    return " ".join(answer.text for answer in answers)


async def found(client, words):
    """Which notes a search finds."""
    answer = await client.get(f"{ROOM}/search", params={"q": words})
    return [one["id"] for one in answer.json()["items"]]


async def test_it_gives_codes_and_needs_no_name(facilitator, day, participant):
    second = (await facilitator.post(f"{day}/participants", json={"job_family": "accueil"})).json()
    assert (participant["code"], second["code"], second["name"]) == ("P1", "P2", "")
    listed = (await facilitator.get(f"{day}/participants")).json()["items"]
    assert [one["code"] for one in listed] == ["P1", "P2"]


async def test_it_keeps_nothing_before_the_participant_was_asked(facilitator, day, participant, owner):
    answer = await facilitator.post(f"{day}/observations", json=quoted(participant))
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_missing")
    await say(facilitator, participant, "refused")
    answer = await facilitator.post(f"{day}/observations", json=quoted(participant))
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_withdrawn")
    assert owner.execute("select count(*) from observation").fetchone() == (0,)


async def test_it_takes_a_withdrawn_verbatim_out_of_every_place_at_once(
    facilitator, agent, authority, day, participant
):
    await say(facilitator, participant, "granted")
    note = (await facilitator.post(f"{day}/observations", json=quoted(participant))).json()["id"]
    drafted = {
        "title": "Recopie", "authority_id": str(authority("Chéroy")), "who": "l’accueil", "difficulty": "recopie",
        "task": "saisit", "evidence": [{"capture_kind": "observation", "capture_id": note}],
    }  # fmt: skip
    assert (await facilitator.post(f"{ROOM}/hypotheses", json=drafted)).status_code == 201
    assert SECRET in await everything(facilitator, day, note)
    assert await found(facilitator, "recopie") == [note]

    assert (await say(agent, participant, "withdrawn", door="participations")).status_code == 201

    assert SECRET not in await everything(facilitator, day, note)
    assert await found(facilitator, "recopie") == []
    assert (await facilitator.get(f"{ROOM}/observations/{note}")).status_code == 404
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["observation"] == 0
    assert (await facilitator.delete(f"{ROOM}/observations/{note}")).status_code == 404


async def test_it_withdraws_one_purpose_and_leaves_the_others(facilitator, day, participant):
    for purpose in ("notes", "verbatim"):
        await say(facilitator, participant, "granted", purpose=purpose)
    fact = {"text": "Trois appels", "participant_id": participant["id"]}
    await facilitator.post(f"{day}/observations", json=fact)
    await facilitator.post(f"{day}/observations", json=quoted(participant))
    await say(facilitator, participant, "withdrawn")
    captures = (await facilitator.get(f"{day}/overview")).json()["captures"]
    assert [one["body"]["text"] for one in captures] == ["Trois appels"]


async def test_it_refuses_what_a_tablet_sends_late_even_when_it_was_known(
    facilitator, day, participant, owner
):
    await say(facilitator, participant, "granted")
    known, fresh = str(uuid4()), str(uuid4())
    await facilitator.post(f"{day}/observations", json=quoted(participant, id=known))
    await say(facilitator, participant, "withdrawn")
    batch = [{"id": one, "kind": "observation", "body": quoted(participant)} for one in (known, fresh)]
    items = (await facilitator.post(f"{day}/operations", json={"operations": batch})).json()["items"]
    assert [(one["outcome"], one["code"]) for one in items] == [("rejected", "consent_withdrawn")] * 2
    assert owner.execute("select count(*) from observation").fetchone() == (1,)


async def test_it_never_turns_a_note_into_what_was_not_agreed_to(facilitator, day, participant):
    await say(facilitator, participant, "granted", purpose="notes")
    fact = {"text": "Trois appels", "participant_id": participant["id"]}
    note = (await facilitator.post(f"{day}/observations", json=fact)).json()["id"]
    answer = await facilitator.patch(
        f"{ROOM}/observations/{note}", json={"kind": "verbatim"}, headers={"if-match": '"1"'}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_missing")


async def test_it_keeps_every_word_said(facilitator, participant, owner):
    for act in ("granted", "withdrawn", "granted"):
        await say(facilitator, participant, act)
    assert owner.execute("select act from consent order by said_at").fetchall() == [
        ("granted",), ("withdrawn",), ("granted",),
    ]  # fmt: skip
    for statement in ("update consent set act = 'refused'", "delete from consent"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(statement)


async def test_it_is_for_the_team_and_for_the_participant_themselves(
    agent, champion, stranger, day, participant
):
    assert (await agent.get(f"{day}/participants")).status_code == 403
    assert (await champion.get(f"{day}/participants")).status_code == 403
    assert (await say(agent, participant, "granted")).status_code == 403
    assert (await say(champion, participant, "granted", door="participations")).status_code == 404
    assert (await say(stranger, participant, "granted", door="participations")).status_code == 404
    assert (await stranger.get(f"{day}/participants")).status_code in {403, 404}
    own = (await agent.get(f"{ROOM}/participations")).json()["items"]
    assert [one["id"] for one in own] == [participant["id"]]
    assert (await stranger.get(f"{ROOM}/participations")).json()["items"] == []


async def test_it_refuses_a_participant_of_another_day(facilitator, plan, participant):
    other = f"{ROOM}/workshops/{(await plan(at='Lormes'))['id']}"
    answer = await facilitator.post(f"{other}/observations", json=quoted(participant))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/participant_id")
