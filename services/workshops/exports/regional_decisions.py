"""What a programme decided: the signed decisions that stand, and how many of each outcome. A stop is a result."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from services.workshops import paris_days
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_words import day
from services.workshops.exports.tables import DECISIONS, HYPOTHESES, Row
from services.workshops.schemas.decisions import RUNG_LABELS, DecisionOutcome
from services.workshops.schemas.regional import RegionalDecision, RegionalOutcome

_NOTES = {
    DecisionOutcome.AI: "L’IA est le premier échelon qui suffit, et chaque échelon plus simple a été écarté par écrit.",
    DecisionOutcome.FRUGAL: "Un échelon plus simple suffit\u00a0: pas d’IA à payer, à surveiller ni à alimenter.",
    DecisionOutcome.LOOK_FURTHER: "Un à deux mois de plus pour savoir, avec une date.",
    DecisionOutcome.STOP: "Un arrêt est un résultat\u00a0: l’hypothèse ne tenait pas, et du temps a été épargné.",
}


def said(bundle: Bundle) -> tuple[tuple[RegionalOutcome, ...], tuple[RegionalDecision, ...]]:
    """Give the outcomes, every one of them even at nought, and the decisions, the latest first."""
    standing = _standing(bundle)
    titles = {str(row["id"]): str(row["title"]) for row in bundle.rows(HYPOTHESES.name)}
    counted = Counter(str(row["outcome"]) for row in standing)
    outcomes = tuple(
        RegionalOutcome(outcome=one.label, count=counted[one.value], note=_NOTES[one])
        for one in DecisionOutcome
    )
    return outcomes, tuple(_decision(row, titles) for row in standing if str(row["hypothesis_id"]) in titles)


def _standing(bundle: Bundle) -> list[Row]:
    """Keep, of each chain of revisions, the last one that is signed."""
    signed = [row for row in bundle.rows(DECISIONS.name) if row["signed_at"]]
    replaced = {str(row["supersedes"]) for row in signed if row["supersedes"]}
    standing = [row for row in signed if str(row["id"]) not in replaced]
    return sorted(standing, key=lambda row: (str(row["signed_at"]), str(row["id"])), reverse=True)


def _decision(row: Row, titles: dict[str, str]) -> RegionalDecision:
    signed_on = paris_days.day_of(datetime.fromisoformat(str(row["signed_at"])))
    return RegionalDecision(
        hypothesis_id=UUID(str(row["hypothesis_id"])), title=titles[str(row["hypothesis_id"])],
        outcome=DecisionOutcome(str(row["outcome"])).label, rung="" if row["rung"] is None else RUNG_LABELS[int(row["rung"])],
        signed_on=day(signed_on),
    )  # fmt: skip
