"""Tabulate EcoLogits, which is affine in tokens answered: `python -m infra.make_footprints` rewrites the table."""

import json
import math
from importlib.metadata import version
from pathlib import Path

from ecologits.model_repository import models
from ecologits.tracers.utils import PROVIDER_CONFIG_MAP, llm_impacts
from ecologits.utils.range_value import RangeValue

TABLE = Path(__file__).parents[1] / "services" / "assistant" / "footprints" / "table.json"
FAR = 1_000_000
"""Tokens far enough for a slope: any other would give the same, the formula being affine."""
Range = tuple[float, float]


def main() -> None:
    """Write the line of each model: kWh and kgCO2e, low and high, for no token and for each one answered."""
    known: dict[str, list[float]] = {}
    for model in models.list_models():
        if model.provider.value in PROVIDER_CONFIG_MAP:
            known.setdefault(model.name, line(model.provider.value, model.name))
    told = {"method": "EcoLogits", "version": version("ecologits"), "licence": "MPL-2.0", "models": known}
    TABLE.write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", "utf-8")


def line(provider: str, name: str) -> list[float]:
    """Give the intercepts and slopes of one model."""
    energy_0, warming_0 = impacts(provider, name, 0)
    energy_far, warming_far = impacts(provider, name, FAR)
    line = []
    for start, far in ((energy_0, energy_far), (warming_0, warming_far)):
        for side in (0, 1):
            line += [start[side], (far[side] - start[side]) / FAR]
    return line


def impacts(provider: str, name: str, tokens: int) -> tuple[Range, Range]:
    """Ask EcoLogits; no latency was measured, so none shortens its own."""
    found = llm_impacts(provider, name, tokens, math.inf)
    assert found.energy is not None  # noqa: S101  the model is one of its own
    assert found.gwp is not None  # noqa: S101  the model is one of its own
    return _range(found.energy.value), _range(found.gwp.value)


def _range(value: float | RangeValue) -> Range:
    return (value.min, value.max) if isinstance(value, RangeValue) else (value, value)


if __name__ == "__main__":
    main()
