"""Whatever the order, the cutting and the repetition of a stream, the same counts and the same answers, to the byte."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, given, settings as tried, strategies as st

from tests.metrics import shapes
from tests.metrics.doors import Program, never_seen
from tests.metrics.rollup_dump import dump
from tests.metrics.shapes import Event


@tried(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_it_answers_the_same_bytes_for_any_order_cutting_and_repetition(
    doors: Program, owner: psycopg.Connection, places: list[UUID], data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(shapes.events(places), max_size=40))
    stream = shapes.numbered(shapes.crowd(places) + drawn)
    never_seen(owner)
    assert doors.send([stream]) == (len(stream), 0)
    counted, answered = dump(owner), doors.answers()
    assert b'"hidden":false' in answered["overview"], "a stream of which nothing is told would prove nothing"

    repeated = data.draw(st.lists(st.sampled_from(stream), max_size=30))
    shuffled = data.draw(st.permutations(stream + repeated))
    batches = cut(shuffled, data.draw(st.lists(st.integers(1, len(shuffled)), max_size=12)))
    senders = data.draw(st.integers(1, 3))
    never_seen(owner)
    with ThreadPoolExecutor(senders) as pool:
        receipts = list(pool.map(lambda batch: doors.send([batch]), batches))

    assert tuple(map(sum, zip(*receipts, strict=True))) == (len(stream), len(repeated))
    assert dump(owner) == counted
    assert doors.answers() == answered


def cut(stream: list[Event], places: list[int]) -> list[list[Event]]:
    ends = [0, *sorted(set(places)), len(stream)]
    return [batch for start, end in pairwise(ends) if (batch := stream[start:end])]
