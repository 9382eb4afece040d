"""Footprint, cost and decisions against figures worked out by hand."""

import pytest

from services.metrics.measures import costs, decisions, footprint
from services.metrics.measures.costs import Price
from services.metrics.measures.decisions import Decision
from services.metrics.measures.footprint import Factor, Factors

OLD = Factors("1", "", {"mistral-large": Factor(g_low=0.001, g_high=0.002)})
NEW = Factors("2", "", {"mistral": Factor(g_low=0.1, g_high=0.2, wh_low=0.5, wh_high=1.0)})


def test_it_estimates_a_range_and_leaves_unknown_models_apart() -> None:
    found = footprint.estimate([("mistral-large-2411", 1000), ("petit", 500)], OLD)
    assert found.g == (1.0, 2.0)
    assert (found.g_tokens, found.kwh_tokens, found.tokens) == (1000, 0, 1500)


def test_it_restates_the_past_with_a_new_factor() -> None:
    told = [("mistral-large-2411", 1000)]
    assert footprint.estimate(told, NEW).g == (100.0, 200.0)
    assert footprint.estimate(told, NEW).kwh == (0.5, 1.0)


def test_it_finds_what_the_life_cycle_analysis_of_mistral_says() -> None:
    """1.14 g for 400 tokens of Mistral Large 2 (Mistral AI, Carbone 4, ADEME, July 2025); 0.089 g by EcoLogits."""
    latest = footprint.versions()[-1]
    low, high = footprint.estimate([("mistral-large-2411", 400)], latest).g
    assert (low, high) == pytest.approx((0.089, 1.14))


def test_it_takes_the_longest_name_that_fits() -> None:
    both = {"m": Factor(g_low=1, g_high=1), "mistral": Factor(g_low=2, g_high=2)}
    assert Factors("3", "", both).of("mistral-x") == Factor(g_low=2, g_high=2)


def test_it_costs_what_prices_say_and_counts_what_has_none() -> None:
    found = costs.euros([("mistral-large", 1_000_000, 500_000), ("petit", 10, 5)], {"mistral": Price(2, 6)})
    assert found == (5.0, 15)


def test_it_gives_no_cost_of_an_hour_that_was_not_gained() -> None:
    assert costs.per_hour(3, 90) == 2
    assert costs.per_hour(3, 0) is None
    assert costs.per_hour(3, -60) is None


def test_it_counts_what_was_decided_below_ai() -> None:
    made = [
        Decision("frugal", "train", 2, 60),
        Decision("ai", "ready_ai", 1, 30),
        Decision("stop", "remove", 1, 10),
    ]
    assert decisions.frugal_share(made) == 0.75
    assert decisions.mean_days(made) == 25
    assert decisions.frugal_share([]) is None
