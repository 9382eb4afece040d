"""Photos in files: those that may be shown when the file is made, and no others."""

import csv
import hashlib
import io
import zipfile
from uuid import UUID

import pytest
from lxml import etree

from services.kit.db import PLATFORM, session_for
from services.workshops import frozen_photos
from tests.workshops.photographing import PLACE, picture, take
from tests.workshops.test_show_photos import participant, say  # noqa: F401  a fixture, and how somebody consents
from tests.workshops.test_write_exports import NAMES, SCHEMA

ROOM = "/api/workshops/v1"


async def freeze(facilitator, programme):
    made = await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})
    assert made.status_code == 201, made.text
    return f"{ROOM}/snapshots/{made.json()['id']}"


async def archive(client, frozen, form="qdpx"):
    """Give an archive, once it has been given twice with the same bytes."""
    first, second = [(await client.get(f"{frozen}/files/{form}")).content for _ in range(2)]
    assert first == second
    return zipfile.ZipFile(io.BytesIO(first))


def jpegs(files):
    return [files.read(name) for name in files.namelist() if name.endswith(".jpg")]


async def show_somebody(client, day, who, **more):
    """Take a photo of somebody who agreed, and say that it may be read by all who read notes."""
    address, taken = await take(client, day, participant_id=who, **more)
    assert taken.status_code == 200, taken.text
    note = f"{ROOM}/observations/{address.rpartition('/')[2]}"
    changed = await client.patch(note, json={"sensitivity": "ordinary"}, headers={"if-match": '"1"'})
    assert changed.status_code == 200, changed.text
    return address


async def test_it_gives_photos_with_their_captions(facilitator, day, programme):
    address, _ = await take(facilitator, day, is_blurred=True, caption="Le registre, « rangé »")
    await take(facilitator, day, picture(seed=9), caption="Camille au guichet", sensitivity="personal")
    kept = (await facilitator.get(f"{address}")).content
    frozen = await freeze(facilitator, programme)

    project = await archive(facilitator, frozen)
    assert jpegs(project) == [kept]
    assert PLACE not in kept
    tree = etree.fromstring(project.read("project.qde"))
    SCHEMA.assertValid(tree)
    [source] = tree.findall(".//q:PictureSource", NAMES)
    assert source.findtext("q:Description", namespaces=NAMES) == "Le registre, « rangé »"
    [case] = [one for one in tree.findall(".//q:Case", NAMES) if one.findall("q:SourceRef", NAMES)]
    assert source.get("guid") in {one.get("targetGUID") for one in case.findall("q:SourceRef", NAMES)}

    photos = await archive(facilitator, frozen, "photos")
    [row] = csv.DictReader(io.StringIO(photos.read("captions.csv").decode(), newline=""))
    assert (row["caption"], row["is_blurred"]) == ("Le registre, « rangé »", "true")
    assert hashlib.sha256(photos.read(row["file"])).hexdigest() == row["sha256"]


async def test_it_forgets_a_photo_whose_consent_was_withdrawn(
    facilitator,
    agent,
    day,
    programme,
    participant,  # noqa: F811
):
    await say(facilitator, participant, "granted")
    await show_somebody(facilitator, day, participant, is_blurred=True)
    await take(facilitator, day, picture(seed=9))
    frozen = await freeze(facilitator, programme)
    assert len(jpegs(await archive(facilitator, frozen))) == 2

    await say(agent, participant, "withdrawn", door="participations")

    assert len(jpegs(await archive(facilitator, frozen))) == 1
    tables = (await facilitator.get(f"{frozen}/files/json")).json()["content"]["tables"]
    assert (len(tables["photos"]), len(tables["observations"])) == (1, 1)


@pytest.mark.parametrize("change", ["photo", "note", "sensitivity"])
async def test_it_forgets_a_photo_that_is_shown_no_more(facilitator, day, programme, owner, change):
    address, _ = await take(facilitator, day)
    note = f"{ROOM}/observations/{address.rpartition('/')[2]}"
    frozen = await freeze(facilitator, programme)
    assert len(jpegs(await archive(facilitator, frozen, "photos"))) == 1

    match change:
        case "photo":
            assert (await facilitator.delete(address)).status_code == 200
        case "note":
            assert (await facilitator.delete(note)).status_code == 200
        case _:
            told = {"sensitivity": "personal"}
            assert (await facilitator.patch(note, json=told, headers={"if-match": '"1"'})).status_code == 200

    assert jpegs(await archive(facilitator, frozen, "photos")) == []
    assert jpegs(await archive(facilitator, frozen)) == []
    asked = "select body->>'notes', body->>'photos' from event where name = 'workshops.snapshot_narrowed'"
    [counts] = owner.execute(asked).fetchall()
    assert [int(count) for count in counts] == [0, 1]


async def test_it_keeps_a_face_back_that_nobody_blurred(facilitator, day, programme, participant):  # noqa: F811
    await say(facilitator, participant, "granted")
    address = await show_somebody(facilitator, day, participant, is_blurred=False)
    assert (await facilitator.get(address)).status_code == 200
    assert jpegs(await archive(facilitator, await freeze(facilitator, programme))) == []


async def test_it_gives_small_pictures_of_what_weighs_too_much(facilitator, day, programme, sessions):
    address, _ = await take(facilitator, day, picture(1600, 1200))
    frozen = await freeze(facilitator, programme)
    [row] = (await facilitator.get(f"{frozen}/files/json")).json()["content"]["tables"]["photos"]
    small = (await facilitator.get(f"{address}", params={"size": "small"})).content
    async with session_for(sessions, PLATFORM) as session:
        found = await frozen_photos.pictures(session, [{**row, "size": frozen_photos.WHOLE_BYTES + 1}])
    assert found == {str(UUID(address.rpartition("/")[2])): small}
