"""What pages ask of the qualification of hypotheses."""

from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import AgreementOut, Criterion, DraftOut, QualificationOut, SignsOut, VotesOut
from web.clients.api import Api, Refused
from web.clients.workshops import Form


@dataclass(frozen=True, slots=True)
class QualificationClient:
    """Assessments, their discussion, agreement and votes, typed."""

    api: Api

    async def read(self, hypothesis_id: UUID) -> QualificationOut:
        """Read all that is shown of a hypothesis's qualification."""
        return await self.api.read(f"/hypotheses/{hypothesis_id}/qualification", QualificationOut)

    async def signs(self, hypothesis_id: UUID) -> SignsOut:
        """Read what an assessor may look at beside the evidence."""
        return await self.api.read(f"/hypotheses/{hypothesis_id}/signs", SignsOut)

    async def draft(self, hypothesis_id: UUID) -> DraftOut:
        """Read one's own draft."""
        return await self.api.read(f"/hypotheses/{hypothesis_id}/assessment-draft", DraftOut)

    async def keep(self, hypothesis_id: UUID, draft: Form) -> DraftOut:
        """Keep one's draft."""
        path = f"/hypotheses/{hypothesis_id}/assessment-draft"
        return await self.api.write("PUT", path, DraftOut, body=draft)

    async def hand_in(self, hypothesis_id: UUID, judged: Form) -> None:
        """Hand in one's judgement of all three criteria."""
        await self.api.send("PUT", f"/hypotheses/{hypothesis_id}/assessments", json=dict(judged))

    async def reveal(self, hypothesis_id: UUID) -> None:
        """Show all assessments to all."""
        await self.api.send("POST", f"/hypotheses/{hypothesis_id}/reveal")

    async def comment(self, hypothesis_id: UUID, said: Form) -> None:
        """Write about a criterion."""
        await self.api.send("POST", f"/hypotheses/{hypothesis_id}/comments", json=dict(said))

    async def close(self, hypothesis_id: UUID, criterion: Criterion, agreed: Form) -> None:
        """Say what was agreed of a criterion."""
        await self.api.send("POST", f"/hypotheses/{hypothesis_id}/results/{criterion}", json=dict(agreed))

    async def reopen(self, hypothesis_id: UUID, criterion: Criterion) -> None:
        """Open the discussion of a criterion again."""
        await self.api.send("DELETE", f"/hypotheses/{hypothesis_id}/results/{criterion}")

    async def agreement(self, programme_id: UUID) -> AgreementOut:
        """Read how far those who assess agree."""
        return await self.api.read(f"/programmes/{programme_id}/agreement", AgreementOut)

    async def votes(self, programme_id: UUID) -> VotesOut | None:
        """Read the latest round of votes, or None when there was none."""
        try:
            return await self.api.read(f"/programmes/{programme_id}/votes", VotesOut)
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise

    async def open_votes(self, programme_id: UUID) -> None:
        """Begin a round of votes."""
        await self.api.send("POST", f"/programmes/{programme_id}/votes", json={})

    async def vote(self, programme_id: UUID, ballot: Form) -> VotesOut:
        """Vote."""
        return await self.api.write("PUT", f"/programmes/{programme_id}/votes/ballot", VotesOut, body=ballot)

    async def close_votes(self, programme_id: UUID) -> None:
        """Close the round."""
        await self.api.send("POST", f"/programmes/{programme_id}/votes/closure")
