"""Photos on the pages of a day: beside their notes, in the review, in the debrief."""

import re

import pytest

from tests.workshops.photographing import picture, take

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"
CAPTION = "Le registre des demandes"


@pytest.fixture
async def day(facilitator, owner, authority):
    """The address of a day planned in Chéroy."""
    programme = str(owner.execute("select id from programme").fetchone()[0])
    new = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    return "/ateliers/" + (await facilitator.post(f"{ROOM}/workshops", json=new)).json()["id"]


@pytest.fixture
async def photo(facilitator, day):
    """The id of a photo of the day."""
    address, answer = await take(facilitator, ROOM + day.replace("ateliers", "workshops"), caption=CAPTION)
    assert answer.status_code == 200, answer.text
    return address.rpartition("/")[2]


async def read(client, address):
    answer = await client.get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def image(page):
    """Give the address of the picture that the page shows with its caption."""
    found = re.search(rf'<img src="([^"]+)" alt="{CAPTION}" width="480" height="360"', page)
    return found and found[1]


async def test_it_shows_a_photo_with_its_caption_wherever_its_note_is_read(facilitator, agent, day, photo):
    pages = [day, f"{day}?nature=observations", f"{day}/relecture?note={photo}", f"{day}/restitution"]
    for address in pages:
        shown = image(await read(facilitator, address))
        assert shown, address
        assert (await facilitator.get(shown)).headers["content-type"] == "image/jpeg"
    shown = image(await read(agent, day))
    assert (await agent.get(shown)).status_code == 200
    assert "Retirer la photo" not in await read(agent, day)


async def test_it_takes_a_photo_out_and_puts_it_back(facilitator, agent, day, photo):
    for review, place in (("", f"{day}#note-{photo}"), ("true", f"{day}/relecture?note={photo}")):
        form = {"review": review} if review else {}
        answer = await facilitator.post(f"{day}/photos/{photo}/retrait", data=form)
        assert (answer.status_code, answer.headers["location"].replace("/#", "#")) == (303, place)
        page = await read(facilitator, day)
        assert "Sa photo a été retirée." in page
        assert not image(page)
        assert CAPTION in page
        assert not image(await read(facilitator, f"{day}/restitution"))
        assert "Sa photo a été retirée." not in await read(agent, day)
        await facilitator.post(f"{day}/photos/{photo}/retablissement", data=form)
        assert image(await read(facilitator, day))
    assert (await agent.post(f"{day}/photos/{photo}/retrait")).status_code == 403


async def test_it_tells_in_the_debrief_only_what_may_be_told(facilitator, day, photo):
    api = ROOM + day.replace("ateliers", "workshops")
    secret, _ = await take(
        facilitator, api, picture(seed=8), caption="Un dossier ouvert", sensitivity="personal"
    )
    told = (await facilitator.get(f"{api}/debrief")).json()
    assert [one["id"] for one in told["photos"]] == [photo]
    assert (told["seen"], told["kept_back"]) == ([], 1)
    small = len((await facilitator.get(f"{api}/debrief/file")).content)
    await facilitator.delete(f"{api}/photos/{photo}")
    assert len((await facilitator.get(f"{api}/debrief/file")).content) < small - 5_000
    told = (await facilitator.get(f"{api}/debrief")).json()
    assert (told["photos"], told["seen"]) == ([], [CAPTION])
    assert "Un dossier ouvert" not in await read(facilitator, f"{day}/restitution")
    assert secret.rpartition("/")[2] in await read(facilitator, day)
