"""What pages ask of the metrics service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.metrics.schemas import ComparisonOut, MeasuresOut, NewsOut, OverviewOut, OwnUsesOut, Question
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class MetricsClient:
    """The metrics service, typed."""

    api: Api

    async def overview(self, *, since: date | None = None, authority: UUID | None = None) -> OverviewOut:
        """Read the measures from the week of `since` to this one."""
        query = {
            "from": since.isoformat() if since else None,
            "authority": str(authority) if authority else None,
        }
        return await self.api.read("/overview", OverviewOut, query=query)

    async def news(self) -> NewsOut:
        """Read what the workshops brought in the last seven days."""
        return await self.api.read("/news", NewsOut)

    async def own_uses(self, *, limit: int = 10) -> OwnUsesOut:
        """Read the reader's own last uses of the assistant."""
        return await self.api.read("/me/uses", OwnUsesOut, query={"limit": limit})

    async def measures(self, questions: Sequence[Question], narrowed: Mapping[str, str]) -> MeasuresOut:
        """Read the answers to some questions about one group."""
        query: dict[str, str | int | list[str] | None] = {**narrowed}
        query["question"] = [question.value for question in questions]
        return await self.api.read("/measures", MeasuresOut, query=query)

    async def comparison(
        self, question: Question, narrowed: Mapping[str, str], *, against: str
    ) -> ComparisonOut:
        """Read the answer to one question about two groups."""
        query = {**narrowed, "against": against}
        return await self.api.read(f"/measures/{question.value}/comparison", ComparisonOut, query=query)

    async def public_measures(self) -> MeasuresOut:
        """Read what is told to everyone."""
        return await self.api.read("/public-measures", MeasuresOut)
