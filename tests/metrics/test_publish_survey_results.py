"""What surveys tell: scales by group, and nothing from which one person's answer could be computed back."""

from collections.abc import Mapping

import httpx
from hypothesis import given, strategies as st

from services.metrics.surveys.tallies import Tally, is_user, tallied, together
from tests.metrics.surveys import API, NON_USER, USER, draw, figures, hold, open_survey, reply

Client = httpx.AsyncClient
RESULTS = f"{API}/survey-results"
SIX = [USER | {"satisfaction": 5 + number} for number in range(6)]
FIVE = [NON_USER | {"quality": 3 + number % 4} for number in range(5)]

answers = st.lists(
    st.fixed_dictionaries(
        {"frequency": st.integers(0, 4)},
        optional={
            "trainings": st.integers(0, 3), "confidence": st.integers(1, 5), "quality": st.integers(1, 7),
            "satisfaction": st.integers(0, 10), "drafting": st.integers(0, 2),
        },
    ),
    max_size=40,
)  # fmt: skip


async def test_it_tells_users_and_non_users_apart(
    champion: Client, decision_maker: Client, visitor: Client
) -> None:
    sides = [one | {"quality": 5 + number % 2} for number, one in enumerate(SIX)]
    await hold(champion, visitor, sides + FIVE)

    results = (await decision_maker.get(RESULTS)).json()

    quality = figures(results, "quality")
    assert {scope: (one["n"], one["mean"]) for scope, one in quality.items()} == {
        "all": (11, 4.9), "users": (6, 5.5), "non_users": (5, 4.2),
    }  # fmt: skip
    assert quality["all"]["claim"]
    assert not quality["users"]["claim"]
    satisfaction = figures(results, "satisfaction")
    assert list(satisfaction) == ["users"]
    assert (satisfaction["users"]["mean"], satisfaction["users"]["share"]) == (7.5, 0.5)
    assert (results["rounds"][0]["invited"], results["rounds"][0]["answered"]) == (11, 11)


async def test_it_hides_a_small_group_and_the_one_that_would_give_it_away(
    champion: Client, visitor: Client
) -> None:
    sides = [one | {"quality": 5 + number % 2} for number, one in enumerate(SIX)]
    await hold(champion, visitor, sides + FIVE[:4])

    quality = figures((await champion.get(RESULTS)).json(), "quality")

    assert quality["all"]["n"] == 10
    assert [quality[scope]["is_hidden"] for scope in ("users", "non_users")] == [True, True]
    assert quality["non_users"]["n"] is quality["non_users"]["mean"] is quality["non_users"]["share"] is None


async def test_it_hides_what_everyone_said_alike(champion: Client, visitor: Client) -> None:
    await hold(champion, visitor, [USER] * 8)

    satisfaction = figures((await champion.get(RESULTS)).json(), "satisfaction")

    assert satisfaction["users"]["is_hidden"], "that nobody's answer differs tells what each one's is"


async def test_it_tells_nothing_while_answers_come(champion: Client, visitor: Client) -> None:
    survey = await open_survey(champion)
    for token in await draw(champion, survey, 6):
        await reply(visitor, token, USER)

    assert (await champion.get(RESULTS)).json()["rounds"] == []


async def test_it_publishes_for_the_programme_only_enough_people_at_once(
    champion: Client, facilitator: Client, visitor: Client, stranger: Client
) -> None:
    lormes = (await stranger.get("/api/identity/v1/me")).json()["authority"]["id"]
    await hold(champion, visitor, SIX)
    publish = {"wave": "t0"}

    assert (await facilitator.get(RESULTS)).json()["waiting"] == ["t0"]
    assert (await facilitator.post(f"{API}/survey-publications", json=publish)).json()[
        "code"
    ] == "too_few_answers"
    assert (await champion.post(f"{API}/survey-publications", json=publish)).status_code == 403
    await hold(facilitator, visitor, SIX, authority_id=lormes)
    assert (await facilitator.post(f"{API}/survey-publications", json=publish)).json()["surveys"] == 2

    results = (await facilitator.get(RESULTS)).json()
    assert (results["is_programme"], results["smallest"], results["waiting"]) == (True, 11, [])
    assert figures(results, "satisfaction")["users"]["n"] == 12
    # Each authority's people still read their own only, under their own threshold.
    assert figures((await stranger.get(RESULTS)).json(), "satisfaction")["users"]["n"] == 6


async def test_it_leaves_published_figures_where_they_are_when_few_answers_follow(
    champion: Client, facilitator: Client, visitor: Client, stranger: Client
) -> None:
    lormes = (await stranger.get("/api/identity/v1/me")).json()["authority"]["id"]
    await hold(champion, visitor, SIX * 2)
    await facilitator.post(f"{API}/survey-publications", json={"wave": "t0"})
    before = (await facilitator.get(RESULTS)).json()["rounds"]

    await hold(facilitator, visitor, SIX[:3], authority_id=lormes)
    refused = await facilitator.post(f"{API}/survey-publications", json={"wave": "t0"})

    assert refused.status_code == 409
    assert (await facilitator.get(RESULTS)).json()["rounds"] == before


def shown_people(table: Mapping[tuple[str, str], Tally | None]) -> list[int]:
    return [tally.n for tally in table.values() if tally]


@given(answers=answers, smallest=st.sampled_from([5, 11]))
def test_it_never_shows_too_few_nor_lets_them_be_computed(
    answers: list[dict[str, int]], smallest: int
) -> None:
    table = tallied(answers, smallest=smallest)

    assert all(n >= smallest for n in shown_people(table))
    whole = table["quality", "all"]
    told = [one for one in answers if "quality" in one]
    groups = {
        "users": [one for one in told if is_user(one)],
        "non_users": [one for one in told if not is_user(one)],
    }
    hidden = [some for scope, some in groups.items() if some and table.get(("quality", scope)) is None]
    if whole and hidden:
        assert sum(map(len, hidden)) >= smallest, "what is left of the total is about enough people"
        assert len(hidden) != 1, "one hidden cell is the total minus the others"


@given(first=answers, second=answers)
def test_it_adds_up_what_was_published_and_nothing_else(
    first: list[dict[str, int]], second: list[dict[str, int]]
) -> None:
    one, other = tallied(first, smallest=5), tallied(second, smallest=5)
    both = together([one, other])

    for key in {*one, *other}:
        parts = [tally for tally in (one.get(key), other.get(key)) if tally]
        found = both[key]
        assert (found.n if found else 0) == sum(tally.n for tally in parts)
    assert both == together([other, one])
