"""A short trial by fault; `make faults-metrics` is the long one."""

import pytest

from infra.faults.metrics import run


@pytest.mark.timeout(110)
def test_it_loses_and_repeats_nothing_while_processes_are_killed() -> None:
    outcome = run(9_000, 6)

    assert outcome.kills == {"service": 3, "postgresql": 3}
    assert outcome.repeated > 400
    assert set(outcome.differences.values()) == {0}, str(outcome)
