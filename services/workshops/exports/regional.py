"""The closing report of a programme, drawn from its snapshot alone: what its authorities showed together.

Nobody is quoted, and no figure lets one authority be read: see `small_groups`.
"""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from services.kit.errors import Conflict
from services.workshops import paris_days
from services.workshops.exports import regional_decisions, regional_summary, small_groups
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_words import day, hours, listed
from services.workshops.exports.small_groups import Group
from services.workshops.exports.tables import PAIN_POINTS, Row
from services.workshops.schemas import Theme
from services.workshops.schemas.regional import RegionalReportOut, RegionalTheme

UNSAID = (
    "Ces journées montrent ce qui a été vu dans ces collectivités, pas toute l’année ni toute la région.",
    "Un nombre n’est donné que s’il repose sur au moins trois collectivités et cinq notes, et si aucune n’en fait 85\u00a0% ou"
    " plus\u00a0; les petits groupes sont réunis en une seule ligne.",
    "Les notes retirées et les notes sensibles n’y sont pas. Personne n’est cité.",
    "Deux irritants d’une même tâche peuvent compter deux fois le même temps\u00a0; les populations ne sont jamais"
    " additionnées, car une commune peut appartenir à un groupement du même programme.",
    "Deux bilans faits à quelques jours d’écart peuvent, comparés, en dire plus que chacun\u00a0: ne publiez que le dernier.",
)


class NotRegional(Conflict):
    """The report of a programme needs a snapshot of the whole programme."""

    sentence = "Ce cliché est celui d’une seule collectivité. Faites un cliché de tout le programme."


def draw(bundle: Bundle) -> RegionalReportOut:
    """Draw the report of a programme's snapshot: equal snapshots give equal reports.

    Raises: NotRegional.
    """
    if not bundle.is_regional:
        raise NotRegional
    themes = _themes(bundle.rows(PAIN_POINTS.name))
    outcomes, decisions = regional_decisions.said(bundle)
    return RegionalReportOut(
        snapshot_id=UUID(bundle.fact("id")), programme=bundle.fact("programme"), made_at=bundle.made_at,
        made_on=day(paris_days.day_of(bundle.made_at)),
        summary=regional_summary.said(bundle, themes, decisions), by_theme=themes, outcomes=outcomes,
        decisions=decisions, unsaid=UNSAID,
    )  # fmt: skip


def by_authority(rows: Sequence[Row], column: str | None = None) -> Mapping[str, float]:
    """Count rows by authority, or add up one of their columns."""
    parts: Counter[str] = Counter()
    for row in rows:
        parts[str(row["authority_id"])] += 1 if column is None else float(row[column] or 0)  # type: ignore[assignment]  # a counter of hours
    return parts


def _themes(pains: Sequence[Row]) -> tuple[RegionalTheme, ...]:
    found: dict[str, list[Row]] = {theme.value: [] for theme in Theme}
    for row in pains:
        found[str(row["theme"])].append(row)
    groups = small_groups.told({name: by_authority(rows) for name, rows in found.items()})
    return tuple(_theme(group, [row for name in group.names for row in found[name]]) for group in groups)


def _theme(group: Group, rows: Sequence[Row]) -> RegionalTheme:
    """Tell one line. Hours are dropped as a whole: the report gives no sum of them to take the others away from."""
    lost = hours(rows)
    may_tell = lost is not None and all(
        small_groups.is_safe(by_authority(rows, column), least=0)
        for column in ("hours_low", "hours_typical", "hours_high")
    )
    return RegionalTheme(
        theme=listed([Theme(name).label for name in group.names]), count=len(rows),
        authorities=len(group.parts), severity=statistics.median(float(row["severity"] or 0) for row in rows),
        hours=lost if may_tell else None, are_hours_hidden=lost is not None and not may_tell,
        proof="/recherche?nature=pain_point" + (f"&theme={group.names[0]}" if len(group.names) == 1 else ""),
    )  # fmt: skip
