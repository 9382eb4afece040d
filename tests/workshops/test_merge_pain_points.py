"""Pain points brought together by a person, taken apart again, and told to others without a name."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from services.kit.db import Context, session_for
from services.kit.paging import Window
from services.kit.principal import Principal
from services.workshops import merges

ROOM = "/api/workshops/v1"
PLACES = ("Chéroy", "Lormes", "Héry", "Chassagne-Montrachet", "Le Grand Chalon")


@pytest.fixture
async def reported(facilitator, plan):
    """The same pain point in five authorities, with different words and severities; gives their ids by place."""
    ids = {}
    for severity, at in enumerate(PLACES, start=1):
        day = await plan(at=at)
        new = {"statement": f"Double saisie secrète de {at}", "theme": "mail", "severity": severity}
        answer = await facilitator.post(f"{ROOM}/workshops/{day['id']}/pain-points", json=new)
        ids[at] = answer.json()["id"]
    return ids


async def merge(client, duplicate, kept):
    return await client.post(f"{ROOM}/merges", json={"duplicate_id": duplicate, "kept_id": kept})


async def cluster(client, pain_point):
    answer = await client.get(f"{ROOM}/pain-points/{pain_point}/cluster")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_it_brings_two_together_and_counts_their_authorities(facilitator, reported, owner):
    made = await merge(facilitator, reported["Lormes"], reported["Chéroy"])
    assert made.status_code == 201, made.text
    together = await cluster(facilitator, reported["Lormes"])
    assert (together["canonical_id"], together["is_merged"], together["authorities"]) == (
        reported["Chéroy"],
        True,
        2,
    )
    assert [(one["id"], one["is_canonical"]) for one in together["members"]] == [
        (reported["Chéroy"], True), (reported["Lormes"], False),
    ]  # fmt: skip
    assert together["members"][1]["merge_id"] == made.json()["id"]
    body = owner.execute("select body from event where name = 'workshops.pain_point_merged'").fetchone()[0]
    assert body["pain_point_id"] == reported["Lormes"]
    assert reported["Chéroy"] not in str(body)


async def test_it_gives_back_exactly_what_was_when_a_merge_is_undone(facilitator, reported, owner):
    first = (await merge(facilitator, reported["Héry"], reported["Lormes"])).json()
    before = {at: await cluster(facilitator, one) for at, one in reported.items()}
    made = (await merge(facilitator, reported["Lormes"], reported["Chéroy"])).json()
    assert (await cluster(facilitator, reported["Héry"]))["canonical_id"] == reported["Chéroy"]
    undone = await facilitator.delete(f"{ROOM}/merges/{made['id']}")
    assert (undone.status_code, undone.json()["undone_at"] is None) == (200, False)
    assert {at: await cluster(facilitator, one) for at, one in reported.items()} == before
    assert (await facilitator.delete(f"{ROOM}/merges/{made['id']}")).json() == undone.json()
    journal = (await facilitator.get(f"{ROOM}/merges")).json()["items"]
    assert [(line["id"], line["undone_at"] is None) for line in journal] == [
        (made["id"], False),
        (first["id"], True),
    ]
    count = "select count(*) from event where name = 'workshops.pain_point_merge_undone'"
    assert owner.execute(count).fetchone() == (1,)


async def test_it_folds_into_the_one_in_front_and_makes_no_ring(facilitator, reported):
    await merge(facilitator, reported["Lormes"], reported["Chéroy"])
    assert (await merge(facilitator, reported["Héry"], reported["Lormes"])).json()["kept_id"] == reported[
        "Chéroy"
    ]
    for duplicate, kept, code in (
        ("Chéroy", "Lormes", "same_pain_point"), ("Lormes", "Héry", "same_pain_point"),
        ("Chéroy", "Chéroy", "same_pain_point"), ("Lormes", "Le Grand Chalon", "already_merged"),
    ):  # fmt: skip
        refused = await merge(facilitator, reported[duplicate], reported[kept])
        assert refused.json()["code"] == code
    assert len((await facilitator.get(f"{ROOM}/merges")).json()["items"]) == 2


async def test_it_refuses_what_does_not_exist_or_was_removed(facilitator, reported):
    await facilitator.delete(f"{ROOM}/pain-points/{reported['Héry']}")
    for wrong in ("00000000-0000-7000-8000-000000000000", reported["Héry"]):
        refused = await merge(facilitator, wrong, reported["Chéroy"])
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/duplicate_id")
    assert (await facilitator.delete(f"{ROOM}/merges/{reported['Héry']}")).status_code == 404
    assert (await facilitator.get(f"{ROOM}/merges")).json()["items"] == []


async def test_it_is_for_the_operators_team_alone(agent, champion, decision_maker, reported, sessions):
    for client in (agent, champion, decision_maker):
        refused = await merge(client, reported["Lormes"], reported["Chéroy"])
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert (await client.get(f"{ROOM}/merges")).status_code == 403
    local = Principal(subject=uuid4(), name="local", roles=frozenset({"facilitator"}))
    async with session_for(sessions, Context()) as session:
        with pytest.raises(merges.MergingReserved):
            await merges.page(session, Window(limit=1, after=None), by=local)


async def test_it_tells_an_authority_figures_from_three_others_on(facilitator, agent, reported):
    nothing = (await cluster(agent, reported["Chéroy"]))["elsewhere"]
    assert nothing == {
        "is_seen": False, "authorities": None, "theme": None, "severity_low": None, "severity_high": None,
        "reports": None, "observations": None,
    }  # fmt: skip
    for at in ("Lormes", "Héry"):
        await merge(facilitator, reported[at], reported["Chéroy"])
        assert (await cluster(agent, reported["Chéroy"]))["elsewhere"] == {**nothing, "is_seen": True}
    await merge(facilitator, reported["Chassagne-Montrachet"], reported["Chéroy"])
    assert (await cluster(agent, reported["Chéroy"]))["elsewhere"] == {
        "is_seen": True, "authorities": 3, "theme": "mail", "severity_low": 2, "severity_high": 4, "reports": 3,
        "observations": 0,
    }  # fmt: skip


async def test_it_shows_an_authority_neither_names_nor_words_of_others(
    facilitator, agent, reported, authority
):
    for at in PLACES[1:]:
        await merge(facilitator, reported[at], reported["Chéroy"])
    told = str(await cluster(agent, reported["Chéroy"]))
    assert "Double saisie secrète de Chéroy" in told
    for at in PLACES[1:]:
        assert at not in told
        assert reported[at] not in told
        assert str(authority(at)) not in told


async def test_it_tells_a_merged_one_nothing_of_what_is_in_front(facilitator, stranger, reported):
    for at in ("Chéroy", "Héry", "Le Grand Chalon"):
        await merge(facilitator, reported[at], reported["Lormes"])
    await merge(facilitator, reported["Lormes"], reported["Chassagne-Montrachet"])
    own = await cluster(stranger, reported["Lormes"])
    assert (own["canonical_id"], own["is_merged"], len(own["members"])) == (reported["Lormes"], False, 1)
    assert own["elsewhere"]["authorities"] == 4
    assert (await stranger.get(f"{ROOM}/pain-points/{reported['Chéroy']}/cluster")).status_code == 404


async def test_it_counts_the_observations_that_may_be_shared(facilitator, agent, reported):
    for at in PLACES[1:4]:
        note = (await facilitator.get(f"{ROOM}/pain-points/{reported[at]}")).json()
        day = f"{ROOM}/workshops/{note['workshop_id']}"
        pieces = [{"capture_kind": "pain_point", "capture_id": note["id"]}]
        for more in ({}, {"kind": "verbatim"}, {"sensitivity": "confidential"}):
            seen = (await facilitator.post(f"{day}/observations", json={"text": "Vu", **more})).json()
            pieces.append({"capture_kind": "observation", "capture_id": seen["id"]})
        drafted = {
            "title": "Double saisie", "authority_id": note["authority_id"], "who": "l’accueil", "difficulty": "une double saisie",
            "task": "enregistrent le courrier", "evidence": pieces,
        }  # fmt: skip
        assert (await facilitator.post(f"{ROOM}/hypotheses", json=drafted)).status_code == 201
        await merge(facilitator, reported[at], reported["Chéroy"])
    assert (await cluster(agent, reported["Chéroy"]))["elsewhere"]["observations"] == 3
    assert (await cluster(facilitator, reported["Chéroy"]))["observations"] == 9


async def test_it_is_the_database_that_keeps_the_others_apart(facilitator, reported, sessions, authority):
    for at in PLACES[1:]:
        await merge(facilitator, reported[at], reported["Chéroy"])
    async with session_for(sessions, Context(authority=authority("Lormes"))) as session, session.begin():
        connection = await session.connection()

        async def rows(query: str, **values: object) -> list[object]:
            return list((await connection.execute(text(query), values)).all())

        assert await rows("select 1 from pain_point_merge") == []
        assert await rows("select * from pain_point_elsewhere(:id)", id=reported["Chéroy"]) == [
            (False, None, None, None, None, None, None)
        ]
        assert (await rows("select authorities from pain_point_elsewhere(:id)", id=reported["Lormes"])) == [
            (4,)
        ]
        assert len(await rows("select 1 from pain_point")) == 1  # and it sees no more afterwards


async def test_it_keeps_one_live_merge_a_pain_point(facilitator, reported, owner):
    await merge(facilitator, reported["Lormes"], reported["Chéroy"])
    insert = "insert into pain_point_merge (id, kept_id, duplicate_id, merged_at) values (gen_random_uuid(), %s, %s, now())"
    with pytest.raises(psycopg.errors.UniqueViolation):
        owner.execute(insert, [reported["Héry"], reported["Lormes"]])
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(insert, [reported["Héry"], reported["Héry"]])
