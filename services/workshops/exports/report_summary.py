"""A report in four sentences: the days, the main theme, the hours lost, the hypotheses."""

from collections.abc import Sequence

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_sources import ids, notes
from services.workshops.exports.report_words import hours, listed, plural, quoted
from services.workshops.exports.tables import (
    EVIDENCE,
    HYPOTHESES,
    KEY_MOMENTS,
    OBSERVATIONS,
    PAIN_POINTS,
    TASKS,
    WISHES,
    Row,
)
from services.workshops.schemas.reports import ReportDay, ReportSentence, ReportTheme

_COUNTED = (
    (OBSERVATIONS.name, "observation", "observations"),
    (TASKS.name, "tâche", "tâches"),
    (PAIN_POINTS.name, "irritant", "irritants"),
    (WISHES.name, "souhait", "souhaits"),
)


def said(
    bundle: Bundle, days: Sequence[ReportDay], themes: Sequence[ReportTheme]
) -> tuple[ReportSentence, ...]:
    """Give the four sentences, each with what it rests on."""
    pains = bundle.rows(PAIN_POINTS.name)
    return (_days(bundle, days), _theme(themes, len(pains)), _hours(pains), _hypotheses(bundle))


def _days(bundle: Bundle, days: Sequence[ReportDay]) -> ReportSentence:
    if not days:
        return ReportSentence(text="Aucune journée d’atelier n’a encore eu lieu.", sources=())
    counts = listed(_counts(bundle))
    span = f"le {days[0].day}" if len(days) == 1 else f"du {days[0].day} au {days[-1].day}"
    text = f"{plural(len(days), 'journée d’atelier', 'journées d’atelier')}, {span}, {'a' if len(days) == 1 else 'ont'} donné {counts}."
    return ReportSentence(text=text, sources=(*(one.sources[0] for one in days), *ids(notes(bundle))))


def _counts(bundle: Bundle) -> list[str]:
    counted = [plural(len(bundle.rows(table)), one, many) for table, one, many in _COUNTED]
    moments = len(bundle.rows(KEY_MOMENTS.name))
    return [*counted, plural(moments, "moment clé", "moments clés")] if moments else counted


def _theme(themes: Sequence[ReportTheme], total: int) -> ReportSentence:
    if not themes:
        return ReportSentence(text="Aucun irritant n’a été relevé.", sources=())
    first = [one for one in themes if one.count == themes[0].count]
    names = listed([quoted(one.theme) for one in first])
    each = " chacun" if len(first) > 1 else ""
    text = f"Les irritants portent d’abord sur {names}, avec {first[0].count} sur {total}{each}."
    return ReportSentence(text=text, sources=tuple(one for theme in first for one in theme.sources))


def _hours(pains: Sequence[Row]) -> ReportSentence:
    lost = hours(pains)
    if lost is None:
        return ReportSentence(
            text="Aucun irritant n’est assez renseigné pour dire les heures qu’il fait perdre.", sources=()
        )
    told = [row for row in pains if row["hours_typical"] is not None]
    verb = "irritant chiffré fait" if len(told) == 1 else "irritants chiffrés font"
    text = f"Sur {len(pains)}, {len(told)} {verb} perdre {lost.text}."
    return ReportSentence(text=text, sources=ids(told))


def _hypotheses(bundle: Bundle) -> ReportSentence:
    rows, evidence = bundle.rows(HYPOTHESES.name), bundle.rows(EVIDENCE.name)
    if not rows:
        return ReportSentence(text="Aucune hypothèse n’est encore posée.", sources=())
    against = sum(row["stance"] == "against" for row in evidence)
    verb = "est posée" if len(rows) == 1 else "sont posées"
    text = (
        f"{plural(len(rows), 'hypothèse', 'hypothèses')} {verb}, avec"
        f" {plural(len(evidence), 'note à l’appui ou en regard', 'notes à l’appui ou en regard')},"
        f" dont {against} contre."
    )
    return ReportSentence(text=text, sources=ids(rows))
