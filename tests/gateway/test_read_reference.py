"""The reference data are whole, as published, and hold the traps that the pages must survive."""

import hashlib
import lzma
from collections import Counter

import pytest

from infra.seeds import reference
from infra.seeds.reference import Kind, ReferenceAuthority


@pytest.fixture(scope="module")
def everyone() -> tuple[ReferenceAuthority, ...]:
    return tuple(reference.read())


def test_it_reads_every_commune_and_intercommunal_body(everyone: tuple[ReferenceAuthority, ...]) -> None:
    assert Counter(one.kind for one in everyone) == {Kind.COMMUNE: 34_963, Kind.INTERCOMMUNAL: 1_255}
    assert Counter(one.legal_form for one in everyone if one.legal_form) == {
        "CC": 989, "CA": 230, "METRO": 21, "CU": 14, "MET69": 1,
    }  # fmt: skip


def test_it_gives_each_body_its_own_codes(everyone: tuple[ReferenceAuthority, ...]) -> None:
    for codes in ([one.siren for one in everyone], [one.insee for one in everyone]):
        known = [code for code in codes if code]
        assert len(known) == len(set(known))
    assert all(one.siren or one.insee for one in everyone)
    assert all(_is_siren(one.siren) for one in everyone if one.siren)
    assert all(one.insee is not None and len(one.insee) == 5 for one in everyone if one.kind == Kind.COMMUNE)


def test_it_ties_communes_to_an_intercommunal_body_that_exists(
    everyone: tuple[ReferenceAuthority, ...],
) -> None:
    bodies = {one.siren: one for one in everyone if one.kind == Kind.INTERCOMMUNAL}
    members = [one for one in everyone if one.parent_siren]

    assert {one.parent_siren for one in members} == set(bodies)
    for one in members:
        assert one.kind == Kind.COMMUNE
        assert set(one.departments) <= set(bodies[one.parent_siren].departments)
        assert set(one.regions) <= set(bodies[one.parent_siren].regions)
    alone = [one.name for one in everyone if one.kind == Kind.COMMUNE and one.siren and not one.parent_siren]
    assert alone == ["Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"]


def test_it_puts_the_most_peopled_department_first(everyone: tuple[ReferenceAuthority, ...]) -> None:
    spanning = {one.siren: one for one in everyone if len(one.departments) > 1}

    assert spanning["200070308"].departments == ("71", "01")
    assert spanning["200070308"].regions == ("27", "84")


def test_it_leaves_out_parts_of_communes_and_places_without_an_authority(
    everyone: tuple[ReferenceAuthority, ...],
) -> None:
    codes = {one.insee for one in everyone}

    assert "75056" in codes  # Paris, whose districts are left out
    assert codes.isdisjoint({"75101", "69381", "13201", "98411", "98901"})
    assert [one.population for one in everyone if one.name == "Fleury-devant-Douaumont"] == [0]


def test_it_keeps_homonyms_apart(everyone: tuple[ReferenceAuthority, ...]) -> None:
    assert sorted((one.departments, one.insee) for one in everyone if one.name == "Héry") == [
        (("58",), "58133"),
        (("89",), "89201"),
    ]


def test_it_gives_the_nine_as_published() -> None:
    assert [(one.kind.value, one.name, one.departments, one.population) for one in reference.the_nine()] == [
        ("commune", "Chalon-sur-Saône", ("71",), 45_102),
        ("intercommunal", "Le Grand Chalon", ("71",), 113_440),
        ("commune", "Chassagne-Montrachet", ("21",), 261),
        ("commune", "Chéroy", ("89",), 1_760),
        ("intercommunal", "CU Le Creusot Montceau-les-Mines", ("71",), 90_474),
        ("commune", "Héry", ("89",), 1_784),
        ("commune", "Lormes", ("58",), 1_251),
        ("intercommunal", "Mâconnais Beaujolais Agglomération", ("71", "01"), 79_589),
        ("joint_authority", "Nièvre Numérique", ("58",), None),
    ]


def test_it_says_that_chalon_lies_inside_the_grand_chalon() -> None:
    chalon, grand_chalon, *_ = reference.the_nine()

    assert chalon.parent_siren == grand_chalon.siren == "247100589"


def test_it_gives_the_operator_a_valid_siren() -> None:
    operator = reference.operator()

    assert operator.kind == Kind.OPERATOR
    assert operator.siren is not None
    assert _is_siren(operator.siren)


def test_it_is_the_file_that_its_readme_describes() -> None:
    readme = (reference.FOLDER / "README.md").read_text("utf-8")
    packed = reference.FILE.read_bytes()

    assert hashlib.sha256(packed).hexdigest() in readme
    assert hashlib.sha256(lzma.decompress(packed)).hexdigest() in readme


def _is_siren(code: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(code))
    return len(code) == 9 and sum(value // 10 + value % 10 for value in doubled) % 10 == 0
