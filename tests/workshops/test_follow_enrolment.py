"""An authority goes through a programme one step at a time, with its agreement, and the last step can be undone."""

import pytest

from tests.workshops.conftest import ROOM

AGREED = {
    "signed_on": "2026-11-01", "signatory_role": "Maire", "starts_on": "2026-12-01", "ends_on": "2027-08-31",
    "reference": "CONV-2026-014",
}  # fmt: skip


@pytest.fixture
async def way(apply, call, facilitator):
    """The address of Chéroy's way, once selected."""
    made = await apply("Chéroy")
    body = {"name": "Une", "reason": "Elle.", "authority_ids": [made["authority_id"]]}
    cohort = (await facilitator.post(f"{call}/cohorts", json=body)).json()["id"]
    assert (await facilitator.post(f"{ROOM}/cohorts/{cohort}/confirmation")).status_code == 201
    return f"{call}/authorities/{made['authority_id']}"


async def step(client, way, to, **more):
    return await client.post(f"{way}/steps", json={"to": to, **more})


@pytest.mark.parametrize("end", ["left", "continued"])
async def test_it_goes_from_selected_to_its_end_and_back(end, way, facilitator, decision_maker):
    assert (await facilitator.post(f"{way}/agreement", json=AGREED)).json()["state"] == "agreed"
    for to in ("active", "closing", end):
        assert (await step(facilitator, way, to)).json()["state"] == to
    read = (await decision_maker.get(way)).json()
    assert (read["state"], read["agreed_on"], read["agreement"]["reference"]) == (
        end,
        "2026-11-01",
        "CONV-2026-014",
    )

    for state in ("closing", "active", "agreed", "selected", "candidate"):
        back = await facilitator.delete(f"{way}/steps/latest")
        assert back.json()["state"] == state, back.text
    assert back.json()["agreement"] is None
    assert (await facilitator.delete(f"{way}/steps/latest")).json()["code"] == "no_earlier_step"


async def test_it_skips_no_step(way, facilitator):
    for to in ("active", "closing", "left", "continued"):
        answer = await step(facilitator, way, to)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_step")
    await facilitator.post(f"{way}/agreement", json=AGREED)
    again = await facilitator.post(f"{way}/agreement", json=AGREED)
    assert (again.status_code, again.json()["code"]) == (409, "wrong_step")
    assert (await step(facilitator, way, "left")).status_code == 409
    assert (await facilitator.get(way)).json()["state"] == "agreed"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"signed_on": "2099-01-01"}, "/signed_on"), ({"ends_on": "2026-01-01"}, "/ends_on"),
        ({"reference": " "}, "/reference"), ({"signatory_role": "a\x00"}, "/signatory_role"),
    ],
)  # fmt: skip
async def test_it_refuses_a_wrong_agreement(wrong, pointer, way, facilitator):
    answer = await facilitator.post(f"{way}/agreement", json=AGREED | wrong)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await facilitator.get(way)).json()["agreement"] is None


async def test_it_dates_no_step_in_the_future(way, facilitator):
    await facilitator.post(f"{way}/agreement", json=AGREED)
    answer = await step(facilitator, way, "active", on="2099-01-01")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/on")
    assert (await step(facilitator, way, "active", on="2026-11-02")).json()["activated_on"] == "2026-11-02"


async def test_it_is_read_by_its_authority_and_moved_by_the_operator(way, agent, champion, stranger):
    for client in (agent, champion):
        assert (await client.get(way)).status_code == 200
        assert (await client.post(f"{way}/agreement", json=AGREED)).status_code == 403
        assert (await client.delete(f"{way}/steps/latest")).status_code == 403
    assert (await stranger.get(way)).status_code == 404


async def test_it_leaves_what_nobody_dated(facilitator, programme, authority):
    # The seeds know when the nine became active, and nothing before.
    way = f"{ROOM}/programmes/{programme}/authorities/{authority('Chéroy')}"
    answer = await facilitator.delete(f"{way}/steps/latest")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_earlier_step")
    assert (await facilitator.get(way)).json()["state"] == "active"
