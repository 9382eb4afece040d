"""The decisions in drawings: by outcome, and by rung of the ladder. Pure functions."""

from markupsafe import Markup

from services.workshops.schemas import RUNG_LABELS, DecisionFigures, DecisionOutcome
from web import charts, french
from web.charts import Caption, Point

_EMPTY = "Aucune décision n’est encore signée : le dessin viendra avec la première."


def outcomes(figures: DecisionFigures) -> Markup:
    """Draw how many decisions have each outcome; a stop is among them."""
    points = [
        Point(one.outcome.label, float(one.count), one.outcome.tone) for one in figures.by_outcome
    ]  # fmt: skip
    return charts.bars(points, _caption("Décisions par issue", _sentence(figures), figures, axis="Issue"))


def rungs(figures: DecisionFigures) -> Markup:
    """Draw on which rungs the answers stand, from the most frugal up."""
    points = [
        Point(f"{one.rung}. {RUNG_LABELS[one.rung]}", float(one.count), "wine" if one.rung >= 5 else "vine")
        for one in figures.by_rung
    ]
    low = sum(one.count for one in figures.by_rung if one.rung < 5)
    high = sum(one.count for one in figures.by_rung if one.rung >= 5)
    said = (
        f"{french.plural(low, 'réponse se tient', 'réponses se tiennent')} sous l’IA,"
        f" {french.plural(high, 'monte', 'montent')} jusqu’à elle."
    )
    return charts.bars(points, _caption("Réponses par échelon", said, figures, axis="Échelon"))


def _sentence(figures: DecisionFigures) -> str:
    counts = {one.outcome: one.count for one in figures.by_outcome}
    frugal, ai, stop = (
        counts[one] for one in (DecisionOutcome.FRUGAL, DecisionOutcome.AI, DecisionOutcome.STOP)
    )
    return (
        f"{french.plural(frugal, 'décision a retenu', 'décisions ont retenu')} une réponse plus sobre que l’IA,"
        f" {french.plural(ai, 'a retenu', 'ont retenu')} l’IA, {french.plural(stop, 'a arrêté', 'ont arrêté')} la piste."
    )


def _caption(title: str, sentence: str, figures: DecisionFigures, *, axis: str) -> Caption:
    count = french.plural(figures.in_force, "décision en vigueur", "décisions en vigueur")
    return Caption(title=title, sentence=sentence, count=count, axis=axis, measure="Décisions", empty=_EMPTY)
