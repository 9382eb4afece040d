"""A secret address opens one's days to a calendar program: nothing else, and only until it is revoked."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st

from services.kit import icalendar

ROOM = "/api/workshops/v1"


def unfolded(text):
    """Read lines as RFC 5545, 3.1, has them: CRLF between, a space begins what goes on, 75 octets at most."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    raw = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in raw)
    lines = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def events(text):
    """Give each event's properties; hold the calendar to what the standard requires."""
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("VERSION:2.0") == 1
    found, inside = [], None
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            inside = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS"} <= {
                name.split(";")[0] for name in inside
            }
            found.append(inside)
            inside = None
        elif inside is not None:
            name, value = line.split(":", 1)
            assert name not in inside
            inside[name] = value
    assert len({one["UID"] for one in found}) == len(found)
    return found


@pytest.fixture
def open_address(visitor):
    """Make somebody's address: `await open_address(client)` gives its path, as a calendar program would ask it."""

    async def ask(client):
        answer = await client.post("/api/identity/v1/calendar-links")
        assert answer.status_code == 201, answer.text
        return urlsplit(answer.json()["address"]).path

    return ask


@pytest.fixture
async def year(facilitator, authority, owner):
    """A workshop in Chéroy, one in Lormes, a training for all; gives the programme's id."""
    programme = owner.execute("select id from programme where name like 'Exp%'").fetchone()[0]
    for name in ("Chéroy", "Lormes"):
        day = {
            "programme_id": str(programme), "authority_id": str(authority(name)), "held_on": "2026-12-03",
            "place": "Mairie; salle « A », 1er étage",
        }  # fmt: skip
        assert (await facilitator.post(f"{ROOM}/workshops", json=day)).status_code == 201
    training = {
        "kind": "training", "label": "Écrire", "held_on": "2027-02-04", "starts_at": "09:30", "ends_at": "12:00",
    }  # fmt: skip
    assert (
        await facilitator.post(f"{ROOM}/programmes/{programme}/gatherings", json=training)
    ).status_code == 201
    return programme


async def test_it_opens_ones_own_days(open_address, visitor, facilitator, champion, stranger, year):
    seen = {}
    for name, client in (("team", facilitator), ("champion", champion), ("stranger", stranger)):
        answer = await visitor.get(f"{await open_address(client)}mes-jours.ics")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        days = events(answer.text)
        seen[name] = [
            one["SUMMARY"]
            for one in days
            if one["DTSTART" if "DTSTART" in one else "DTSTART;VALUE=DATE"] > "2026"
        ]
    assert seen["team"] == [
        "Atelier « vis ma vie » : Chéroy", "Atelier « vis ma vie » : Lormes", "Formation : Écrire",
    ]  # fmt: skip
    assert seen["champion"] == ["Atelier « vis ma vie » : Chéroy", "Formation : Écrire"]
    assert seen["stranger"] == ["Formation : Écrire"]


async def test_it_opens_a_programme_in_utc_with_stable_ids(open_address, visitor, facilitator, year):
    path = f"{await open_address(facilitator)}{year}.ics"
    first, again = [events((await visitor.get(path)).text) for _ in range(2)]
    assert [one["UID"] for one in first] == [one["UID"] for one in again]
    (training,) = [one for one in first if one["SUMMARY"].startswith("Formation")]
    assert (training["DTSTART"], training["DTEND"]) == ("20270204T083000Z", "20270204T110000Z")
    (place,) = {one["LOCATION"] for one in first if one["SUMMARY"].startswith("Atelier")}
    assert place == r"Mairie\; salle « A »\, 1er étage"
    gathering = training["UID"].removesuffix("@terrain")
    await facilitator.post(f"{ROOM}/gatherings/{gathering}/cancellation")
    (struck,) = [one for one in events((await visitor.get(path)).text) if one["UID"] == training["UID"]]
    assert (struck["STATUS"], struck["SEQUENCE"]) == ("CANCELLED", "1")


