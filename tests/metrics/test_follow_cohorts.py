"""Opening cohorts: who is still there one, two, three, six months after, none of them about few."""

from collections.abc import Callable
from itertools import product
from uuid import UUID

from hypothesis import given, strategies as st

from services.metrics.measures.cohorts import Followed, together, told as chosen
from services.metrics.secrecy import Cell, Rule
from tests.conftest import Client
from tests.metrics.conftest import EVENTS
from tests.metrics.months import uses

MEASURES = "/api/metrics/v1/measures"
Where = Callable[[str], UUID]


async def live(program: Client, where: object, agents: int, *, months: list[int], first: int = 0) -> None:
    """Some agents make one use in each of some months ago."""
    for ago in months:
        batch = uses(where, agents, months=ago, first=first)
        assert (await program.post(EVENTS, json=batch)).json()["accepted"] == agents


async def read(client: Client) -> dict[str, object]:
    answer = await client.get(f"{MEASURES}/cohorts")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(found: dict[str, object]) -> dict[str, tuple[float | None, int | None]]:
    return {row["key"]: (row["share"], row["n"]) for row in found["rows"]}  # type: ignore[attr-defined]


async def test_it_says_who_is_still_there_by_month_of_beginning(
    champion: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await live(program, here, 12, months=[7, 6, 4])  # a month without, then there again
    await live(program, here, 8, months=[7], first=50)
    await live(program, here, 10, months=[5, 4, 2], first=100)
    found = await read(champion)
    shares = told(found)
    assert (shares["all:1"], shares["all:3"]) == ((22 / 30, 30), (22 / 30, 30))
    assert shares["all:2"] == (0, 30)
    own = [value for key, value in shares.items() if not key.startswith("all") and key.endswith(":3")]
    assert own == [(0.6, 20), (1.0, 10)]
    assert found["value"] == 22 / 30
    assert "73\u00a0% après 3\u00a0mois" in str(found["sentence"])


async def test_it_tells_small_cohorts_with_their_neighbours(
    champion: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await live(program, here, 20, months=[7, 6, 5, 4])
    await live(program, here, 3, months=[6, 5], first=50)
    found = await read(champion)
    assert {n for _, n in told(found).values()} == {23}, "the three are told with the twenty"
    shares = {key.rpartition(":")[2]: share for key, (share, _) in told(found).items()}
    assert shares == {"1": 1, "2": None, "3": None}, "three did not come back after two months"
    assert found["reasons"]


async def test_it_hides_a_group_too_small_and_shows_nothing_early(
    champion: Client, program: Client, authority: Where
) -> None:
    assert (await read(champion))["value"] is None
    await live(program, authority("Chéroy"), 4, months=[7, 6])
    found = await read(champion)
    assert (found["hidden"], found["rows"]) == (True, [])


async def test_it_follows_as_many_as_retention_does(
    champion: Client, program: Client, authority: Where
) -> None:
    here = authority("Chéroy")
    await live(program, here, 15, months=[7, 4])
    await live(program, here, 3, months=[2], first=50)  # began too late to be followed: told nowhere
    retention = (await champion.get(f"{MEASURES}/retention")).json()
    found = await read(champion)
    assert found["n"] == retention["n"] == 15


async def test_it_is_told_of_everyone_or_of_oneself(
    facilitator: Client, program: Client, authority: Where
) -> None:
    for place in ("Chéroy", "Lormes"):
        await live(program, authority(place), 30, months=[7, 4])
    assert (await read(facilitator))["n"] == 60
    for group in ({"department": "58"}, {"authority": str(authority("Chéroy"))}):
        found = (await facilitator.get(f"{MEASURES}/cohorts", params=group)).json()
        assert (found["hidden"], found["rows"], found["n"]) == (True, [], None)
        assert "toutes les collectivités ensemble" in found["sentence"]


_COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(st.lists(st.tuples(_COUNTS, _COUNTS), min_size=1, max_size=6), st.sampled_from([5, 11]))
def test_it_tells_no_share_from_which_another_could_be_taken(
    counts: list[tuple[tuple[int, int], tuple[int, int]]], smallest: int
) -> None:
    """Two authorities: what is told, and every difference of sums of it, is about nobody or about enough people."""
    numbers = iter(range(10_000))

    def cell(count: int) -> Cell:
        return Cell(count, sum(1 << next(numbers) for _ in range(count)), min(count, 1))

    cohorts = [
        Followed(str(index), {"a": cell(a), "b": cell(c)}, {"a": cell(b), "b": cell(d)})
        for index, ((a, b), (c, d)) in enumerate(counts)
    ]
    rule = Rule(smallest)
    found = chosen(cohorts, rule)
    shown = [one for one in cohorts if one.name in found.names]
    sums = [
        together(shown[i] for i, is_in in enumerate(choice) if is_in)
        for choice in product((0, 1), repeat=len(shown))
    ]
    if found.everyone:
        left = [one for one in cohorts if one.name not in found.names]
        sums += [together([*left, *(shown[i] for i, is_in in enumerate(choice) if is_in)])
                 for choice in product((0, 1), repeat=len(shown))]  # fmt: skip
    for one in sums:
        for count in (one.returned, one.size - one.returned):
            assert count == 0 or count >= smallest
