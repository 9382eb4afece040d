"""How far those who assess agree, as it is said and drawn."""

from dataclasses import dataclass

from markupsafe import Markup

from services.workshops.schemas import AgreementOut, CoefficientOut, CriterionAgreement, NotComputable
from web.charts import Caption, Point, bars
from web.french import NBSP, number, percent, plural
from web.pages.criteria import CRITERIA

FEW = 20
"""Under so many hypotheses an interval is so wide that no verdict may be drawn from the value."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a criterion, or all together."""

    label: str
    hypotheses: int
    verdicts: str
    share: str
    alpha: str
    ac1: str


def rows(found: AgreementOut) -> list[Row]:
    """Give the lines of the table, all together first."""
    return [
        Row(
            _label(one), one.hypotheses, _verdicts(one), "—" if one.share is None else percent(one.share),
            _said(one.alpha), _said(one.ac1),
        )
        for one in found.items
    ]  # fmt: skip


def figure(found: AgreementOut) -> Markup:
    """Draw the share of pairs of verdicts that are the same, by criterion; the coefficients are in the table."""
    whole, *by_criterion = found.items
    caption = Caption(
        title="Avis identiques, par critère",
        sentence=_finding(whole, by_criterion),
        count=plural(whole.hypotheses, "hypothèse évaluée par deux personnes au moins", "hypothèses évaluées par deux personnes au moins"),
        axis="Critère", measure="Paires d’avis identiques", write=percent,
        empty="Rien à montrer pour le moment\u00a0: il faut une hypothèse dévoilée, évaluée par deux personnes.",
    )  # fmt: skip
    if whole.share is None:
        return bars([], caption)
    return bars([Point(_label(one), one.share, "slate", one.hypotheses) for one in by_criterion], caption)


def _finding(whole: CriterionAgreement, by_criterion: list[CriterionAgreement]) -> str:
    known = [one for one in by_criterion if one.share is not None]
    if whole.share is None or not known:
        return ""
    lowest = min(known, key=lambda one: one.share or 0)
    said = f"{percent(whole.share)} des paires d’avis sont identiques"
    if lowest.share == max(one.share or 0 for one in known):
        return f"{said}, autant pour chaque critère."
    return f"{said}{NBSP}; on s’accorde le moins sur «{NBSP}{_label(lowest).lower()}{NBSP}»."


def _said(coefficient: CoefficientOut) -> str:
    if coefficient.why_not is NotComputable.TOO_FEW:
        return f"ne peut pas être calculé{NBSP}: moins de deux hypothèses évaluées à plusieurs"
    if coefficient.value is None:
        return f"ne peut pas être calculé{NBSP}: tous les avis sont identiques"
    value = number(coefficient.value, 2)
    if coefficient.low is None or coefficient.high is None:
        return f"{value} (intervalle impossible à calculer, trop peu d’avis différents)"
    return f"{value} (de {number(coefficient.low, 2)} à {number(coefficient.high, 2)})"


def _verdicts(one: CriterionAgreement) -> str:
    found = one.verdicts
    said = (
        plural(found.confirmed, "confirmé", "confirmés"),
        plural(found.refuted, "réfuté", "réfutés"),
        plural(found.undetermined, "indéterminé", "indéterminés"),
    )
    return ", ".join(said)


def _label(one: CriterionAgreement) -> str:
    return CRITERIA[one.criterion].label if one.criterion else "Les trois ensemble"
