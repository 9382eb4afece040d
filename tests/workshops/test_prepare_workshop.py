"""A day is prepared: an agenda by time, a checklist, and a word that can be taken back."""

import pytest

MOMENT = {"starts_at": "10:00", "ends_at": "11:30", "kind": "interview", "label": "Entretien à l’accueil"}


async def agenda(client, day):
    return (await client.get(f"{day}/preparation")).json()["agenda"]


async def test_it_orders_changes_and_removes_moments(facilitator, day):
    late = (await facilitator.post(f"{day}/agenda", json=MOMENT)).json()
    early = {**MOMENT, "starts_at": "09:00", "ends_at": "10:00", "kind": "welcome", "label": "Café"}
    assert (await facilitator.post(f"{day}/agenda", json=early)).status_code == 201
    assert [one["label"] for one in await agenda(facilitator, day)] == ["Café", MOMENT["label"]]
    moved = await facilitator.put(f"{day}/agenda/{late['id']}", json=MOMENT | {"starts_at": "08:00"})
    assert (moved.json()["starts_at"], moved.json()["label"]) == ("08:00:00", MOMENT["label"])
    assert [one["label"] for one in await agenda(facilitator, day)] == [MOMENT["label"], "Café"]
    assert (await facilitator.delete(f"{day}/agenda/{late['id']}")).status_code == 204
    assert [one["label"] for one in await agenda(facilitator, day)] == ["Café"]
    assert (await facilitator.delete(f"{day}/agenda/{late['id']}")).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"ends_at": "09:00"}, {"starts_at": "10:00Z"}, {"kind": "party"}, {"label": " "}]
)
async def test_it_refuses_a_wrong_moment_and_keeps_nothing(facilitator, day, wrong):
    assert (await facilitator.post(f"{day}/agenda", json=MOMENT | wrong)).status_code == 422
    assert await agenda(facilitator, day) == []


async def test_it_refuses_a_wrong_change_and_keeps_the_moment(facilitator, day):
    kept = (await facilitator.post(f"{day}/agenda", json=MOMENT)).json()
    answer = await facilitator.put(f"{day}/agenda/{kept['id']}", json=MOMENT | {"ends_at": "09:00"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/ends_at")
    assert await agenda(facilitator, day) == [kept]


async def test_it_ticks_once_and_unticks(facilitator, admin, day):
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    for client in (facilitator, admin):
        assert (await client.put(f"{day}/checklist/notice")).status_code == 204
    lines = (await facilitator.get(f"{day}/preparation")).json()["checklist"]
    assert [(one["item"], one["done_by"]) for one in lines if one["done_at"]] == [("notice", me)]
    assert (await facilitator.delete(f"{day}/checklist/notice")).status_code == 204
    lines = (await facilitator.get(f"{day}/preparation")).json()["checklist"]
    assert not any(one["done_at"] for one in lines)
    assert (await facilitator.put(f"{day}/checklist/unheard-of")).status_code == 422


async def test_it_is_prepared_once_and_reversibly(facilitator, day, owner):
    for _ in range(2):
        assert (await facilitator.post(f"{day}/preparation")).json()["state"] == "prepared"
    told = owner.execute("select count(*) from event where name = 'workshops.workshop_prepared'").fetchone()
    assert told == (1,)
    for state, count in (("prepared", 1), ("planned", 0)):
        found = await facilitator.get(f"/api/workshops/v1/workshops?state={state}")
        assert len(found.json()["items"]) == count
    assert (await facilitator.delete(f"{day}/preparation")).json()["state"] == "planned"


async def test_it_runs_after_being_prepared(facilitator, day):
    await facilitator.post(f"{day}/preparation")
    assert (await facilitator.post(f"{day}/opening")).json()["state"] == "running"
    answer = await facilitator.delete(f"{day}/preparation")
    assert (answer.status_code, answer.json()["code"]) == (409, "workshop_under_way")


async def test_it_refuses_what_is_cancelled(facilitator, day):
    await facilitator.post(f"{day}/cancellation", json={"reason": "Neige"})
    answers = [
        await facilitator.post(f"{day}/preparation"),
        await facilitator.post(f"{day}/agenda", json=MOMENT),
        await facilitator.put(f"{day}/checklist/date"),
    ]
    assert {one.json()["code"] for one in answers} == {"workshop_cancelled"}


async def test_it_is_for_the_project_team(agent, stranger, day):
    for client, status in ((agent, 403), (stranger, 404)):
        assert (await client.get(f"{day}/preparation")).status_code == status
        assert (await client.post(f"{day}/preparation")).status_code == status
        assert (await client.post(f"{day}/agenda", json=MOMENT)).status_code == status
        assert (await client.put(f"{day}/checklist/date")).status_code == status


async def test_its_page_takes_moments_ticks_and_the_word(facilitator, agent, day):
    page = day.replace("/api/workshops/v1/workshops", "/ateliers") + "/preparation"
    assert "Pas encore de déroulé" in (await facilitator.get(page)).text
    wrong = await facilitator.post(f"{page}/deroule", data=MOMENT | {"ends_at": "09:00"})
    assert wrong.status_code == 422
    assert "La fin doit venir après le début" in wrong.text
    assert MOMENT["label"] in wrong.text
    for path, form in (
        ("deroule", MOMENT), ("liste/notice", {"done": "true"}), ("etat", {"ready": "true"}),
    ):  # fmt: skip
        assert (await facilitator.post(f"{page}/{path}", data=form)).status_code == 303
    shown = (await facilitator.get(page)).text
    assert "Reprendre la préparation" in shown
    assert "1 sur 8" in shown
    assert MOMENT["label"] in shown
    moment = (await agenda(facilitator, day))[0]["id"]
    assert "Modifier un moment" in (await facilitator.get(f"{page}?moment={moment}")).text
    renamed = await facilitator.post(f"{page}/deroule?moment={moment}", data=MOMENT | {"label": "Courrier"})
    assert renamed.status_code == 303
    assert "Courrier" in (await facilitator.get(page)).text
    assert (await facilitator.post(f"{page}/deroule/{moment}/retrait")).status_code == 303
    assert await agenda(facilitator, day) == []
    assert (await agent.get(page)).status_code == 403
