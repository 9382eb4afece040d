"""A programme's report in a few sentences: the days, the main theme, what was decided."""

from collections import Counter
from collections.abc import Sequence

from services.workshops.exports import small_groups
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_words import listed, plural, quoted
from services.workshops.exports.tables import (
    AUTHORITIES,
    HYPOTHESES,
    OBSERVATIONS,
    PAIN_POINTS,
    TASKS,
    WISHES,
    WORKSHOPS,
    Row,
)
from services.workshops.schemas.regional import RegionalDecision, RegionalSentence, RegionalTheme

_COUNTED = (
    (OBSERVATIONS.name, "observation", "observations"),
    (TASKS.name, "tâche", "tâches"),
    (PAIN_POINTS.name, "irritant", "irritants"),
    (WISHES.name, "souhait", "souhaits"),
)


def said(
    bundle: Bundle, themes: Sequence[RegionalTheme], decisions: Sequence[RegionalDecision]
) -> tuple[RegionalSentence, ...]:
    """Give the sentences, each with the page that shows what it rests on."""
    return (_days(bundle), _notes(bundle), _theme(themes), _hypotheses(bundle, decisions))


def _days(bundle: Bundle) -> RegionalSentence:
    noted = {str(row["workshop_id"]) for table, _one, _many in _COUNTED for row in bundle.rows(table)}
    days = [row for row in bundle.rows(WORKSHOPS.name) if str(row["id"]) in noted]
    places = {str(row["authority_id"]) for row in days}
    enrolled = plural(len(bundle.rows(AUTHORITIES.name)), "collectivité", "collectivités")
    text = (
        f"Sur {enrolled} du programme, {len(places)} {'a' if len(places) < 2 else 'ont'} accueilli"
        f" {plural(len(days), 'journée d’atelier', 'journées d’atelier')}."
    )
    text = text if days else f"Aucune des {enrolled} n’a encore accueilli de journée d’atelier."
    return RegionalSentence(text=text, authorities=len(places), proof="/ateliers")


def _notes(bundle: Bundle) -> RegionalSentence:
    told, hidden = [], False
    for table, one, many in _COUNTED:
        rows = bundle.rows(table)
        if small_groups.is_safe(_parts(rows)):
            told.append(plural(len(rows), one, many))
        hidden = hidden or (bool(rows) and not small_groups.is_safe(_parts(rows)))
    text = f"Elles ont donné {listed(told)}." if told else "Trop peu de notes encore pour donner des nombres."
    if told and hidden:
        text += " Les autres notes sont trop peu nombreuses, ou viennent de trop peu de collectivités, pour être comptées ici."
    return RegionalSentence(text=text, authorities=None, proof="/recherche")


def _theme(themes: Sequence[RegionalTheme]) -> RegionalSentence:
    if not themes:
        text = "Trop peu d’irritants, ou de trop peu de collectivités, pour dire sur quoi ils portent."
        return RegionalSentence(text=text, authorities=None, proof="/recherche?nature=pain_point")
    first = max(themes, key=lambda one: one.count)
    total = sum(one.count for one in themes)
    text = (
        f"Les irritants portent d’abord sur {quoted(first.theme)}\u00a0: {first.count} sur {total},"
        f" dans {first.authorities} collectivités."
    )
    return RegionalSentence(text=text, authorities=first.authorities, proof=first.proof)


def _hypotheses(bundle: Bundle, decisions: Sequence[RegionalDecision]) -> RegionalSentence:
    rows = bundle.rows(HYPOTHESES.name)
    text = "Aucune hypothèse n’est encore posée."
    if rows:
        verb = "est posée" if len(rows) == 1 else "sont posées"
        signed = (
            f"{plural(len(decisions), 'décision est signée', 'décisions sont signées')}"
            if decisions
            else "aucune décision n’est encore signée"
        )
        text = f"{plural(len(rows), 'hypothèse', 'hypothèses')} {verb}, et {signed}."
    places = len({str(row["authority_id"]) for row in rows})
    return RegionalSentence(text=text, authorities=places if places >= small_groups.AUTHORITIES else None, proof="/hypotheses")  # fmt: skip


def _parts(rows: Sequence[Row]) -> Counter[str]:
    return Counter(str(row["authority_id"]) for row in rows)
