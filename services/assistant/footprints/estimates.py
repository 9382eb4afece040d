"""Energy and greenhouse gases of an answer, by EcoLogits tabulated: affine in tokens answered, a line for each model.

Source: EcoLogits (GenAI Impact), « Environmental impacts of LLM inference », https://ecologits.ai/methodology/llm_inference/;
`infra.make_footprints` writes the table, a test compares it with the library. Input tokens are in no line of it: they
are counted and shown apart. The library's hypotheses stand: its batch of 64, and the electricity of the provider's own
country. A model is found by its exact name: a near one may be ten times larger.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Line = tuple[float, float]
"""For no token, and for each token answered."""


@dataclass(frozen=True, slots=True)
class Factors:
    """The lines of one model: kWh and kgCO2e, low and high."""

    kwh_low: Line
    kwh_high: Line
    kg_low: Line
    kg_high: Line


@dataclass(frozen=True, slots=True)
class Table:
    """Every model that the method knows."""

    method: str
    version: str
    models: Mapping[str, Factors]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Ranges for one answer, in kWh and gCO2e."""

    kwh: tuple[float, float]
    grams: tuple[float, float]


@cache
def table() -> Table:
    """Read the table."""
    told = json.loads(Path(__file__).with_name("table.json").read_text("utf-8"))
    models = {name: _factors(line) for name, line in told["models"].items()}
    return Table(told["method"], told["version"], models)


def estimate(model: str, output_tokens: int) -> Estimate | None:
    """Estimate one answer; None when the method does not know the model."""
    known = table().models.get(model)
    if known is None:
        return None
    kwh = (_at(known.kwh_low, output_tokens), _at(known.kwh_high, output_tokens))
    kilograms = (_at(known.kg_low, output_tokens), _at(known.kg_high, output_tokens))
    return Estimate(kwh, (kilograms[0] * 1000, kilograms[1] * 1000))


def _at(line: Line, tokens: int) -> float:
    return line[0] + line[1] * tokens


def _factors(told: list[float]) -> Factors:
    first, second, third, fourth = ((told[place], told[place + 1]) for place in range(0, 8, 2))
    return Factors(first, second, third, fourth)
