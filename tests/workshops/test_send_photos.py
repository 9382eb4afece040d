"""A photo that a tablet sends part by part, over a line that is cut."""

import hashlib
import struct
import zlib
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from tests.conftest import ORIGIN, Client
from tests.workshops.photographing import PART, PLACE, completing, digest, parts, picture, send_part, take


@pytest.fixture(scope="module")
def large() -> bytes:
    """A photo of several parts."""
    content = picture(1600, 1200, quality=70)
    assert 4 < len(parts(content)) < 32
    return content


async def kept(client, address, **more):
    answer = await client.get(address, params=more)
    assert answer.status_code == 200, answer.text
    return answer


async def test_it_keeps_a_photo_and_echoes_its_hash(facilitator, day, large, owner):
    address, answer = await take(facilitator, day, large, is_blurred=True)
    assert (answer.status_code, answer.headers["x-terrain"]) == (200, "1")
    assert answer.json() == {"id": address.rpartition("/")[2], "hash": hashlib.sha256(large).hexdigest()}
    [one] = (await facilitator.get(f"{day}/photos")).json()["items"]
    assert (one["caption"], one["is_blurred"]) == ("Le registre des demandes", True)
    assert (one["width"], one["height"]) == (1600, 1200)
    shown = await kept(facilitator, address)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "private, no-cache"
    assert len(shown.content) == one["size"]
    assert Image.open(BytesIO(shown.content)).size == (1600, 1200)
    assert owner.execute("select count(*) from photo_part").fetchone() == (0,)
    note = (await facilitator.get(f"{day}/overview")).json()["captures"][0]["body"]
    assert (note["id"], note["kind"], note["text"]) == (one["id"], "photo", one["caption"])


async def test_it_goes_on_where_the_line_was_cut(facilitator, day, large):
    address, told = f"{day}/photos/{uuid4()}", completing(large)
    first = await facilitator.post(address, json=told)
    assert (first.status_code, first.json()["code"]) == (409, "parts_missing")
    assert first.json()["missing"] == list(range(told["parts"]))
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["observation"] == 0
    for number in (0, 2, 2):
        await send_part(facilitator, address, number, parts(large)[number])
    left = (await facilitator.post(address, json=told)).json()["missing"]
    assert left == [number for number in range(told["parts"]) if number not in {0, 2}]
    for number in reversed(left):
        await send_part(facilitator, address, number, parts(large)[number])
    assert (await facilitator.post(address, json=told)).status_code == 200
    assert len((await facilitator.get(f"{day}/photos")).json()["items"]) == 1


async def test_it_does_nothing_twice(facilitator, day, owner):
    content = picture()
    address, answer = await take(facilitator, day, content)
    await facilitator.patch(address, json={"caption": "Le cahier"}, headers={"if-match": '"1"'})
    late = await send_part(facilitator, address, 0, content[:PART])
    again = await facilitator.post(address, json=completing(content))
    assert (late.status_code, again.status_code, again.json()) == (200, 200, answer.json())
    [one] = (await facilitator.get(f"{day}/photos")).json()["items"]
    assert one["caption"] == "Le cahier"
    facts = "select count(*) from event where name in ('workshops.photo_kept', 'workshops.observation_noted')"
    assert owner.execute(facts).fetchone() == (2,)
    assert owner.execute("select count(*) from photo_part").fetchone() == (0,)


async def test_it_refuses_another_photo_under_the_same_id(facilitator, day):
    address, _ = await take(facilitator, day)
    other = completing(picture(seed=8))
    answer = await facilitator.post(address, json=other)
    assert (answer.status_code, answer.json()["code"]) == (409, "another_photo")
    answer = await facilitator.post(address, json=completing(picture(), caption="Autre chose"))
    assert (answer.status_code, answer.json()["code"]) == (409, "another_content")


async def test_it_refuses_a_part_that_arrived_damaged(facilitator, day, owner):
    content = picture()[:PART]
    address = f"{day}/photos/{uuid4()}"
    wrong = {"content-digest": digest(content + b"x")}
    answer = await facilitator.put(f"{address}/parts/0", content=content, headers=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "part_damaged")
    assert (await facilitator.put(f"{address}/parts/0", content=content)).status_code == 422
    assert owner.execute("select count(*) from photo_part").fetchone() == (0,)


async def test_it_asks_again_for_parts_that_do_not_make_the_whole(facilitator, day):
    content, other = picture(), picture(seed=8)
    address, told = f"{day}/photos/{uuid4()}", completing(content)
    for number, part in enumerate(parts(other)):
        await send_part(facilitator, address, number, part)
    answer = await facilitator.post(address, json=told)
    assert (answer.json()["code"], answer.json()["missing"]) == ("parts_missing", list(range(told["parts"])))
    for number, part in enumerate(parts(content)):
        await send_part(facilitator, address, number, part)
    assert (await facilitator.post(address, json=told)).status_code == 200


