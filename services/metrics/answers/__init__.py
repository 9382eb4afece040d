"""Named questions and their answers: from what is known to what may be shown."""

from services.metrics.answers import adoption, balance, usage
from services.metrics.answers.balance import Prices
from services.metrics.answers.rule import Rule
from services.metrics.evidence import Evidence, Scope
from services.metrics.schemas import MeasureOut

__all__ = ["Rule", "every"]


def every(evidence: Evidence, scope: Scope, *, rule: Rule, prices: Prices) -> list[MeasureOut]:
    """Answer every question."""
    plain = (
        adoption.activation, adoption.active, adoption.retention, adoption.frequency, usage.mix, usage.outcome,
        usage.net_gain, usage.new_tasks, usage.became, balance.incidents, balance.frugality, balance.decisions,
        balance.tokens, balance.footprint,
    )  # fmt: skip
    priced = (balance.cost, balance.cost_per_hour)
    return [
        *(answer(evidence, scope, rule) for answer in plain),
        *(answer(evidence, prices, rule) for answer in priced),
    ]
