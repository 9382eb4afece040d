"""Personal data is found by rules: how many of a labelled set, and what is refused as only looking like it."""

from collections import Counter

import pytest

from services.assistant.safeguards import checksums
from services.assistant.safeguards.findings import find
from tests.assistant.labelled import Labelled, development, held_out
from tests.conftest import Client

BY_RULES = {"person_name", "address"}
PATH = "/api/assistant/v1/safeguards/findings"


def count(sentences: tuple[Labelled, ...]) -> dict[str, Counter[str]]:
    counted = {name: Counter[str]() for name in ("right", "wrong", "missed")}
    for sentence in sentences:
        found = {(one.start, one.end, str(one.kind)) for one in find(sentence.text)}
        counted["right"].update(kind for *_, kind in found & sentence.spans)
        counted["wrong"].update(kind for *_, kind in found - sentence.spans)
        counted["missed"].update(kind for *_, kind in sentence.spans - found)
    return counted


def total(counted: Counter[str]) -> int:
    return sum(times for kind, times in counted.items() if kind not in BY_RULES)


def report(name: str, counted: dict[str, Counter[str]]) -> None:
    right, wrong, missed = counted["right"], counted["wrong"], counted["missed"]
    for kind in sorted(right | wrong | missed):
        recall = right[kind] / max(1, right[kind] + missed[kind])
        precision = right[kind] / max(1, right[kind] + wrong[kind])
        line = f"{name:<12} {kind:<14} recall {recall:.3f}  precision {precision:.3f}  n = {right[kind] + missed[kind]}"
        print(line)  # noqa: T201 - `pytest -s` shows how each kind does


def test_it_is_tried_on_many_sentences() -> None:
    assert len(development) + len(held_out) >= 300
    assert not {one.text for one in development} & {one.text for one in held_out}


@pytest.mark.parametrize(("name", "half"), [("development", development), ("held out", held_out)])
def test_it_finds_what_has_a_structure(name: str, half: tuple[Labelled, ...]) -> None:
    counted = count(half)
    report(name, counted)
    right, wrong, missed = (total(counted[part]) for part in ("right", "wrong", "missed"))

    assert right > 100
    assert right / (right + missed) >= 0.99, counted["missed"]
    assert right / (right + wrong) >= 0.98, counted["wrong"]


def test_it_checks_sums() -> None:
    assert checksums.is_nir("255081416802538")
    assert not checksums.is_nir("255081416802539")
    assert checksums.is_iban("FR1420041010050500013M02606")
    assert not checksums.is_iban("FR1520041010050500013M02606")
    assert checksums.is_luhn("4539578763621486")
    assert not checksums.is_luhn("4539578763621487")
    assert checksums.is_siret("73282932000074")
    assert not checksums.is_siret("73282932000075")
    assert checksums.is_siret("35600000049837")  # La Poste: 3+5+6+4+9+8+3+7 = 45
    assert not checksums.is_luhn("35600000049837")


async def test_it_answers_with_places_and_a_masked_text(agent: Client) -> None:
    text = "👋 Mme Durand : 06 12 34 56 78. Rappeler Mme Durand."
    answer = await agent.post(PATH, json={"text": text})

    assert answer.status_code == 200
    found = answer.json()["findings"]
    assert [text[one["start"] : one["end"]] for one in found] == ["Durand", "06 12 34 56 78", "Durand"]
    assert answer.json()["masked"] == "👋 Mme [PERSONNE_1] : [TÉLÉPHONE_1]. Rappeler Mme [PERSONNE_1]."


async def test_it_refuses_what_it_cannot_read(agent: Client, visitor: Client, decision_maker: Client) -> None:
    assert (await agent.post(PATH, json={})).status_code == 422
    assert (await agent.post(PATH, json={"text": "a" * 100_001})).status_code == 422
    assert (await agent.post(PATH, json={"text": "a", "more": 1})).status_code == 422
    stranger = {"authorization": "Bearer terrain_nobody"}
    assert (await visitor.post(PATH, json={"text": "a"}, headers=stranger)).status_code == 401
    assert (await decision_maker.post(PATH, json={"text": "a"})).status_code == 403


async def test_it_never_logs_the_text(agent: Client, capsys: pytest.CaptureFixture[str]) -> None:
    for body in ({"text": "Mme Zirkonov"}, {"text": "Mme Zirkonov", "more": "Zirkonov"}):
        await agent.post(PATH, json=body)

    logged = "".join(capsys.readouterr())
    assert PATH in logged
    assert "Zirkonov" not in logged
