"""Uses are on disk before an answer begins: a short trial by fault. `make faults-assistant` runs the long one."""

import pytest

from infra.faults import assistant


@pytest.mark.timeout(240)
def test_it_loses_no_use_when_processes_are_killed() -> None:
    outcome = assistant.run(requests=300, kills=3)

    assert outcome.is_good, str(outcome)
    assert outcome.begun > 150, str(outcome)
    assert outcome.kills == "2 of service, 1 of postgresql"
