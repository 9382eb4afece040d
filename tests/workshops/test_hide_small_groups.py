"""What is told of several authorities: no line lets one be read, and none is found by taking the others away."""

from hypothesis import given, settings, strategies as st

from services.workshops.exports import small_groups
from services.workshops.exports.small_groups import DOMINANCE, NOTES, told

AUTHORITIES = [f"a{number}" for number in range(9)]
CELLS = st.dictionaries(
    st.sampled_from(["accueil", "courrier", "documents", "tableaux", "autre"]),
    st.dictionaries(st.sampled_from(AUTHORITIES), st.integers(0, 30)),
)


@settings(max_examples=500)
@given(CELLS)
def test_it_tells_only_lines_that_rest_on_enough(cells) -> None:
    for group in told(cells):
        given_parts = [part for part in group.parts.values() if part]
        assert len(given_parts) >= 3
        assert sum(given_parts) >= NOTES
        assert max(given_parts) < DOMINANCE * sum(given_parts)


@settings(max_examples=500)
@given(CELLS)
def test_it_tells_everything_or_nothing_so_that_no_line_is_found_by_difference(cells) -> None:
    groups = told(cells)
    names = [name for group in groups for name in group.names]
    assert len(names) == len(set(names))
    if groups:
        assert set(names) == {name for name, parts in cells.items() if sum(parts.values())}
        assert sum(group.total for group in groups) == sum(sum(parts.values()) for parts in cells.values())


@settings(max_examples=300)
@given(CELLS, st.randoms())
def test_it_depends_on_no_order(cells, random) -> None:
    shuffled = list(cells.items())
    random.shuffle(shuffled)
    assert [group.names for group in told(dict(shuffled))] == [group.names for group in told(cells)]


def test_it_mixes_the_smallest_safe_line_with_one_that_may_not_be_told_alone() -> None:
    many = {"a1": 10, "a2": 10, "a3": 10}
    few = {"a1": 3, "a2": 2, "a3": 2}
    groups = told({"accueil": many, "courrier": few, "autre": {"a1": 1}})
    assert [group.names for group in groups] == [("accueil",), ("courrier", "autre")]


def test_it_tells_nothing_of_two_authorities() -> None:
    assert told({"accueil": {"a1": 50, "a2": 50}}) == ()
    assert not small_groups.is_safe({"a1": 97, "a2": 2, "a3": 1})
