"""The algebra of merging: whatever order changes arrive in, the same values are kept, and none is lost."""

import hashlib
import json
from itertools import permutations

from hypothesis import given, strategies as st

from services.workshops.merging import merge
from services.workshops.payloads import hash_of

FIELDS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), max_size=4)
BASE = dict.fromkeys("abcd", 0)


def arrive(changes):
    """Let changes from one base arrive one after the other; give what stands and what waits."""
    present, waiting = dict(BASE), []
    for change in changes:
        merged = merge(BASE, present, change)
        present |= merged.taken
        waiting += merged.contested.items()
    return present, waiting


def meant(changes, name):
    """Give the values that somebody meant a field to take, other than the one it had."""
    return {change[name] for change in changes if name in change} - {BASE[name]}


@given(st.lists(FIELDS, max_size=4))
def test_it_keeps_the_same_values_in_any_order_and_loses_none(changes):
    for order in permutations(changes):
        present, waiting = arrive(order)
        for name in BASE:
            kept = {present[name]} | {value for field, value in waiting if field == name}
            assert meant(changes, name) <= kept
            assert kept <= {BASE[name]} | meant(changes, name)
            if len(meant(changes, name)) == 1 and all(change.get(name) != 0 for change in changes):
                assert (present[name], kept) == (*meant(changes, name), meant(changes, name))


@given(FIELDS, FIELDS)
def test_it_never_changes_a_field_that_somebody_else_changed(first, second):
    present, _ = arrive([first])
    merged = merge(BASE, present, second)
    assert all(present[name] == BASE[name] for name in merged.taken)
    assert merged.taken.keys() | merged.contested.keys() == {
        name for name, value in second.items() if value != present[name]
    }


@given(FIELDS)
def test_it_changes_nothing_the_second_time(change):
    present, _ = arrive([change])
    again = merge(BASE, present, change)
    assert (again.taken, again.contested) == ({}, {})


def test_it_contests_what_the_base_does_not_tell():
    assert merge({}, {"a": 1}, {"a": 2}).contested == {"a": 2}
    assert merge({}, {"a": 1}, {"a": 1}).contested == {}


@given(st.dictionaries(st.text(st.characters(codec="ascii")), st.text() | st.none() | st.booleans()))
def test_it_hashes_texts_as_any_json_writer_does(content):
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hash_of(content) == hashlib.sha256(text.encode()).digest()


def test_it_hashes_numbers_as_browsers_write_them():
    written = '{"a":[1,-2.5,1e+21,100000000000000000000,0.000001,1e-7,0,333333333.3333333,1.5e-9]}'
    numbers = [1.0, -2.5, 1e21, 1e20, 1e-6, 1e-7, -0.0, 333333333.3333333, 1.5e-9]
    assert hash_of({"a": numbers}) == hashlib.sha256(written.encode()).digest()
