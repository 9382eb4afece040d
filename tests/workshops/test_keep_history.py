"""Every version of a note follows its note: hidden with it, found with it, gone with it."""

from uuid import uuid4

import pytest

from services.kit.db import PLATFORM, Context, session_for
from tests.workshops.test_apply_operations import send

ROOM = "/api/workshops/v1"
SECRET = "Je recopie tout le soir chez moi"
COUNTED = (
    "select (select count(*) from capture_revision where capture_id = %(id)s),"
    " (select count(*) from revision_candidate where capture_id = %(id)s),"
    " (select count(*) from note_search where id = %(id)s)"
)


@pytest.fixture
async def participant(facilitator, day):
    """Somebody met on the day, who lets their words be noted."""
    one = (await facilitator.post(f"{day}/participants", json={"job_family": "secrétariat"})).json()
    await say(facilitator, one, "granted")
    return one


@pytest.fixture
async def verbatim(facilitator, day, participant):
    """Words of theirs, changed twice from the same version: two revisions, and one candidate that waits."""
    body = {"kind": "verbatim", "text": SECRET, "participant_id": participant["id"]}
    note = (await facilitator.post(f"{day}/observations", json=body)).json()["id"]
    for words in (f"{SECRET}, ou presque", f"{SECRET}, souvent"):
        change = {"action": "change", "kind": "observation", "target_id": note, "base_version": 1}
        await send(facilitator, day, {**change, "id": str(uuid4()), "body": {"text": words}})
    return note


async def say(client, participant, act):
    body = {"purpose": "verbatim", "act": act}
    return await client.post(f"{ROOM}/participants/{participant['id']}/consents", json=body)


async def test_it_hides_every_version_once_consent_is_withdrawn(
    facilitator, authority, sessions, participant, verbatim
):
    assert await versions(sessions, authority("Chéroy")) == (2, 1)
    await say(facilitator, participant, "withdrawn")
    assert (await facilitator.get(f"{ROOM}/observations/{verbatim}/revisions")).status_code == 404
    assert (await facilitator.get(f"{ROOM}/observations/{verbatim}/candidates")).status_code == 404
    assert await versions(sessions, authority("Chéroy")) == (0, 0)


async def versions(sessions, authority):
    """Count what a reader of this authority may see of the history, whatever door they take."""
    async with session_for(sessions, Context(authority=authority)) as session, session.begin():
        connection = await session.connection()
        counted = "select (select count(*) from capture_revision), (select count(*) from revision_candidate)"
        return tuple((await connection.exec_driver_sql(counted)).one())


async def test_it_forgets_every_version_of_a_note_that_is_erased(
    owner, sessions, participant, facilitator, verbatim
):
    await say(facilitator, participant, "withdrawn")
    assert owner.execute(COUNTED, {"id": verbatim}).fetchone() == (2, 1, 1)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        await (await session.connection()).exec_driver_sql(
            "delete from observation where id = %s", (verbatim,)
        )
    assert owner.execute(COUNTED, {"id": verbatim}).fetchone() == (0, 0, 0)


async def test_it_finds_key_moments_and_lets_them_out_with_a_snapshot(facilitator, programme, authority, day):
    body = {
        "text": "Le serveur tombe en pleine demande",
        "starts_at": "2026-11-24T09:05:00+01:00",
        "mood": -2,
    }
    moment = (await facilitator.post(f"{day}/key-moments", json=body)).json()["id"]
    found = (await facilitator.get(f"{ROOM}/search", params={"q": "serveur"})).json()["items"]
    assert [(one["id"], one["kind"]) for one in found] == [(moment, "key_moment")]

    asked = {"programme_id": programme, "authority_id": str(authority("Chéroy"))}
    snapshot = (await facilitator.post(f"{ROOM}/snapshots", json=asked)).json()["id"]
    file = (await facilitator.get(f"{ROOM}/snapshots/{snapshot}/files/json")).json()
    assert [(one["text"], one["mood"]) for one in file["content"]["tables"]["key_moments"]] == [
        (body["text"], -2)
    ]
    report = (await facilitator.get(f"{ROOM}/snapshots/{snapshot}/report")).json()
    assert "1\u00a0moment clé" in report["summary"][0]["text"]
    assert moment in report["summary"][0]["sources"]
