"""Identifiers sort by the time they were made."""

from services.kit.db import uuid7


def test_it_makes_version_7() -> None:
    made = uuid7()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_it_never_repeats_and_grows_with_time() -> None:
    made = [uuid7() for _ in range(2000)]

    assert len(set(made)) == len(made)
    stamps = [one.int >> 80 for one in made]
    assert stamps == sorted(stamps)
