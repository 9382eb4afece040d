"""What the rules find of a labelled French set, what they leave alone, and how they stand hostile texts."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from services.assistant.safeguards import checksums
from services.assistant.safeguards.findings import find
from services.assistant.safeguards.spans import Kind

CORPUS = Path(__file__).parent / "corpus"
BY_RULE_OF_THUMB = {"person_name", "address"}
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
SETS = {"dev": 100, "held_out": 100, "held_out2": 130, "held_out3": 80, "held_out4": 30}
"""Each set, and how many structured findings it has at least."""
Places = set[tuple[int, int, str]]


def read(half: str) -> list[tuple[str, Places]]:
    lines = (CORPUS / f"{half}.txt").read_text("utf-8").splitlines()
    return [unmark(line) for line in lines if not line.startswith("#")]


def unmark(line: str) -> tuple[str, Places]:
    line = line.replace(r"\n", "\n").replace(r"\t", "\t")
    text, places, done = "", set(), 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        places.add((len(text), len(text) + len(mark[2]), mark[1]))
        text, done = text + mark[2], mark.end()
    return text + line[done:], places


def found(text: str) -> Places:
    return {(span.start, span.end, span.kind.value) for span in find(text)}


def compare(half: str, *, kinds: set[str]) -> tuple[int, Counter[str], Counter[str]]:
    right, missed, wrong = 0, Counter[str](), Counter[str]()
    for text, labelled in read(half):
        given_back = {place for place in found(text) if place[2] in kinds}
        wanted = {place for place in labelled if place[2] in kinds}
        right += len(given_back & wanted)
        missed.update(text[start:end] for start, end, _ in wanted - given_back)
        wrong.update(text[start:end] for start, end, _ in given_back - wanted)
    return right, missed, wrong


def test_it_is_tried_on_many_sentences_that_the_sets_do_not_share() -> None:
    sentences = [text for name in SETS for text, _ in read(name)]

    assert len(sentences) >= 800
    assert len(sentences) - len(set(sentences)) <= 2  # « Matricule … » may be said twice inside one set


@pytest.mark.parametrize("name", SETS)
def test_it_finds_what_has_a_structure(name: str) -> None:
    right, missed, wrong = compare(name, kinds={kind.value for kind in Kind} - BY_RULE_OF_THUMB)

    assert right > SETS[name]
    assert right / (right + missed.total()) >= 0.99, missed
    assert right / (right + wrong.total()) >= 0.98, wrong


@pytest.mark.parametrize("name", ["dev", "held_out", "held_out2"])
def test_it_finds_most_names_and_addresses(name: str) -> None:
    right, missed, wrong = compare(name, kinds=BY_RULE_OF_THUMB)

    assert right / (right + missed.total()) >= 0.9, missed
    assert right / (right + wrong.total()) >= 0.9, wrong


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("255081416802538", True), ("255081416802539", False),
        ("185052A00412301", False), ("185052B00412301", False),
    ],
)  # fmt: skip
def test_it_checks_the_key_of_a_social_security_number(number: str, is_right: bool) -> None:
    assert checksums.is_nir(number) is is_right


@pytest.mark.parametrize(("department", "stands_for"), [("2A", 19), ("2B", 18)])
def test_it_counts_corsica_as_the_rule_says(department: str, stands_for: int) -> None:
    key = 97 - int(f"18505{stands_for}004123") % 97

    assert checksums.is_nir(f"18505{department}004123{key:02}")
    assert not checksums.is_nir(f"18505{department}004123{key % 97 + 1:02}")


def test_it_checks_accounts_and_establishments() -> None:
    assert checksums.is_iban("FR1420041010050500013M02606")
    assert not checksums.is_iban("FR1520041010050500013M02606")
    assert checksums.is_siret("73282932000074")
    assert not checksums.is_siret("73282932000075")
    assert checksums.is_siret("35600000049837")  # La Poste: the sum of the digits is 45
    assert not checksums.is_luhn("35600000049837")


def test_it_counts_in_code_points() -> None:
    text = "👋 Écrire à a@exemple.fr"

    assert [(text[span.start : span.end], span.kind) for span in find(text)] == [("a@exemple.fr", Kind.EMAIL)]


_PIECES = st.sampled_from([text for text, _ in read("dev")]) | st.text(max_size=30)


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=6).map(" ".join))
def test_it_gives_places_in_order_and_apart(text: str) -> None:
    spans = find(text)

    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, spans, strict=False))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="İßŉǰΐ né le M.Jean 0123456789@[]:", max_size=60))
def test_it_reads_letters_that_change_length(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in find(text))


NUMBERS = [
    "06 12 34 56 78", "+33 6 12 34 56 78", "FR76 3000 6000 0112 3456 7890 189", "4970 1000 0000 0014", "AB-123-CD",
]  # fmt: skip
ASIDES = [
    "lot 12 ; ",
    "page 3. ",
    "salle 104 : ",
    "en 2024 ; ",
    "total 123456 ! ",
    "soit 7 % ; ",
    "un dossier à part, ",
]


@given(
    st.lists(st.tuples(st.sampled_from(NUMBERS), st.lists(st.sampled_from(ASIDES), max_size=4)), max_size=5)
)
def test_short_numbers_beside_an_identifier_hide_nothing_of_it(parts: list[tuple[str, list[str]]]) -> None:
    text = "".join(f"{''.join(asides)}voir {number} ; " for number, asides in parts)

    assert [text[span.start : span.end] for span in find(text)] == [number for number, _ in parts]
