"""Energy and greenhouse gases as ranges: dated factors × tokens answered. A new factor restates every past month.

Two methods differ by ten times or more on the same answer (EcoLogits against Mistral's life cycle analysis): a single
figure would be false. Tokens of models without a factor are counted apart, never guessed. Input tokens are not in any
published factor yet: the range is a floor for long documents.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """For one token answered: Wh and gCO2e, low and high; None where no source says."""

    wh_low: float | None = None
    wh_high: float | None = None
    g_low: float | None = None
    g_high: float | None = None


@dataclass(frozen=True, slots=True)
class Factors:
    """One dated set."""

    version: str
    method: str
    models: Mapping[str, Factor]

    def of(self, model: str) -> Factor | None:
        """Find the factor of a model by the longest beginning of its name."""
        known = [name for name in self.models if model.startswith(name)]
        return self.models[max(known, key=len)] if known else None


@dataclass(frozen=True, slots=True)
class Footprint:
    """Ranges over what has a factor, and how many tokens have none."""

    kwh: tuple[float, float]
    g: tuple[float, float]
    kwh_tokens: int
    g_tokens: int
    tokens: int


@cache
def versions() -> tuple[Factors, ...]:
    """Read every dated set, the latest last."""
    told = json.loads(Path(__file__).with_name("factors.json").read_text("utf-8"))
    return tuple(
        Factors(one["version"], one["method"], {name: Factor(**f) for name, f in one["models"].items()})
        for one in told
    )


def estimate(tokens: Sequence[tuple[str, int]], factors: Factors) -> Footprint:
    """Estimate from (model, tokens answered): kWh and gCO2e, low and high."""
    kwh, g, kwh_tokens, g_tokens = [0.0, 0.0], [0.0, 0.0], 0, 0
    for model, answered in tokens:
        factor = factors.of(model) or Factor()
        if factor.wh_low is not None and factor.wh_high is not None:
            kwh = [kwh[0] + answered * factor.wh_low / 1000, kwh[1] + answered * factor.wh_high / 1000]
            kwh_tokens += answered
        if factor.g_low is not None and factor.g_high is not None:
            g = [g[0] + answered * factor.g_low, g[1] + answered * factor.g_high]
            g_tokens += answered
    total = sum(answered for _, answered in tokens)
    return Footprint((kwh[0], kwh[1]), (g[0], g[1]), kwh_tokens, g_tokens, total)
