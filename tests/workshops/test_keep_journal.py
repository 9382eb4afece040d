"""The journal of a day's notes: who, when, what; any version put back for thirty days, and none after them."""

from datetime import timedelta

import pytest

from services.kit.db import PLATFORM, now, session_for
from services.workshops import retention
from tests.workshops.deciding import draft
from tests.workshops.reviewing import ROOM, ask, noted, read

NAMED = "Mme Durand recopie le registre"
KEPT = "select (select count(*) from capture_revision where capture_id = %(id)s), (select count(*) from wish where id = %(id)s)"


@pytest.fixture
async def note(facilitator, day):
    """A wish, reviewed, its name taken out of it."""
    note = await noted(facilitator, day, text=NAMED)
    await ask(facilitator, note, "review")
    choice = {"start": 0, "end": 10, "role": "[une collègue]"}
    assert (await ask(facilitator, note, "anonymisation", choices=[choice])).status_code == 201
    return note


@pytest.fixture
def later(sessions):
    """Clean as it will be done so many days from now."""

    async def clean(days):
        async with session_for(sessions, PLATFORM) as session, session.begin():
            return await retention.purge(session, before=now() + timedelta(days=days) - timedelta(days=30))

    return clean


async def journal(client, day, **query):
    answer = await client.get(f"{day}/journal", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_tells_who_changed_what_and_when(facilitator, day, note):
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    entries = (await journal(facilitator, day))["items"]
    assert [(one["act"], one["version"], one["by"], one["is_present"]) for one in entries] == [
        ("changed", 2, me, True), ("noted", 1, me, False),
    ]  # fmt: skip
    assert entries[0]["fields"] == [
        {"name": "text", "before": NAMED, "after": "[une collègue] recopie le registre"}
    ]


async def test_it_gives_the_journal_in_pages(facilitator, day, note):
    first = await journal(facilitator, day, limit=1)
    second = await journal(facilitator, day, limit=1, cursor=first["next"])
    assert [page["items"][0]["version"] for page in (first, second)] == [2, 1]
    assert second["next"] is None
    assert (await facilitator.get(f"{day}/journal", params={"cursor": "rien"})).status_code == 400


async def test_it_puts_any_version_back(facilitator, day, note):
    answer = await ask(facilitator, note, "revisions/1/restoration", version=2)
    assert (answer.status_code, answer.json()["state"]) == (201, "raw")  # the name is back: to be read again
    assert (await read(facilitator, note))["text"] == NAMED
    assert (await ask(facilitator, note, "revisions/1/restoration", version=2)).status_code == 412
    assert (await ask(facilitator, note, "revisions/9/restoration", version=3)).status_code == 404


async def test_it_puts_a_removed_note_back(facilitator, day, note):
    await facilitator.delete(f"{ROOM}/wishes/{note['id']}")
    entry = (await journal(facilitator, day))["items"][0]
    assert (entry["act"], entry["is_removed"]) == ("removed", True)
    await ask(facilitator, note, "revisions/2/restoration", version=3)
    assert (await read(facilitator, note))["removed_at"] is None
    acts = [one["act"] for one in (await journal(facilitator, day))["items"]]
    assert acts == ["changed", "restored", "removed", "changed", "noted"]


async def test_it_erases_the_name_once_its_days_are_past(facilitator, owner, day, note, later):
    assert await later(29) == 0
    assert NAMED in (await facilitator.get(f"{day}/journal")).text
    assert await later(31) == 1
    assert NAMED not in (await facilitator.get(f"{day}/journal")).text
    assert owner.execute(KEPT, {"id": note["id"]}).fetchone() == (1, 1)
    assert (await journal(facilitator, day))["items"][0]["act"] == "earlier"
    assert (await ask(facilitator, note, "revisions/1/restoration", version=2)).status_code == 404
    assert (await read(facilitator, note))["text"] == "[une collègue] recopie le registre"


async def test_it_erases_a_removed_note_with_its_history(facilitator, owner, note, later):
    await facilitator.delete(f"{ROOM}/wishes/{note['id']}")
    await later(29)
    assert owner.execute(KEPT, {"id": note["id"]}).fetchone() == (3, 1)
    await later(31)
    assert owner.execute(KEPT, {"id": note["id"]}).fetchone() == (0, 0)
    reviews = "select count(*) from capture_review where capture_id = %s"
    assert owner.execute(reviews, [note["id"]]).fetchone() == (0,)


async def test_it_erases_what_consent_hides_as_well(facilitator, owner, day, later):
    one = (await facilitator.post(f"{day}/participants", json={"job_family": "secrétariat"})).json()
    said = f"{ROOM}/participants/{one['id']}/consents"
    await facilitator.post(said, json={"purpose": "notes", "act": "granted"})
    seen = await noted(facilitator, day, "observation", text=NAMED, participant_id=one["id"])
    changed = {"text": "Une collègue recopie"}
    await facilitator.patch(f"{ROOM}/observations/{seen['id']}", json=changed, headers={"if-match": '"1"'})
    await facilitator.post(said, json={"purpose": "notes", "act": "withdrawn"})
    assert await later(31) == 1
    kept = "select count(*) from capture_revision where capture_id = %s"
    assert owner.execute(kept, [seen["id"]]).fetchone() == (1,)


async def test_it_keeps_a_removed_note_that_a_hypothesis_rests_on(facilitator, owner, day, authority, later):
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    used = hypothesis["evidence"][0]["capture_id"]
    await facilitator.delete(f"{ROOM}/pain-points/{used}")
    await later(31)
    assert owner.execute("select count(*) from pain_point where id = %s", [used]).fetchone() == (1,)


async def test_it_is_read_by_the_project_team(agent, champion, stranger, day, note):
    assert (await agent.get(f"{day}/journal")).status_code == 403
    assert (await champion.get(f"{day}/journal")).status_code == 403
    assert (await stranger.get(f"{day}/journal")).status_code in {403, 404}
