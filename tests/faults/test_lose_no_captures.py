"""A short trial by fault; `make faults-capture` is the long one."""

import os

import pytest

from infra.faults.capture import Faults, run
from tests.browser.visit import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason="needs the system's Chromium"
    ),
]


@pytest.mark.timeout(360)
def test_it_loses_repeats_and_overwrites_nothing_that_was_told_kept() -> None:
    outcome, shown, met = run(60, Faults(browser=1, server=1, postgresql=1, cuts=1), photos=4)

    assert {name: met[name] for name in ("browser", "server", "postgresql", "cuts")} == {
        "browser": 1, "server": 1, "postgresql": 1, "cuts": 1,
    }  # fmt: skip
    assert outcome.captured >= 60
    assert outcome.is_whole, str(outcome)
    assert shown.taken >= 4
    assert shown.is_whole, str(shown)
