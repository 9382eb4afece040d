"""What pages ask of the workshops service about programmes: selection, agreements, calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import ProgrammeOut
from services.workshops.schemas.enrolments import WayOut
from services.workshops.schemas.gatherings import CalendarOut, GatheringOut
from services.workshops.schemas.programmes import CriterionOut, CriterionPage
from services.workshops.schemas.selection import (
    ApplicationOut,
    ApplicationPage,
    CohortOut,
    CohortPage,
    ReviewsOut,
    SpreadOut,
)
from web.clients.api import Api

Form = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ProgrammesClient:
    """Programmes, typed. Every call raises Refused when the service says no."""

    api: Api

    async def read(self, programme_id: UUID) -> ProgrammeOut:
        """Read one programme."""
        return await self.api.read(f"/programmes/{programme_id}", ProgrammeOut)

    async def save(self, new: Form, *, programme_id: UUID | None) -> ProgrammeOut:
        """Create a programme, or write one anew."""
        method, path = ("PUT", f"/programmes/{programme_id}") if programme_id else ("POST", "/programmes")
        return await self.api.write(method, path, ProgrammeOut, body=new)

    async def close_scoring(self, programme_id: UUID) -> None:
        """Close scoring for good."""
        await self.api.send("POST", f"/programmes/{programme_id}/scoring-closure")

    async def criteria(self, programme_id: UUID) -> list[CriterionOut]:
        """List what applications are scored on."""
        return (await self.api.read(f"/programmes/{programme_id}/criteria", CriterionPage)).items

    async def save_criterion(self, programme_id: UUID, new: Form, *, criterion_id: UUID | None) -> None:
        """Add a criterion, or write one anew."""
        path = f"/programmes/{programme_id}/criteria"
        method, path = ("PUT", f"{path}/{criterion_id}") if criterion_id else ("POST", path)
        await self.api.send(method, path, json=dict(new))

    async def remove_criterion(self, programme_id: UUID, criterion_id: UUID) -> None:
        """Take a criterion out."""
        await self.api.send("DELETE", f"/programmes/{programme_id}/criteria/{criterion_id}")

    async def applications(self, programme_id: UUID) -> list[ApplicationOut]:
        """List the applications that the reader may see."""
        return (await self.api.read(f"/programmes/{programme_id}/applications", ApplicationPage)).items

    async def application(self, application_id: UUID) -> ApplicationOut:
        """Read one application."""
        return await self.api.read(f"/applications/{application_id}", ApplicationOut)

    async def apply(self, programme_id: UUID, new: Form) -> ApplicationOut:
        """Apply for an authority."""
        path = f"/programmes/{programme_id}/applications"
        return await self.api.write("POST", path, ApplicationOut, body=new)

    async def reword(self, application_id: UUID, new: Form, *, version: int) -> None:
        """Change what a candidate says."""
        path = f"/applications/{application_id}"
        await self.api.write("PATCH", path, ApplicationOut, body=new, version=version)

    async def say_withdrawn(self, application_id: UUID, *, is_withdrawn: bool) -> None:
        """Withdraw an application, or undo that."""
        method = "POST" if is_withdrawn else "DELETE"
        await self.api.send(method, f"/applications/{application_id}/withdrawal")

    async def reviews(self, application_id: UUID) -> ReviewsOut:
        """Read the scores of an application that the reader may see."""
        return await self.api.read(f"/applications/{application_id}/reviews", ReviewsOut)

    async def score(self, application_id: UUID, review: Form) -> None:
        """Keep one's own scores."""
        await self.api.send("PUT", f"/applications/{application_id}/review", json=dict(review))

    async def spread(self, asked: Form) -> SpreadOut:
        """Count how a choice spreads."""
        return await self.api.write("POST", "/spreads", SpreadOut, body=asked)

    async def cohorts(self, programme_id: UUID) -> list[CohortOut]:
        """List the cohorts proposed."""
        return (await self.api.read(f"/programmes/{programme_id}/cohorts", CohortPage)).items

    async def cohort(self, cohort_id: UUID) -> CohortOut:
        """Read one cohort."""
        return await self.api.read(f"/cohorts/{cohort_id}", CohortOut)

    async def propose(self, programme_id: UUID, new: Form) -> CohortOut:
        """Propose a cohort."""
        return await self.api.write("POST", f"/programmes/{programme_id}/cohorts", CohortOut, body=new)

    async def say_confirmed(self, cohort_id: UUID, *, is_confirmed: bool) -> None:
        """Confirm a cohort, or undo that."""
        await self.api.send("POST" if is_confirmed else "DELETE", f"/cohorts/{cohort_id}/confirmation")

    async def discard(self, cohort_id: UUID) -> None:
        """Delete a proposal."""
        await self.api.send("DELETE", f"/cohorts/{cohort_id}")

    async def way(self, programme_id: UUID, authority_id: UUID) -> WayOut:
        """Read an authority's way through a programme."""
        return await self.api.read(f"/programmes/{programme_id}/authorities/{authority_id}", WayOut)

    async def move(self, programme_id: UUID, authority_id: UUID, *, to: str, new: Form) -> None:
        """Record the agreement, take a step, or undo the last one: agreement, steps."""
        path = f"/programmes/{programme_id}/authorities/{authority_id}/{to}"
        await self.api.send("POST", path, json=dict(new))

    async def step_back(self, programme_id: UUID, authority_id: UUID) -> None:
        """Undo the last step."""
        await self.api.send("DELETE", f"/programmes/{programme_id}/authorities/{authority_id}/steps/latest")

    async def calendar(self, **query: str | None) -> CalendarOut:
        """Read days: programme_id, since, until, is_mine."""
        return await self.api.read("/calendar", CalendarOut, query=query)

    async def gathering(self, gathering_id: UUID) -> GatheringOut:
        """Read one gathering."""
        return await self.api.read(f"/gatherings/{gathering_id}", GatheringOut)

    async def save_gathering(self, new: Form, *, at: str) -> GatheringOut:
        """Plan a gathering at a programme's address, or write the one at its own address anew."""
        method = "PUT" if at.startswith("/gatherings/") else "POST"
        return await self.api.write(method, at, GatheringOut, body=new)

    async def say_cancelled(self, gathering_id: UUID, *, is_cancelled: bool) -> None:
        """Cancel a gathering, or undo that."""
        await self.api.send("POST" if is_cancelled else "DELETE", f"/gatherings/{gathering_id}/cancellation")

    async def attend(self, gathering_id: UUID, authority_id: str, new: Form) -> None:
        """Write down how many people came; nobody, when it holds nothing."""
        path = f"/gatherings/{gathering_id}/attendances/{authority_id}"
        await self.api.send("PUT" if new else "DELETE", path, json=dict(new) if new else None)
