"""Planning a workshop, reading it, changing it."""

import pytest

ROOM = "/api/workshops/v1"


@pytest.fixture
def chosen(programme, authority):
    return {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}


async def test_it_plans_a_day_and_says_so_to_the_outbox(facilitator, chosen, owner):
    answer = await facilitator.post(
        f"{ROOM}/workshops", json={**chosen, "themes": ["citizens"], "place": "Mairie"}
    )
    workshop = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert (workshop["state"], workshop["mode"], workshop["themes"]) == ("planned", "shadowing", ["citizens"])
    me = (await facilitator.get("/api/identity/v1/me")).json()
    assert workshop["facilitators"] == [me["id"]]
    fact = owner.execute(
        "select body, authority_id from event where name = 'workshops.workshop_planned'"
    ).fetchone()
    assert fact[0] == {"workshop_id": workshop["id"], "programme_id": chosen["programme_id"]}
    assert str(fact[1]) == chosen["authority_id"]


async def test_it_lets_nobody_else_plan(agent, champion, decision_maker, stranger, chosen):
    for person in (agent, champion, decision_maker, stranger):
        assert (await person.post(f"{ROOM}/workshops", json=chosen)).status_code == 403


async def test_it_refuses_an_authority_that_is_not_enrolled(facilitator, chosen, authority):
    answer = await facilitator.post(
        f"{ROOM}/workshops", json={**chosen, "authority_id": str(authority("ARNia"))}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_enrolled"


@pytest.mark.parametrize(
    "wrong", [{"mode": "webinar"}, {"themes": ["weather"]}, {"held_on": "soon"}, {"unknown": 1}]
)
async def test_it_refuses_what_is_not_in_the_lists_and_keeps_nothing(facilitator, chosen, owner, wrong):
    assert (await facilitator.post(f"{ROOM}/workshops", json={**chosen, **wrong})).status_code == 422
    assert owner.execute("select count(*) from workshop").fetchone() == (0,)


async def test_it_shows_the_day_to_its_authority_and_to_nobody_elsewhere(
    agent, decision_maker, champion, stranger, day
):
    for reader in (agent, decision_maker, champion):
        assert (await reader.get(day)).status_code == 200
    assert (await stranger.get(day)).status_code == 404
    assert (await stranger.get(f"{day}/overview")).status_code == 404
    assert (await stranger.get(f"{ROOM}/workshops")).json()["items"] == []


async def test_it_changes_only_from_the_present_version(facilitator, agent, day):
    assert (await facilitator.patch(day, json={"place": "École"})).status_code == 428
    first = await facilitator.patch(day, json={"place": "École"}, headers={"if-match": '"1"'})
    assert (first.status_code, first.json()["place"], first.headers["etag"]) == (200, "École", '"2"')
    late = await facilitator.patch(day, json={"place": "Cantine"}, headers={"if-match": '"1"'})
    assert late.status_code == 412
    assert (await agent.patch(day, json={"place": "x"}, headers={"if-match": '"2"'})).status_code == 403
    assert (await facilitator.get(day)).json()["place"] == "École"


async def test_it_refuses_to_empty_what_a_day_cannot_do_without(facilitator, day):
    answer = await facilitator.patch(day, json={"held_on": None}, headers={"if-match": '"1"'})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/held_on"


async def test_it_filters_by_authority_state_and_dates(facilitator, plan, authority):
    early, late = await plan(held_on="2026-10-01"), await plan(at="Lormes", held_on="2026-12-01")
    cancelled = await plan(held_on="2026-11-01")
    await facilitator.post(f"{ROOM}/workshops/{cancelled['id']}/cancellation", json={"reason": "Neige"})

    async def found(**query: str) -> list[str]:
        return [
            item["id"] for item in (await facilitator.get(f"{ROOM}/workshops", params=query)).json()["items"]
        ]

    assert await found() == [late["id"], cancelled["id"], early["id"]]
    assert await found(authority_id=str(authority("Lormes"))) == [late["id"]]
    assert await found(state="planned") == [late["id"], early["id"]]
    assert await found(state="cancelled") == [cancelled["id"]]
    assert await found(since="2026-10-15", until="2026-11-15") == [cancelled["id"]]


async def test_it_lists_page_after_page_by_date(facilitator, plan):
    days = [await plan(held_on=f"2026-11-{day:02}") for day in (3, 1, 2)]
    first = (await facilitator.get(f"{ROOM}/workshops", params={"limit": 2})).json()
    rest = (await facilitator.get(f"{ROOM}/workshops", params={"limit": 2, "cursor": first["next"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [
        days[0]["id"],
        days[2]["id"],
        days[1]["id"],
    ]
    assert rest["next"] is None


async def test_it_lists_programmes_with_the_authorities_one_may_see(facilitator, agent, authority):
    everyone = (await facilitator.get(f"{ROOM}/programmes")).json()["items"]
    assert [one["name"] for one in everyone] == ["Expérimentation IA 2024"]
    assert len(everyone[0]["authorities"]) == 9
    own = (await agent.get(f"{ROOM}/programmes")).json()["items"][0]["authorities"]
    assert own == [{"authority_id": str(authority("Chéroy")), "state": "active", "since": "2024-04-12"}]
