"""What pages ask of the workshops service about decisions and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import (
    CommitteePackOut,
    CommitteePackPage,
    DecisionFigures,
    DecisionOut,
    DecisionPage,
    DecisionRecordPage,
    DossierOut,
    DueCheckPage,
    FollowUpPage,
    HypothesisPage,
    RegisterEntryPage,
)
from web.clients.api import Api

Form = Mapping[str, object]
Query = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class DecisionsClient:
    """Decisions, typed."""

    api: Api

    async def register(self, query: Query) -> DecisionRecordPage:
        """Look through the register."""
        return await self.api.read("/decisions", DecisionRecordPage, query={"limit": 20, **query})

    async def figures(self, query: Query) -> DecisionFigures:
        """Count the decisions."""
        return await self.api.read("/decision-figures", DecisionFigures, query=query)

    async def history(self, hypothesis_id: UUID) -> list[DecisionOut]:
        """Read the decisions on a hypothesis, the first one first."""
        return (await self.api.read(f"/hypotheses/{hypothesis_id}/decisions", DecisionPage)).items

    async def dossier(self, decision_id: UUID) -> DossierOut:
        """Read all that a decision rests on and what came of it."""
        return await self.api.read(f"/decisions/{decision_id}/dossier", DossierOut)

    async def prepare(self, hypothesis_id: UUID, new: Form) -> DecisionOut:
        """Write a decision down for signature."""
        return await self.api.write("POST", f"/hypotheses/{hypothesis_id}/decisions", DecisionOut, body=new)

    async def sign(self, decision_id: UUID, content_hash: str) -> None:
        """Sign what was read."""
        body = {"content_hash": content_hash}
        await self.api.send("POST", f"/decisions/{decision_id}/signature", json=body)

    async def withdraw(self, decision_id: UUID) -> None:
        """Take back a decision that nobody signed."""
        await self.api.send("DELETE", f"/decisions/{decision_id}")

    async def follow_ups(self, query: Query) -> FollowUpPage:
        """List what is to be done."""
        return await self.api.read("/follow-ups", FollowUpPage, query={"limit": 100, **query})

    async def add_follow_up(self, decision_id: UUID, new: Form) -> None:
        """Write down something to do."""
        await self.api.send("POST", f"/decisions/{decision_id}/follow-ups", json=dict(new))

    async def end_follow_up(self, follow_up_id: UUID, ended_as: str) -> None:
        """Say how something to do ended; with no word, undo its end."""
        method, body = ("PUT", {"ended_as": ended_as}) if ended_as else ("DELETE", None)
        await self.api.send(method, f"/follow-ups/{follow_up_id}/end", json=body)

    async def take_step(self, decision_id: UUID, new: Form) -> None:
        """Take the next step of a trial."""
        await self.api.send("POST", f"/decisions/{decision_id}/trial-steps", json=dict(new))

    async def withdraw_step(self, step_id: UUID) -> None:
        """Take the last step back."""
        await self.api.send("DELETE", f"/trial-steps/{step_id}")

    async def check_gain(self, decision_id: UUID, new: Form) -> None:
        """Write down what was gained."""
        await self.api.send("POST", f"/decisions/{decision_id}/gain-checks", json=dict(new))

    async def due_checks(self, query: Query) -> DueCheckPage:
        """List the checks still to be made."""
        return await self.api.read("/due-gain-checks", DueCheckPage, query=query)

    async def entries(self, *, cursor: str | None = None) -> RegisterEntryPage:
        """List the register of AI uses."""
        return await self.api.read(
            "/register-entries", RegisterEntryPage, query={"cursor": cursor, "limit": 20}
        )

    async def enter(self, decision_id: UUID, new: Form) -> None:
        """Enter a decision into the register of AI uses."""
        await self.api.send("POST", f"/decisions/{decision_id}/register-entry", json=dict(new))

    async def rewrite_entry(self, entry_id: UUID, new: Form, *, version: str) -> None:
        """Replace what an entry says."""
        headers = {"if-match": f'"{version}"'}
        await self.api.send("PUT", f"/register-entries/{entry_id}", json=dict(new), headers=headers)

    async def candidates(self) -> HypothesisPage:
        """List the latest hypotheses, for the agenda of a meeting."""
        return await self.api.read("/hypotheses", HypothesisPage, query={"limit": 100})

    async def packs(self, *, cursor: str | None = None) -> CommitteePackPage:
        """List the papers of meetings, the latest first."""
        return await self.api.read(
            "/committee-packs", CommitteePackPage, query={"cursor": cursor, "limit": 20}
        )

    async def make_pack(self, new: Form) -> CommitteePackOut:
        """Freeze the papers of a meeting."""
        return await self.api.write("POST", "/committee-packs", CommitteePackOut, body=new)

    async def delete_pack(self, pack_id: UUID) -> None:
        """Delete the papers of a meeting for good."""
        await self.api.send("DELETE", f"/committee-packs/{pack_id}")
