"""The table of footprints says what EcoLogits says, on every model it knows; what it does not know is unknown."""

import math

import pytest
from ecologits.model_repository import models

from infra import make_footprints
from services.assistant.footprints import estimates, views
from services.assistant.footprints.schemas import FootprintStatus
from services.assistant.tables import Message
from services.kit.db import now, uuid7

KNOWN = {one.name: one.provider.value for one in reversed(models.list_models())}
"""The provider that the table takes each name from: the first."""


def test_it_knows_every_model_of_the_library() -> None:
    assert set(estimates.table().models) == set(KNOWN)
    assert len(KNOWN) > 300


@pytest.mark.parametrize("tokens", [1, 37, 400, 8_192])
def test_it_equals_the_library_on_every_model(tokens: int) -> None:
    for name, provider in KNOWN.items():
        kwh, kilograms = make_footprints.impacts(provider, name, tokens)
        ours = estimates.estimate(name, tokens)
        assert ours
        for got, wanted in zip(
            (*ours.kwh, *ours.grams), (*kwh, *(kg * 1000 for kg in kilograms)), strict=True
        ):
            assert math.isclose(got, wanted, rel_tol=1e-9), name


def answer(upstream: str, **more: object) -> Message:
    values = {
        "authority_id": uuid7(), "person_id": uuid7(), "conversation_id": uuid7(), "role": "assistant",
        "supplier": "Essai", "ended_at": now(), "input_tokens": 10, "output_tokens": 100,
    }  # fmt: skip
    return Message(upstream=upstream, **(values | more))


def test_it_says_unknown_and_never_zero() -> None:
    for row in (answer("a-model-of-ours"), answer("gpt-4o", output_tokens=None), answer("")):
        shown = views.footprint(row)
        assert shown
        assert shown.status is FootprintStatus.UNKNOWN
        assert (shown.kwh_low, shown.grams_high) == (None, None)
    known = views.footprint(answer("gpt-4o"))
    assert known
    assert known.status is FootprintStatus.KNOWN
    assert known.kwh_low
    assert known.kwh_high
    assert 0 < known.kwh_low <= known.kwh_high


def test_it_says_that_the_embedded_engine_calls_no_model() -> None:
    shown = views.footprint(answer("", supplier="terrain"))
    assert shown
    assert shown.status is FootprintStatus.NO_MODEL
    assert views.footprint(answer("gpt-4o", ended_at=None)) is None
