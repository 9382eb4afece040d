"""Several people score an application, blind to one another until they hand in theirs."""

from uuid import uuid4

import psycopg
import pytest
from hypothesis import given, strategies as st
from sqlalchemy import make_url

from services.workshops import scores
from tests.workshops.conftest import ROOM

ANCHORS = ["Rien", "Peu", "Un début", "Assez", "Bien", "Tout"]


@pytest.fixture
async def criteria(facilitator, call):
    """Two criteria: motivation counts three times as much as means."""
    made = []
    for label, weight in (("Motivation", 3), ("Moyens", 1)):
        new = {"label": label, "weight": weight, "anchors": ANCHORS}
        answer = await facilitator.post(f"{call}/criteria", json=new)
        assert answer.status_code == 201, answer.text
        made.append(answer.json()["id"])
    return made


@pytest.fixture
async def second(sign_in):
    """Another of the project team."""
    return await sign_in("facilitator", at="ARNia", name="Deuxième regard")


def review(criteria, *given, is_submitted=False):
    scored = zip(criteria, given, strict=False)
    return {
        "scores": [{"criterion_id": one, "score": score, "comment": "Vu."} for one, score in scored],
        "is_submitted": is_submitted,
    }


async def test_it_stays_blind_until_ones_own_scores_are_in(apply, criteria, facilitator, second, admin):
    address = f"{ROOM}/applications/{(await apply())['id']}"
    assert (
        await facilitator.put(f"{address}/review", json=review(criteria, 4, 2, is_submitted=True))
    ).status_code == 204
    assert (await second.put(f"{address}/review", json=review(criteria, 2))).status_code == 204

    before = (await second.get(f"{address}/reviews")).json()
    assert [one["score"] for one in before["mine"]] == [2]
    assert (before["others"], before["by_criterion"], before["summary"]["mean"]) == ([], [], None)
    assert (before["summary"]["submitted"], before["summary"]["is_open"]) == (1, False)
    # A draft counts for nobody, and shows to nobody.
    first = (await facilitator.get(f"{address}/reviews")).json()
    assert (first["others"], first["summary"]["mean"]) == ([], 3.5)

    await second.put(f"{address}/review", json=review(criteria, 2, 2, is_submitted=True))
    after = (await second.get(f"{address}/reviews")).json()
    assert after["summary"] | {"mean": 2.75, "low": 2.0, "high": 3.5, "submitted": 2} == after["summary"]
    assert [(one["mean"], one["low"], one["high"], one["count"]) for one in after["by_criterion"]] == [
        (3.0, 2, 4, 2), (2.0, 2, 2, 2),
    ]  # fmt: skip
    assert len(after["others"]) == 2
    assert (await admin.get(f"{address}/reviews")).json()["summary"]["mean"] is None


async def test_it_shows_all_once_scoring_is_closed(apply, call, criteria, facilitator, second, admin):
    address = f"{ROOM}/applications/{(await apply())['id']}"
    await facilitator.put(f"{address}/review", json=review(criteria, 5, 1, is_submitted=True))
    await second.put(f"{address}/review", json=review(criteria, 0, 0))

    assert (await admin.post(f"{call}/scoring-closure")).status_code == 201
    listed = (await admin.get(f"{call}/applications")).json()["items"][0]["scores"]
    assert (listed["mean"], listed["submitted"], listed["wanted"]) == (4.0, 1, 2)
    late = await second.put(f"{address}/review", json=review(criteria, 1, 1, is_submitted=True))
    assert (late.status_code, late.json()["code"]) == (409, "scoring_closed")


async def test_it_keeps_what_was_handed_in(apply, call, criteria, facilitator):
    address = f"{ROOM}/applications/{(await apply())['id']}"
    await facilitator.put(f"{address}/review", json=review(criteria, 4, 2, is_submitted=True))

    again = await facilitator.put(f"{address}/review", json=review(criteria, 1, 1))
    assert (again.status_code, again.json()["code"]) == (409, "review_submitted")
    for answer in (
        await facilitator.delete(f"{call}/criteria/{criteria[0]}"),
        await facilitator.post(f"{call}/criteria", json={"label": "X", "weight": 1, "anchors": ANCHORS}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "scoring_begun")
    assert [one["score"] for one in (await facilitator.get(f"{address}/reviews")).json()["mine"]] == [4, 2]


async def test_it_refuses_incomplete_or_unknown_scores(apply, criteria, facilitator):
    address = f"{ROOM}/applications/{(await apply())['id']}/review"
    for body, pointer in (
        (review(criteria[:1], 4, is_submitted=True), "/scores"),
        (review([str(uuid4())], 4), "/scores/0/criterion_id"),
        (review(criteria, 6, 2), "/scores/0/score"),
        (review([criteria[0]] * 2, 1, 2), "/"),
    ):
        answer = await facilitator.put(address, json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await facilitator.get(f"{address}s")).json()["mine"] == []


async def test_it_is_for_people_of_the_project_team(
    apply, criteria, agent, champion, stranger, admin, visitor
):
    address = f"{ROOM}/applications/{(await apply())['id']}"
    for client, status in ((agent, 403), (champion, 403), (stranger, 404)):
        assert (await client.get(f"{address}/reviews")).status_code == status
        assert (await client.put(f"{address}/review", json=review(criteria, 1, 1))).status_code == status
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Robot", "role": "facilitator"})).json()[
        "key"
    ]
    robot = await visitor.put(
        f"{address}/review", json=review(criteria, 1, 1), headers={"authorization": f"Bearer {key}"}
    )
    assert (robot.status_code, robot.json()["code"]) == (403, "not_a_person")


async def test_it_is_kept_blind_by_the_database(apply, criteria, facilitator, second, owner, settings):
    made = await apply()
    address = f"{ROOM}/applications/{made['id']}"
    await facilitator.put(f"{address}/review", json=review(criteria, 4, 2, is_submitted=True))
    person = (await second.get("/api/identity/v1/me")).json()["id"]
    with owner.transaction(force_rollback=True):
        owner.execute(f'set local role "{make_url(settings.app_database_url).username}"')
        owner.execute(
            "select set_config('app.operator', 'on', true), set_config('app.person', %s, true),"
            " set_config('app.authority', '', true), set_config('app.platform', '', true)", [person],
        )  # fmt: skip
        assert owner.execute("select count(*) from application_score").fetchone() == (0,)
        with pytest.raises(psycopg.errors.CheckViolation):  # a review without scores
            owner.execute(
                "insert into application_review values (%s, %s, %s, now())",
                [made["id"], person, made["authority_id"]],
            )


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=6),
    st.tuples(*[st.integers(1, 10)] * 3),
)
def test_it_averages_between_the_ends(given_scores, given_weights):
    names = [uuid4() for _ in range(3)]
    weights = dict(zip(names, given_weights, strict=True))
    reviews = [dict(zip(names, one, strict=True)) for one in given_scores]

    found = scores.overall(reviews, weights)

    assert found.count == len(reviews)
    if not reviews:
        assert (found.mean, found.low, found.high) == (None, None, None)
        return
    assert 0 <= found.low <= found.mean <= found.high <= 5
    doubled = {name: 2 * weight for name, weight in weights.items()}
    assert scores.overall(reviews, doubled).mean == pytest.approx(found.mean)
    assert scores.overall(reviews[::-1], weights).mean == pytest.approx(found.mean)
