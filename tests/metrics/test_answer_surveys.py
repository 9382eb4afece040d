"""Answering a survey: by link without an account, once, going on later, and on paper."""

import httpx
import pytest

from tests.metrics.surveys import API, NON_USER, USER, draw, open_survey, reply, soon

Client = httpx.AsyncClient
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def token(champion: Client) -> str:
    return (await draw(champion, await open_survey(champion), 1))[0]


async def test_it_takes_an_answer_without_an_account_once(
    champion: Client, visitor: Client, token: str
) -> None:
    form = (await visitor.get(f"{API}/survey-forms/{token}")).json()
    assert form["authority_name"] == "Chéroy"
    assert form["title"] == "Avant de commencer"

    await reply(visitor, token, USER)
    again = await visitor.post(f"{API}/survey-forms/{token}/answer", json=USER, headers=OURS)

    assert (again.status_code, again.json()["code"]) == (409, "already_answered")
    assert (await visitor.get(f"{API}/survey-forms/{token}")).status_code == 409
    (survey,) = (await champion.get(f"{API}/surveys")).json()["items"]
    assert (survey["links"], survey["answered"], survey["rate"]) == (1, 1, 1.0)


async def test_it_goes_on_where_the_draft_stopped(visitor: Client, token: str) -> None:
    draft = {"frequency": 2, "confidence": 3}
    kept = await visitor.put(f"{API}/survey-forms/{token}/draft", json=draft, headers=OURS)
    assert kept.status_code == 204, kept.text

    found = (await visitor.get(f"{API}/survey-forms/{token}")).json()["draft"]

    assert {name: value for name, value in found.items() if value is not None} == draft


async def test_it_asks_the_same_scales_in_every_round_and_the_tasks_in_its_own_words(
    champion: Client, visitor: Client
) -> None:
    texts = {}
    for wave in ("t0", "m3"):
        (secret,) = await draw(champion, await open_survey(champion, wave=wave), 1)
        asked = (await visitor.get(f"{API}/survey-forms/{secret}")).json()["questions"]
        texts[wave] = {one["name"]: (one["text"], len(one["choices"])) for one in asked}

    sizes = {name: size for name, (_, size) in texts["t0"].items()}
    assert sizes["satisfaction"] == sizes["recommendation"] == 11
    assert (sizes["confidence"], sizes["quality"], sizes["job_satisfaction"], sizes["frequency"]) == (
        5,
        7,
        7,
        5,
    )
    assert {name for name in texts["t0"] if texts["t0"][name] != texts["m3"][name]} == {
        "drafting", "search", "synthesis", "data", "citizen_relations",
    }  # fmt: skip


@pytest.mark.parametrize("replies", [{}, {"confidence": 4}, {"frequency": 5}, {"frequency": 1, "why": "x"}])
async def test_it_refuses_what_is_off_the_scales_and_changes_nothing(
    champion: Client, visitor: Client, token: str, replies: dict[str, int]
) -> None:
    answer = await visitor.post(f"{API}/survey-forms/{token}/answer", json=replies, headers=OURS)

    assert answer.status_code == 422
    assert (await champion.get(f"{API}/surveys")).json()["items"][0]["answered"] == 0
    await reply(visitor, token, NON_USER)


async def test_it_refuses_a_link_that_nobody_drew(visitor: Client) -> None:
    answer = await visitor.get(f"{API}/survey-forms/{'a' * 43}")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_link")


async def test_it_takes_no_answer_before_nor_after(champion: Client, visitor: Client) -> None:
    later = await open_survey(champion, wave="m12", opens_on=soon(5))
    over = await open_survey(champion, wave="m3")
    (early,), (late,) = await draw(champion, later, 1), await draw(champion, over, 1)
    await champion.post(f"{over}/closure")

    codes = [
        (await visitor.post(f"{API}/survey-forms/{one}/answer", json=USER, headers=OURS)).json()["code"]
        for one in (early, late)
    ]

    assert codes == ["survey_not_begun", "survey_over"]


async def test_it_enters_each_sheet_of_paper_once(champion: Client) -> None:
    survey = await open_survey(champion)
    assert (await champion.post(f"{survey}/sheets", json={"count": 2})).json()["sheets"] == 2

    entered = await champion.post(f"{survey}/paper-answers", json={"sheet": 2, "replies": NON_USER})
    again = await champion.post(f"{survey}/paper-answers", json={"sheet": 2, "replies": USER})
    unknown = await champion.post(f"{survey}/paper-answers", json={"sheet": 3, "replies": USER})

    assert (entered.status_code, entered.json()["answered"]) == (201, 1)
    assert again.json()["code"] == "already_answered"
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/sheet")


async def test_it_lets_contacts_open_surveys_at_home_only(
    champion: Client, agent: Client, stranger: Client, facilitator: Client
) -> None:
    survey = await open_survey(champion)
    new = {"wave": "m3", "closes_on": soon()}

    assert (await agent.post(f"{API}/surveys", json=new)).status_code == 403
    assert (await agent.get(f"{API}/surveys")).status_code == 403
    assert (await stranger.get(survey)).status_code == 403
    assert (await champion.post(f"{API}/surveys", json=new | {"wave": "t0"})).json()["code"] == "already_open"
    elsewhere = new | {"authority_id": (await stranger.get("/api/identity/v1/me")).json()["authority"]["id"]}
    assert (await champion.post(f"{API}/surveys", json=elsewhere)).status_code == 422
    assert (await facilitator.post(f"{API}/surveys", json=elsewhere)).status_code == 201
    assert (await facilitator.post(f"{API}/surveys", json=new)).status_code == 422, (
        "the operator has no agents"
    )
    assert len((await champion.get(f"{API}/surveys")).json()["items"]) == 1


async def test_it_hides_a_survey_from_the_contact_of_another_authority(
    champion: Client, sign_in: object
) -> None:
    survey = await open_survey(champion)
    other = await sign_in("champion", at="Lormes", name="Autre référente")  # type: ignore[operator]

    assert (await other.get(survey)).status_code == 404
    assert (await other.post(f"{survey}/links", json={"count": 1})).status_code == 404


@pytest.mark.parametrize("closes", [-1, 121])
async def test_it_refuses_dates_that_do_not_follow(champion: Client, closes: int) -> None:
    answer = await champion.post(f"{API}/surveys", json={"wave": "t0", "closes_on": soon(closes)})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/closes_on")
