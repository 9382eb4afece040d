"""What the end of a stream tells."""

import pytest
from hypothesis import given, strategies

from services.assistant.tails import Count, Tail, Unit, count_whole, said_why


def tail_of(*lines: bytes) -> Tail:
    tail = Tail(asked=400)
    for line in lines:
        tail.add(line)
    return tail


def test_it_reads_the_usage_of_the_last_event() -> None:
    tail = tail_of(
        b'data: {"usage": null, "choices": []}\n\n',
        b'data: {"choices": [], "usage": {"prompt_tokens": 3, "prompt_tokens_details": {"cached_tokens": 9},'
        b' "completion_tokens": 5, "total_tokens": 8}}\n\n',
        b"data: [DONE]\n\n",
    )
    assert tail.is_done
    assert tail.count() == Count(3, 5, Unit.TOKENS)


@pytest.mark.parametrize("usage", [b"null", b"{}", b'{"prompt_tokens": 99999999999, "completion_tokens": 1}'])
def test_it_estimates_when_the_usage_says_nothing(usage: bytes) -> None:
    tail = tail_of(b'data: {"usage": ' + usage + b"}\n\n", b"data: [DONE]\n\n")
    assert tail.count() == Count(100, 1, Unit.ESTIMATE)


@pytest.mark.parametrize(
    ("lines", "is_done"),
    [
        (b"data: [DONE]\n", True), (b"data:[DONE]\r\n", True), (b"data: [DONE] \n", True),
        (b'data: {"choices": [{"delta": {"content": "data: [DONE]"}}]}\n', False), (b": [DONE]\n", False),
        (b'data: {"error": {"message": "x"}}\n\ndata: [DONE]\n\n', False),
    ],
)  # fmt: skip
def test_it_is_done_when_the_stream_says_so(lines: bytes, is_done: bool) -> None:
    assert tail_of(lines).is_done is is_done


@pytest.mark.parametrize(
    "line", [b"data: {" + b"x" * 1000 + b"}\n\n", b'data: {"usage": ' + b"x" * 1000 + b"}\n\n"]
)
def test_it_remembers_little_of_a_long_stream(line: bytes) -> None:
    tail = tail_of(*[line * 20] * 25)
    assert tail.count().output == 500
    kept = [value for name in tail.__slots__ if isinstance(value := getattr(tail, name), bytes)]
    assert sum(map(len, kept)) <= 8192


def test_it_reads_a_usage_that_long_lines_follow() -> None:
    usage = b'data: {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 5}}\n\n'
    tail = tail_of(usage, *[b": waiting " + b"x" * 1000 + b"\n\n"] * 20, b"data: [DONE]\n\n")
    assert tail.count() == Count(3, 5, Unit.TOKENS)


def test_an_error_is_not_forgotten_whatever_follows() -> None:
    tail = tail_of(
        b'data: {"error": {"message": "x"}}\n\n', *[b": " + b"x" * 1000 + b"\n\n"] * 20, b"data: [DONE]\n\n"
    )
    assert tail.has_failed
    assert not tail.is_done


@given(strategies.binary(max_size=200))
def test_it_reads_any_bytes(lines: bytes) -> None:
    tail = tail_of(lines)
    assert tail.count().input >= 0
    assert isinstance(said_why(lines), str)


@pytest.mark.parametrize(
    "usage", [None, 3, {}, {"prompt_tokens": -1, "completion_tokens": 2}, {"prompt_tokens": "1"}]
)
def test_it_estimates_a_whole_answer_without_usage(usage: object) -> None:
    assert count_whole({"usage": usage}, asked=40, answered=80) == Count(10, 20, Unit.ESTIMATE)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"error": {"message": "trop long"}}', "trop long"), (b'{"error": "non"}', "non"), (b"[]", ""),
        (b'{"error": {"message": 3}}', ""), (b"<html>", ""), (b"{}", ""),
    ],
)  # fmt: skip
def test_it_reads_why(body: bytes, why: str) -> None:
    assert said_why(body) == why
