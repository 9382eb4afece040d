"""Somebody met on the day reads its notes and proposes other words; the project team chooses."""

import re

import pytest

from tests.workshops.reviewing import ROOM, noted, read

SAID = "Je recopie tout le registre"


@pytest.fixture
async def mine(agent, facilitator, day):
    """The agent's own participation, with consent for their words and what they do."""
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    new = {"job_family": "secrétariat", "person_id": me}
    one = (await facilitator.post(f"{day}/participants", json=new)).json()
    for purpose in ("notes", "verbatim"):
        await say(agent, one, purpose, "granted")
    return one


@pytest.fixture
async def verbatim(facilitator, day, mine):
    """What the agent said."""
    return await noted(facilitator, day, "observation", kind="verbatim", text=SAID, participant_id=mine["id"])


async def say(client, one, purpose, act):
    word = {"purpose": purpose, "act": act}
    answer = await client.post(f"{ROOM}/participations/{one['id']}/consents", json=word)
    assert answer.status_code == 201, answer.text


async def own(client, one):
    answer = await client.get(f"{ROOM}/participations/{one['id']}/notes")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def suggest(client, one, note, words, **more):
    body = {"kind": "observation", "capture_id": note["id"], "version": 1, "words": words, **more}
    return await client.post(f"{ROOM}/participations/{one['id']}/suggestions", json=body)


async def test_it_shows_a_person_their_own_words_and_nobody_else_s(agent, facilitator, day, mine, verbatim):
    await noted(facilitator, day, "observation", kind="verbatim", text="Les mots d’une autre")
    wish = await noted(facilitator, day)
    assert [(one["words"], one["is_own"]) for one in await own(agent, mine)] == [
        (SAID, True), (wish["text"], False),
    ]  # fmt: skip


async def test_it_hides_their_words_once_they_withdraw(agent, mine, verbatim):
    await say(agent, mine, "verbatim", "withdrawn")
    assert await own(agent, mine) == []
    assert (await suggest(agent, mine, verbatim, "Autre chose")).status_code == 422


async def test_it_changes_nothing_until_the_team_chooses(agent, facilitator, day, mine, verbatim):
    assert (await suggest(agent, mine, verbatim, "Je recopie la moitié")).status_code == 201
    answer = await suggest(agent, mine, verbatim, "Je recopie un tiers")  # instead of the first
    assert answer.json()["proposed"] == "Je recopie un tiers"
    assert (await read(facilitator, verbatim, "observation"))["text"] == SAID
    waiting = (await facilitator.get(f"{day}/candidates")).json()["items"]
    assert [one["fields"] for one in waiting] == [
        [{"name": "text", "kept": SAID, "proposed": "Je recopie un tiers"}]
    ]
    settled = f"{ROOM}/candidates/{waiting[0]['id']}/settlement"
    await facilitator.post(settled, json={"take": True}, headers={"if-match": '"1"'})
    assert (await read(facilitator, verbatim, "observation"))["text"] == "Je recopie un tiers"
    assert [one["proposed"] for one in await own(agent, mine)] == [None]


@pytest.mark.parametrize(
    ("words", "more", "status"),
    [
        ("", {}, 422), (SAID, {}, 422), ("Autre chose", {"version": 7}, 409), ("Autre\0chose", {}, 422),
        ("Autre chose", {"kind": "wish"}, 422),
    ],
)  # fmt: skip
async def test_it_refuses_what_is_no_suggestion(agent, facilitator, day, mine, verbatim, words, more, status):
    assert (await suggest(agent, mine, verbatim, words, **more)).status_code == status
    assert (await facilitator.get(f"{day}/candidates")).json()["items"] == []


async def test_it_is_for_that_person_alone(sign_in, stranger, facilitator, mine, verbatim):
    other = await sign_in("agent", at="Chéroy", name="Une autre agente")
    for client in (other, stranger, facilitator):
        assert (await client.get(f"{ROOM}/participations/{mine['id']}/notes")).status_code == 404
        assert (await suggest(client, mine, verbatim, "Autre chose")).status_code == 404


async def test_it_proposes_on_a_page(agent, day, mine, verbatim):
    here = f"/ateliers/{day.rpartition('/')[2]}/mes-notes"
    page = (await agent.get(here, headers={"accept": "text/html"})).text
    assert SAID in page
    assert "vous concerne" in page
    sent = {"kind": "observation", "note": verbatim["id"], "version": "1"}
    answer = await agent.post(here, data=sent | {"words": ""})
    assert answer.status_code == 422
    assert (await agent.post(here, data=sent | {"words": "Je recopie un tiers"})).status_code == 303
    page = re.sub(r"\s+", " ", (await agent.get(here, headers={"accept": "text/html"})).text)
    assert '<span class="kept">Je recopie un tiers</span>' in page


async def test_it_has_no_page_for_who_was_not_met(champion, day):
    here = f"/ateliers/{day.rpartition('/')[2]}/mes-notes"
    assert (await champion.get(here, headers={"accept": "text/html"})).status_code == 404
