"""The pages of one decision, side by side: which ones there are, and which one this is."""

from services.workshops.schemas import DecisionOutcome, DossierOut
from web.render import Link


def parts(dossier: DossierOut, *, at: str) -> list[Link]:
    """Give the links between a decision's pages; the sequel begins with the signature, the register with AI."""
    decision = dossier.decision
    known = [("La décision", "", True)]
    known.append(("Suivi", "/suite", decision.signed_at is not None))
    known.append(
        (
            "Registre de l’IA",
            "/registre",
            decision.signed_at is not None and decision.outcome is DecisionOutcome.AI,
        )
    )
    known.append((f"Historique ({len(dossier.history)})", "/historique", True))
    return [
        Link(label, f"/decisions/{decision.id}{path}", path == at)
        for label, path, is_open in known
        if is_open
    ]
