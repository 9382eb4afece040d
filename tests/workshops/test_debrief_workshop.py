"""The debrief of a day: what may be told, then told, then validated."""

import pytest

from tests.workshops.reviewing import ROOM, ask, noted

HTML = {"accept": "text/html"}


@pytest.fixture
async def told(facilitator, day):
    """A day with something of each kind, ended."""
    for at, mood, text in (("09:00", -2, "La file d’attente"), ("11:00", 1, "Le dossier est clos")):
        moment = {"text": text, "starts_at": f"2026-11-24T{at}:00+01:00", "mood": mood}
        await facilitator.post(f"{day}/key-moments", json=moment)
    await noted(facilitator, day, "task", label="Saisir", times=6, per="week", minutes=10)
    await noted(facilitator, day, "pain_point", statement="Petite gêne", theme="mail", severity=1)
    await noted(facilitator, day, "pain_point", statement="Gros ennui", theme="mail", severity=4)
    await noted(facilitator, day, "observation", text="Trois appels en dix minutes")
    await noted(facilitator, day, "observation", text="Elle est malade", sensitivity="personal")
    await noted(facilitator, day, "observation", kind="verbatim", text="Je n’en peux plus")
    await noted(facilitator, day, text="Ne saisir qu’une fois")
    await facilitator.post(f"{day}/closure")
    return day


async def debrief(client, day):
    answer = await client.get(f"{day}/debrief")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_tells_what_may_be_told(facilitator, told):
    sheet = await debrief(facilitator, told)
    assert [one["statement"] for one in sheet["pain_points"]] == ["Gros ennui", "Petite gêne"]
    assert [one["mood"] for one in sheet["moments"]] == [-2, 1]
    assert sheet["tasks"][0]["hours"]["typical"] > 0
    assert (sheet["seen"], sheet["quotes"]) == (["Trois appels en dix minutes"], [])
    assert (sheet["kept_back"], sheet["unread"]) == (2, 7)


async def test_it_quotes_who_allowed_it_and_stops_at_once_when_they_withdraw(facilitator, day):
    one = (await facilitator.post(f"{day}/participants", json={"job_family": "secrétariat"})).json()
    word = f"{ROOM}/participants/{one['id']}/consents"
    await facilitator.post(word, json={"purpose": "verbatim", "act": "granted"})
    said = await noted(
        facilitator, day, "observation", kind="verbatim", text="Je recopie", participant_id=one["id"]
    )
    for step in ("review", "anonymisation", "sharing"):
        await ask(
            facilitator,
            said,
            step,
            kind="observation",
            **({"choices": []} if step == "anonymisation" else {}),
        )
    assert (await debrief(facilitator, day))["quotes"] == ["Je recopie"]
    await facilitator.post(word, json={"purpose": "verbatim", "act": "withdrawn"})
    assert (await debrief(facilitator, day))["quotes"] == []


async def test_it_goes_from_ended_to_validated_and_back(facilitator, champion, told):
    async def state():
        return (await facilitator.get(told)).json()["state"]

    assert (await champion.post(f"{told}/validation")).json()["code"] == "not_debriefed"
    seen = [await state()]
    await facilitator.post(f"{told}/debrief")
    seen.append(await state())
    validated = await champion.post(f"{told}/validation")
    assert validated.json()["validated_by"] == (await champion.get("/api/identity/v1/me")).json()["id"]
    seen.append(await state())
    assert (await facilitator.delete(f"{told}/debrief")).json()["code"] == "already_validated"
    assert (await facilitator.delete(f"{told}/closure")).json()["code"] == "debrief_given"
    await champion.delete(f"{told}/validation")
    await facilitator.delete(f"{told}/debrief")
    seen.append(await state())
    assert seen == ["to_review", "debriefed", "validated", "to_review"]


@pytest.mark.parametrize("state", ["to_review", "debriefed", "validated"])
async def test_it_finds_days_by_their_state(facilitator, told, state):
    for step in ("debrief", "validation"):
        if state == "validated" or (state, step) == ("debriefed", "debrief"):
            await facilitator.post(f"{told}/{step}")
    for asked in ("to_review", "debriefed", "validated"):
        found = (await facilitator.get(f"{ROOM}/workshops", params={"state": asked})).json()["items"]
        assert len(found) == (asked == state)


async def test_it_debriefs_a_day_that_has_ended(facilitator, day):
    answer = await facilitator.post(f"{day}/debrief")
    assert (answer.status_code, answer.json()["code"]) == (409, "day_not_ended")


async def test_it_is_told_by_the_team_and_validated_by_the_contact(agent, champion, stranger, told):
    assert (await agent.get(f"{told}/debrief")).status_code == 403
    assert (await champion.post(f"{told}/debrief")).status_code == 403
    assert (await agent.post(f"{told}/validation")).status_code == 403
    assert (await stranger.get(f"{told}/debrief")).status_code in {403, 404}


async def test_it_prints_the_same_sheet_as_a_pdf(facilitator, told):
    first, second = [await facilitator.get(f"{told}/debrief/file", params={"name": "Chéroy"}) for _ in "ab"]
    assert first.status_code == 200, first.text
    assert first.content.startswith(b"%PDF-")
    assert b"pdfuaid" in first.content
    assert first.content == second.content


async def test_it_shows_the_sheet_on_a_page(facilitator, champion, agent, told):
    here = f"/ateliers/{told.rpartition('/')[2]}/restitution"
    page = (await facilitator.get(here, headers=HTML)).text
    assert "<polyline" in page
    assert "9\u00a0h, très pénible" in page
    assert "Je n’en peux plus" not in page
    assert (await facilitator.post(here, data={"what": "debrief"})).status_code == 303
    assert "Restituée" in (await champion.get(here, headers=HTML)).text
    assert (await champion.post(here, data={"what": "validation"})).status_code == 303
    assert "Validée" in (await champion.get(here, headers=HTML)).text
    assert (await champion.get(f"{here}/pdf")).headers["content-type"] == "application/pdf"
    assert (await agent.get(here, headers=HTML)).status_code == 403
