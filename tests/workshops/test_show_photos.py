"""Who sees a photo, until when, and what is left of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.kit.db import PLATFORM, Context, now, session_for
from services.workshops import retention
from tests.workshops.photographing import completing, picture, take

ROOM = "/api/workshops/v1"


@pytest.fixture
async def participant(facilitator, agent, day):
    """Somebody of Chéroy, met on the day, who has an account."""
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    answer = await facilitator.post(f"{day}/participants", json={"job_family": "accueil", "person_id": me})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def say(client, participant, act, *, purpose="photo", door="participants"):
    answer = await client.post(f"{ROOM}/{door}/{participant}/consents", json={"purpose": purpose, "act": act})
    assert answer.status_code == 201, answer.text


async def listed(client, day):
    return [one["id"] for one in (await client.get(f"{day}/photos")).json()["items"]]


async def purge(sessions, owner, days):
    owner.execute("update photo set removed_at = removed_at - interval '1 day' * %s", [days])
    async with session_for(sessions, PLATFORM) as session, session.begin():
        await retention.purge(session, before=now() - timedelta(days=30))


async def test_it_keeps_nobody_s_face_before_they_were_asked(facilitator, day, participant, owner):
    await say(facilitator, participant, "granted", purpose="notes")
    _, asked = await take(facilitator, day, participant_id=participant)
    assert (asked.status_code, asked.json()["code"]) == (409, "consent_missing")
    await say(facilitator, participant, "refused")
    _, refused = await take(facilitator, day, participant_id=participant)
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_withdrawn")
    _, unknown = await take(facilitator, day, participant_id=str(uuid4()))
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/participant_id")
    assert owner.execute("select count(*) from photo").fetchone() == (0,)


async def test_it_hides_a_photo_at_the_next_request_after_a_withdrawal(facilitator, agent, day, participant):
    await say(facilitator, participant, "granted")
    content = picture()
    address, _ = await take(facilitator, day, content, participant_id=participant)
    etag = (await facilitator.get(address)).headers["etag"]
    assert len(await listed(facilitator, day)) == 1

    await say(agent, participant, "withdrawn", door="participations")

    assert await listed(facilitator, day) == []
    for headers in ({}, {"if-none-match": etag}):
        assert (await facilitator.get(address, headers=headers)).status_code == 404
    assert (await facilitator.delete(address)).status_code == 404
    told = completing(content, participant_id=participant)
    assert (await facilitator.post(address, json=told)).json()["code"] == "consent_withdrawn"
    await say(facilitator, participant, "granted")
    assert (await facilitator.get(address)).status_code == 200


async def test_it_never_shows_under_a_consent_for_something_else(facilitator, day, participant):
    for purpose in ("notes", "photo"):
        await say(facilitator, participant, "granted", purpose=purpose)
    address, _ = await take(facilitator, day, participant_id=participant)
    note = f"{ROOM}/observations/{address.rpartition('/')[2]}"
    changed = await facilitator.patch(note, json={"kind": "fact"}, headers={"if-match": '"1"'})
    assert changed.status_code == 200
    await say(facilitator, participant, "withdrawn")
    assert (await facilitator.get(note)).status_code == 200
    assert (await facilitator.get(address)).status_code == 404
    assert await listed(facilitator, day) == []


async def test_it_opens_to_each_role_as_notes_do(
    facilitator, champion, agent, decision_maker, stranger, day, participant
):
    await say(facilitator, participant, "granted")
    plain, _ = await take(facilitator, day)
    face, _ = await take(facilitator, day, picture(seed=8), participant_id=participant)
    secret, _ = await take(facilitator, day, picture(seed=9), sensitivity="confidential")
    everybody = [one.rpartition("/")[2] for one in (plain, face, secret)]
    for client in (facilitator, champion):
        assert sorted(await listed(client, day)) == sorted(everybody)
        assert [(await client.get(one)).status_code for one in (plain, face, secret)] == [200] * 3
    assert await listed(agent, day) == everybody[:1]
    assert [(await agent.get(one)).status_code for one in (plain, face, secret)] == [200, 404, 404]
    assert await listed(decision_maker, day) == []
    assert (await decision_maker.get(plain)).status_code == 403
    assert {(await stranger.get(one)).status_code for one in (plain, face, f"{day}/photos")} == {404}
    for client in (agent, champion):
        assert (await client.delete(plain)).status_code == 403


async def test_it_changes_the_caption_of_the_version_that_was_read(facilitator, day):
    address, _ = await take(facilitator, day)
    assert (await facilitator.patch(address, json={"caption": "Le cahier"})).status_code == 428
    done = await facilitator.patch(address, json={"caption": "Le cahier"}, headers={"if-match": '"1"'})
    assert (done.status_code, done.json()["caption"], done.headers["etag"]) == (200, "Le cahier", '"2"')
    again = await facilitator.patch(address, json={"caption": "Un cahier"}, headers={"if-match": '"1"'})
    assert again.status_code == 412
    empty = await facilitator.patch(address, json={"caption": "  "}, headers={"if-match": '"2"'})
    assert empty.status_code == 422
    elsewhere = address.replace(day.rpartition("/")[2], str(uuid4()))
    assert (await facilitator.get(elsewhere)).status_code == 404


async def test_it_is_removed_and_restored(facilitator, agent, day):
    address, _ = await take(facilitator, day)
    assert (await facilitator.delete(address)).json()["removed_at"] is not None
    assert (await facilitator.get(address)).status_code == 404
    assert (len(await listed(facilitator, day)), len(await listed(agent, day))) == (1, 0)
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["observation"] == 1
    restored = await facilitator.post(f"{address}/restoration")
    assert (restored.status_code, restored.json()["removed_at"]) == (201, None)
    assert (await facilitator.get(address)).status_code == 200


async def test_it_goes_with_its_note_and_comes_back_with_it(facilitator, day):
    address, _ = await take(facilitator, day)
    note = f"{ROOM}/observations/{address.rpartition('/')[2]}"
    await facilitator.delete(note)
    assert ((await facilitator.get(address)).status_code, await listed(facilitator, day)) == (404, [])
    await facilitator.post(f"{note}/restoration")
    assert (await facilitator.get(address)).status_code == 200


async def test_it_erases_the_bytes_of_a_removed_photo_after_its_days_and_takes_it_back_from_nobody(
    facilitator, day, owner, sessions
):
    content = picture()
    address, answer = await take(facilitator, day, content)
    await facilitator.delete(address)
    await purge(sessions, owner, 29)
    assert owner.execute("select count(*) from photo_file").fetchone() == (1,)
    await purge(sessions, owner, 2)
    assert owner.execute("select count(*) from photo_file").fetchone() == (0,)
    assert (await facilitator.post(f"{address}/restoration")).status_code == 404
    again = await facilitator.post(address, json=completing(content))
    assert (again.status_code, again.json()) == (200, answer.json())
    assert owner.execute("select count(*) from photo_file").fetchone() == (0,)
    assert await listed(facilitator, day) == []


async def test_it_erases_what_a_participant_withdrew_once_the_days_are_over(
    facilitator, day, participant, owner, sessions
):
    await say(facilitator, participant, "granted")
    await take(facilitator, day, participant_id=participant)
    await take(facilitator, day, picture(seed=8))
    await say(facilitator, participant, "withdrawn")
    await purge(sessions, owner, 0)
    assert owner.execute("select count(*) from photo_file").fetchone() == (2,)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        await retention.purge(session, before=now() + timedelta(seconds=1))
    assert owner.execute("select count(*) from photo_file").fetchone() == (1,)
    assert owner.execute("select count(*) from photo where erased_at is not null").fetchone() == (1,)


async def test_it_forgets_parts_that_never_became_a_photo(facilitator, day, owner, sessions):
    await facilitator.post(f"{day}/opening")
    for age in ("2 days", "4 days"):
        owner.execute(
            "insert into photo_part select w.id, gen_random_uuid(), 0, w.authority_id, '\\x01', now() - %s::interval"
            " from workshop w",
            [age],
        )
    await purge(sessions, owner, 0)
    assert owner.execute("select count(*) from photo_part").fetchone() == (1,)


async def test_it_is_erased_with_the_person_it_shows(facilitator, admin, agent, day, participant, owner):
    await say(facilitator, participant, "granted")
    await take(facilitator, day, participant_id=participant)
    await take(facilitator, day, picture(seed=8))
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    await admin.post(f"/api/identity/v1/people/{me}/suspension")
    erased = await admin.delete(f"/api/identity/v1/people/{me}")
    assert erased.status_code == 200, erased.text
    assert owner.execute("select count(*) from photo_file").fetchone() == (1,)


async def test_it_is_guarded_by_the_database_itself(facilitator, day, participant, sessions, owner):
    await say(facilitator, participant, "granted")
    await take(facilitator, day, participant_id=participant)
    await say(facilitator, participant, "withdrawn")
    async with session_for(sessions, Context(is_operator=True)) as session:
        for table in ("photo", "photo_file"):
            found = (
                await (await session.connection()).execute(text(f"select count(*) from {table}"))
            ).scalar()
            assert found == 0, table
