"""Freezing an authority's workshops, and giving them as files."""

import pytest

from services.workshops.schemas import FileFormat

ROOM = "/api/workshops/v1"
NOTES = (
    ("observations", {"text": "Trois appels."}),
    ("observations", {"kind": "verbatim", "text": "Je recopie tout le soir."}),
    ("observations", {"text": "Mme X est absente.", "sensitivity": "personal"}),
    ("pain-points", {"statement": "Triple saisie", "theme": "citizens", "severity": 2}),
)


@pytest.fixture
async def snapshot(facilitator, day, programme, authority):
    made = [(await facilitator.post(f"{day}/{noun}", json=body)).json() for noun, body in NOTES]
    removed = (await facilitator.post(f"{day}/wishes", json={"text": "Un vœu retiré"})).json()
    await facilitator.delete(f"{ROOM}/wishes/{removed['id']}")
    here = str(authority("Chéroy"))
    drafted = {
        "title": "Triple saisie", "authority_id": here, "who": "l’accueil", "difficulty": "x", "task": "saisissent",
        "evidence": [
            {"capture_kind": "observation", "capture_id": made[2]["id"]},
            {"capture_kind": "pain_point", "capture_id": made[3]["id"]},
        ],
    }  # fmt: skip
    assert (await facilitator.post(f"{ROOM}/hypotheses", json=drafted)).status_code == 201
    new = {
        "programme_id": programme, "authority_id": here, "places": [{"authority_id": here, "name": "Chéroy"}]
    }  # fmt: skip
    answer = await facilitator.post(f"{ROOM}/snapshots", json=new)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_it_freezes_only_what_may_be_shared(facilitator, snapshot):
    tables = (await facilitator.get(f"{ROOM}/snapshots/{snapshot['id']}/files/json")).json()["content"][
        "tables"
    ]
    assert [(one["kind"], one["text"], one["is_withheld"]) for one in tables["observations"]] == [
        ("fact", "Trois appels.", False), ("verbatim", "", True),
    ]  # fmt: skip
    assert tables["wishes"] == []
    assert [one["capture_kind"] for one in tables["evidence"]] == ["pain_point"]
    assert tables["authorities"][0]["name"] == snapshot["scope_name"] == "Chéroy"


@pytest.mark.parametrize("form", [form.value for form in FileFormat])
async def test_it_gives_the_same_file_after_the_day_has_changed(facilitator, day, snapshot, form):
    file = f"{ROOM}/snapshots/{snapshot['id']}/files/{form}"
    before = await facilitator.get(file)
    await facilitator.post(f"{day}/wishes", json={"text": "Plus tard"})
    after = await facilitator.get(file)
    assert (before.status_code, before.content) == (200, after.content)
    assert "attachment" in after.headers["content-disposition"]


async def test_it_is_read_in_its_authority_by_those_who_read_notes(
    facilitator, champion, agent, stranger, sign_in, snapshot
):
    one = f"{ROOM}/snapshots/{snapshot['id']}"
    elsewhere = await sign_in("champion", at="Lormes")
    assert (await champion.get(f"{one}/files/csv")).status_code == 200
    assert (await agent.get(f"{one}/files/csv")).status_code == 403
    assert (await elsewhere.get(one)).status_code == 404
    assert (await elsewhere.get(f"{ROOM}/snapshots")).json()["items"] == []


async def test_it_is_made_and_deleted_by_the_project_team(
    facilitator, champion, programme, authority, snapshot, owner
):
    new = {"programme_id": programme, "authority_id": str(authority("Chéroy"))}
    assert (await champion.post(f"{ROOM}/snapshots", json=new)).status_code == 403
    one = f"{ROOM}/snapshots/{snapshot['id']}"
    assert (await champion.delete(one)).status_code == 403
    assert (await facilitator.delete(one)).json()["id"] == snapshot["id"]
    assert (await facilitator.get(one)).status_code == 404
    assert owner.execute("select count(*) from pain_point").fetchone() == (1,)


async def test_it_spans_a_programme_for_the_operator_alone(facilitator, champion, programme, snapshot):
    whole = (await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})).json()
    assert whole["authority_id"] is None
    assert (await champion.get(f"{ROOM}/snapshots/{whole['id']}")).status_code == 404
    listed = (await facilitator.get(f"{ROOM}/snapshots")).json()["items"]
    assert [one["id"] for one in listed] == [whole["id"], snapshot["id"]]


async def test_it_refuses_a_programme_or_a_format_that_does_not_exist(facilitator, snapshot, owner):
    unknown = {"programme_id": snapshot["id"]}
    assert (await facilitator.post(f"{ROOM}/snapshots", json=unknown)).status_code == 422
    assert (await facilitator.get(f"{ROOM}/snapshots/{snapshot['id']}/files/docx")).status_code == 422
    assert owner.execute("select count(*) from snapshot").fetchone() == (1,)