async def test_it_refuses_what_is_too_large(facilitator, day, owner):
    address = f"{day}/photos/{uuid4()}"
    heavy = b"\xff" * (PART + 1)
    answer = await send_part(facilitator, address, 0, heavy)
    assert (answer.status_code, answer.json()["code"]) == (413, "part_too_large")
    assert (await send_part(facilitator, address, 32, b"\xff")).status_code == 422
    assert (await facilitator.post(address, json=completing(b"", parts=33))).status_code == 422
    owner.execute(
        "insert into photo_part select w.id, gen_random_uuid(), 0, w.authority_id, '\\x01', now()"
        " from workshop w, generate_series(1, 640)"
    )
    answer = await send_part(facilitator, address, 0, b"\xff")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_photos")


def bomb(width=40_000, height=40_000):
    """A PNG of a few bytes that says it has more points than memory holds."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9999))
        + chunk(b"IEND", b"")
    )


def drawn(form):
    written = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(written, form)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "not_a_picture"),
        (bomb(9_000, 9_000), "picture_too_wide"),
        (drawn("GIF"), "not_a_picture"),
        (drawn("TIFF"), "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (picture()[:9_000], "not_a_picture"),
    ],
)  # fmt: skip
async def test_it_refuses_what_is_no_picture_whatever_it_says(facilitator, day, owner, content, code):
    address, answer = await take(facilitator, day, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await facilitator.get(address)).status_code == 404
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["observation"] == 0
    assert owner.execute("select count(*) from photo").fetchone() == (0,)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_it_keeps_no_word_of_where_and_by_what_it_was_taken(facilitator, day, form, owner):
    content = picture(200, 100, form=form) + b"<?php trailing ?>"
    assert PLACE in content
    address, answer = await take(facilitator, day, content)
    assert answer.status_code == 200, answer.text
    for size in ("whole", "small"):
        shown = (await kept(facilitator, address, size=size)).content
        assert not any(word in shown for word in (PLACE, b"Camille", b"Exif", b"php"))
        assert dict(Image.open(BytesIO(shown)).getexif()) == {}


async def test_it_turns_a_photo_upright_before_it_forgets_how_it_was_held(facilitator, day):
    await take(facilitator, day, picture(200, 100, seed=6))
    [one] = (await facilitator.get(f"{day}/photos")).json()["items"]
    assert (one["width"], one["height"]) == (100, 200)


async def test_it_gives_a_small_one_for_lists_and_says_when_nothing_changed(facilitator, day, large):
    address, _ = await take(facilitator, day, large)
    small = await kept(facilitator, address, size="small")
    assert Image.open(BytesIO(small.content)).size == (480, 360)
    whole = await kept(facilitator, address)
    assert whole.headers["etag"] != small.headers["etag"]
    again = await facilitator.get(address, headers={"if-none-match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_it_takes_what_was_seen_before_the_day_ended_and_nothing_later(facilitator, day):
    await facilitator.post(f"{day}/opening")
    await facilitator.post(f"{day}/closure")
    _, late = await take(facilitator, day, seen_at="2099-01-01T10:00:00+01:00")
    assert (late.status_code, late.json()["code"]) == (409, "workshop_closed")
    _, early = await take(facilitator, day, seen_at="2026-01-01T10:00:00+01:00")
    assert early.status_code == 200


async def test_it_takes_photos_by_a_tablet_s_grant_and_shows_none(facilitator, day, authority, owner):
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    grant = {"workshop_id": day.rpartition("/")[2], "authority_id": str(authority("Chéroy"))}
    assert (await facilitator.post("/api/identity/v1/device-grants", json=grant)).status_code == 201
    assert (await facilitator.delete("/api/identity/v1/sessions/current")).status_code == 204
    address, answer = await take(facilitator, day, person_id=me)
    assert answer.status_code == 200, answer.text
    assert owner.execute("select created_by::text from photo").fetchone() == (me,)
    _, foreign = await take(facilitator, day, picture(seed=8), person_id=str(uuid4()))
    assert (foreign.status_code, foreign.json()["code"]) == (409, "another_person")
    cookie = next(one for one in facilitator.cookies.jar if "tablet" in one.name)
    headers = {"cookie": f"{cookie.name}={cookie.value}", "origin": ORIGIN, "sec-fetch-site": "same-origin"}
    async with Client(transport=facilitator._transport, base_url=ORIGIN, headers=headers) as thief:
        assert (await thief.get(address)).status_code == 403
        assert (await thief.get(f"{day}/photos")).status_code == 401
        assert (await thief.delete(address)).status_code == 403
        assert (
            await thief.patch(address, json={"caption": "x"}, headers={"if-match": '"1"'})
        ).status_code == 403
        assert (await thief.post(f"{address}/restoration")).status_code == 401
        other = address.replace(grant["workshop_id"], str(uuid4()))
        assert (await thief.post(other, json=completing(picture()))).status_code == 401
