"""Opening cohorts as a table: a line for each, a column for each number of months after. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.metrics.schemas import Family, MeasureOut, MeasureRow, MeasuresOut, Question
from web import charts, french

NBSP = french.NBSP


@dataclass(frozen=True, slots=True)
class Line:
    """One cohort: how many began, and what share is still there after each number of months."""

    label: str
    size: str
    shares: list[str]


@dataclass(frozen=True, slots=True)
class CohortTable:
    """All of them. `after`: the months after, a column each."""

    after: list[str]
    lines: list[Line]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Head its columns of figures."""
        return [(one, "n") for one in self.after]


def table(measures: Sequence[MeasureOut]) -> CohortTable | None:
    """Lay the answer out; None where it has no line."""
    measure = next((one for one in measures if one.question is Question.COHORTS and one.rows), None)
    if measure is None:
        return None
    by_cohort: dict[str, dict[str, MeasureRow]] = {}
    for row in measure.rows:
        cohort, _, after = row.key.rpartition(":")
        by_cohort.setdefault(cohort, {})[after] = row
    steps = sorted({after for rows in by_cohort.values() for after in rows}, key=int)
    lines = [_line(rows, steps) for rows in by_cohort.values()]
    return CohortTable([f"{step}{NBSP}mois" for step in steps], lines)


def published(found: MeasuresOut) -> str:
    """Set our search and drafting beside the published split; empty where nothing honest can be said."""
    split = found.published_split
    if split is None:
        return ""
    told = (
        f"Pour situer{NBSP}: {split.author} a publié {french.percent(split.search / 100)} de recherche et"
        f" {french.percent(split.drafting / 100)} de rédaction, deux familles qui y faisaient le tout."
    )
    mix = next((one for one in found.measures if one.question is Question.MIX), None)
    search, drafting = (_of_family(mix, family) for family in (Family.SEARCH, Family.DRAFTING))
    if search is None or drafting is None or not search + drafting:
        return f"{told} Ici, ces deux familles ne peuvent pas être mises en regard{NBSP}: il y a trop peu d’usages."
    both = search + drafting
    return (
        f"{told} Ici, sur {french.plural(round(both), 'usage', 'usages')} de ces deux seules familles{NBSP}:"
        f" {french.percent(search / both)} et {french.percent(drafting / both)}."
    )


def _of_family(mix: MeasureOut | None, family: Family) -> float | None:
    """Add up the lines of one family; None where one of them is hidden, or told together with another family."""
    if mix is None or mix.hidden or not mix.rows:
        return None
    values = [row.value for row in mix.rows if family in row.families]
    is_alone = all(row.families == [family] for row in mix.rows if family in row.families)
    return sum(value for value in values if value is not None) if is_alone and None not in values else None


def _line(rows: dict[str, MeasureRow], steps: Sequence[str]) -> Line:
    first = rows[min(rows, key=int)]
    label = first.label.partition(", après")[0]
    sizes = [row.n for row in rows.values() if row.n is not None]
    size = french.number(max(sizes)) if sizes else charts.HIDDEN
    return Line(label[:1].upper() + label[1:], size, [_share(rows.get(step)) for step in steps])


def _share(row: MeasureRow | None) -> str:
    if row is None:
        return "pas encore"
    return charts.HIDDEN if row.share is None else french.percent(row.share)