async def test_it_is_kept_as_a_hash_and_shown_once(open_address, facilitator, owner):
    token = (await open_address(facilitator)).strip("/").split("/")[1]
    kept = owner.execute("select calendar_link::text from calendar_link").fetchone()[0]
    assert token not in kept
    assert token.encode().hex() not in kept
    assert token not in (await facilitator.get("/api/identity/v1/calendar-links")).text
    assert token not in (await facilitator.get("/agenda", headers={"accept": "text/html"})).text


async def test_it_stops_when_replaced_revoked_or_suspended(open_address, visitor, champion, admin, year):
    first = f"{await open_address(champion)}mes-jours.ics"
    second = f"{await open_address(champion)}mes-jours.ics"
    assert [(await visitor.get(one)).status_code for one in (first, second)] == [404, 200]
    me = (await champion.get("/api/identity/v1/me")).json()["id"]
    await admin.post(f"/api/identity/v1/people/{me}/suspension")
    assert (await visitor.get(second)).status_code == 404
    await admin.delete(f"/api/identity/v1/people/{me}/suspension")
    assert (await visitor.get(second)).status_code == 200


async def test_it_is_revoked_by_its_owner_only(open_address, visitor, champion, stranger, year):
    path = f"{await open_address(champion)}mes-jours.ics"
    (link,) = (await champion.get("/api/identity/v1/calendar-links")).json()["items"]
    address = f"/api/identity/v1/calendar-links/{link['id']}"
    assert (await stranger.delete(address)).status_code == 404
    assert (await visitor.get(path)).status_code == 200
    assert (await champion.delete(address)).status_code == 204
    assert (await visitor.get(path)).status_code == 404


async def test_it_opens_calendars_and_nothing_else(open_address, visitor, facilitator, year):
    base = await open_address(facilitator)
    token = base.strip("/").split("/")[1]
    for path in (
        f"{base}autre.ics",
        f"{base}mes-jours",
        f"/agenda/{'x' * 43}/mes-jours.ics",
        f"/agenda/{token}.ics",
    ):
        assert (await visitor.get(path, headers={"accept": "text/html"})).status_code in {303, 404}, path
    for path in (f"{ROOM}/calendar", "/api/identity/v1/people"):
        assert (await visitor.get(path, headers={"authorization": f"Bearer {token}"})).status_code == 401
    # A signed-in browser does not make up for a wrong address.
    assert (await facilitator.get(f"/agenda/{'x' * 43}/mes-jours.ics")).status_code == 404
    assert (
        await visitor.post(f"{base}mes-jours.ics", headers={"sec-fetch-site": "same-origin"})
    ).status_code == 405


async def test_its_page_makes_and_revokes(champion, agent):
    assert "Créer mon adresse" in (await agent.get("/agenda")).text
    made = await champion.post("/agenda")
    assert made.headers["cache-control"] == "no-store"
    assert re.search(r"/agenda/[\w-]{43}/mes-jours\.ics", made.text)
    (link,) = (await champion.get("/api/identity/v1/calendar-links")).json()["items"]
    assert (await champion.post(f"/agenda/{link['id']}/revocation")).status_code == 303
    assert (await champion.get("/api/identity/v1/calendar-links")).json()["items"] == []


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
MOMENTS = st.dates() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1))  # noqa: DTZ001  bounds are bare


@given(WORDS, WORDS, MOMENTS)
def test_it_writes_any_words_as_the_standard_wants(summary, place, starts):
    entry = icalendar.Entry(uid="1@terrain", starts=starts, summary=summary, location=place)
    (found,) = events(
        icalendar.write([entry], product="-//T//FR", stamp=datetime.now(UTC), name=summary).decode()
    )
    if all(sign >= " " for sign in summary):
        assert re.sub(r"\\(.)", r"\1", found["SUMMARY"]) == summary
