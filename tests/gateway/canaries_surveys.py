"""A survey of Chéroy, one of whose two sheets of paper was entered."""

from tests.conftest import Client
from tests.metrics.surveys import NON_USER, open_survey


async def plant(facilitator: Client, authority: str) -> list[str]:
    """Hold a survey; give its address."""
    survey = await open_survey(facilitator, authority_id=authority)
    await facilitator.post(f"{survey}/sheets", json={"count": 2})
    entered = await facilitator.post(f"{survey}/paper-answers", json={"sheet": 1, "replies": NON_USER})
    assert entered.status_code == 201, entered.text
    return [survey]
