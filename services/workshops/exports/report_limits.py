"""What a report cannot say: few days, small numbers, sums that may count twice, and what was kept out of it."""

from collections.abc import Sequence

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_sources import ids
from services.workshops.exports.report_words import plural
from services.workshops.exports.tables import OBSERVATIONS, PAIN_POINTS
from services.workshops.schemas.reports import ReportDay, ReportSentence

SMALL = 5
"""Below this many, a share or a ranking rests on too little: a convention of this platform, not a finding."""


def said(bundle: Bundle, days: Sequence[ReportDay]) -> tuple[ReportSentence, ...]:
    """Say the limits, each with what it rests on."""
    return (_days(days), _hidden(bundle), *_small(bundle), _sums(bundle))


def _days(days: Sequence[ReportDay]) -> ReportSentence:
    text = (
        f"Ce bilan repose sur {plural(len(days), 'journée', 'journées')}\u00a0: il décrit ce qui a été vu ces jours-là,"
        " pas toute l’année de la collectivité."
    )
    return ReportSentence(text=text, sources=tuple(one.sources[0] for one in days))


def _hidden(bundle: Bundle) -> ReportSentence:
    withheld = [row for row in bundle.rows(OBSERVATIONS.name) if row["is_withheld"]]
    text = (
        "Les notes retirées et les notes sensibles n’y sont pas, ni dans les comptes\u00a0;"
        " les mots des verbatims non plus."
    )
    if withheld:
        text += f" {plural(len(withheld), 'verbatim est compté sans être cité', 'verbatims sont comptés sans être cités')}."
    return ReportSentence(text=text, sources=ids(withheld))


def _small(bundle: Bundle) -> tuple[ReportSentence, ...]:
    pains = bundle.rows(PAIN_POINTS.name)
    if len(pains) >= SMALL:
        return ()
    text = (
        f"Avec {plural(len(pains), 'irritant', 'irritants')}, les nombres sont trop petits"
        " pour comparer des thèmes ou en tirer une tendance."
    )
    return (ReportSentence(text=text, sources=ids(pains)),)


def _sums(bundle: Bundle) -> ReportSentence:
    untold = [row for row in bundle.rows(PAIN_POINTS.name) if row["hours_typical"] is None]
    text = (
        "Les heures perdues sont la somme des valeurs basses et celle des valeurs hautes, au degré de preuve le moins"
        " sûr\u00a0; deux irritants d’une même tâche peuvent compter deux fois le même temps."
    )
    if untold:
        text += f" {plural(len(untold), 'irritant non chiffré n’entre', 'irritants non chiffrés n’entrent')} dans aucune somme."
    return ReportSentence(text=text, sources=ids(untold))
