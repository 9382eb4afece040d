"""Who was active again one, two, three, six months after they began, by the month in which they began.

Told of everyone, or of one's own authority: crossed with groups of authorities, each share would be about too few.
Only those who began three months ago are followed, the same people as in `retention`.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from services.metrics import desk as desks, exercises, wording
from services.metrics.answers import told
from services.metrics.desk import Desk
from services.metrics.exercises import Months
from services.metrics.measures import cohorts as following
from services.metrics.measures.adoption import Person, add_months
from services.metrics.measures.cohorts import Followed
from services.metrics.places import EVERYONE
from services.metrics.schemas import MeasureOut, MeasureRow, Question
from services.metrics.secrecy import Cell
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.plans import Axis
from services.metrics.views import View

AFTER = (1, 2, 3, 6)
"""Months after the first one at which one looks."""
_OLD = 3
"""Months since somebody began, for them to be followed at all."""
TITLE, COUNTED = "Agents encore là, mois après mois", "agents suivis"
_SOURCE = (
    "Agents actifs tel mois après celui de leurs débuts ÷ agents qui ont débuté ce mois-là, il y a trois mois au moins."
    " Débuts : premier mois d’usage. Sont masquées les parts où trop peu sont revenus, ou trop peu ne le sont pas."
)
_BY_GROUP = "Cette mesure se lit pour toutes les collectivités ensemble, ou par chacune pour elle-même."
Starter = tuple[str, int, Person]
"""Their authority, their bit, and when they were active."""


async def cohorts(desk: Desk) -> MeasureOut:
    """Give, for each opening cohort, the share active again after some months."""
    months = _months(desk.year)
    starters = [one async for one in _starters(desk, months)]
    if not starters:
        return told.nothing(
            Question.COHORTS, TITLE, counted=COUNTED, source=_SOURCE, sentence="Personne n’a encore débuté depuis trois mois."
        )  # fmt: skip
    view = await _sizes(desk, months, starters)
    if desk.scope.selection != EVERYONE and len(desk.places) > 1:
        hidden = told.hidden(Question.COHORTS, TITLE, desk, view, counted=COUNTED, source=_SOURCE)
        return hidden.model_copy(update={"sentence": _BY_GROUP, "reasons": [_BY_GROUP]})
    whole = view.total()
    if whole is None:
        return told.hidden(Question.COHORTS, TITLE, desk, view, counted=COUNTED, source=_SOURCE)
    rows = [row for after in AFTER for row in _rows(desk, view.columns, starters, after)]
    rows.sort(key=lambda row: (row.key.partition(":")[0] != "all", row.key.partition(":")[0]))
    everyone = [row for row in rows if row.key.startswith("all:")]
    share = next((row.share for row in everyone if row.key == "all:3"), None)
    return MeasureOut(
        question=Question.COHORTS, title=TITLE, unit="part", value=share, n=whole.size, counted=COUNTED,
        sentence=_sentence(everyone), heading="Débuts", rows=rows, reasons=told.reasons(desk, view), source=_SOURCE,
    )  # fmt: skip


def _months(year: Months) -> list[date]:
    return [month for month in year.all if add_months(month, _OLD) <= year.end]


async def _starters(desk: Desk, months: Sequence[date]) -> AsyncIterator[Starter]:
    crowd = await desk.crowd()
    for who, person in await desk.people():
        bit = crowd.bit(who)
        if bit and person.uses and person.first in months:
            yield who[0], bit, person


async def _sizes(desk: Desk, months: Sequence[date], starters: Sequence[Starter]) -> View:
    """Divide the cohorts by their sizes: month → quarter → half, until each is about enough people."""
    cells: dict[tuple[str, str], Cell] = {}
    for place, bit, person in starters:
        spot = place, str(person.first)
        cells[spot] = _one_more(cells.get(spot), bit)
    start = desk.year.start
    axis = Axis(
        {str(one): (exercises.half(start, one), exercises.quarter(start, one)) for one in months}, whole=True
    )
    return await desk.view("cohorts", cells, axis)


def _rows(desk: Desk, units: Sequence[Block], starters: Sequence[Starter], after: int) -> list[MeasureRow]:
    """Give the share of each cohort that is old enough, then of all of them."""
    found = [
        _followed(unit, starters, after)
        for unit in units
        if add_months(max(map(desks.month_of, unit)), after) <= desk.year.end
    ]
    found = [one for one in found if one.size]
    known = following.told(found, desk.audience.rule)
    rows = [_row(one, _name(one.name), after, is_told=one.name in known.names) for one in found]
    everyone = following.together(found)
    return [_row(everyone, "Tous les débuts", after, is_told=known.everyone), *rows] if found else []


def _followed(unit: Block, starters: Sequence[Starter], after: int) -> Followed:
    back: dict[str, Cell] = {}
    gone: dict[str, Cell] = {}
    for place, bit, person in starters:
        if str(person.first) in unit:
            side = back if add_months(person.first, after) in person.months else gone
            side[place] = _one_more(side.get(place), bit)
    return Followed("+".join(sorted(unit)), back, gone)


def _row(one: Followed, label: str, after: int, *, is_told: bool) -> MeasureRow:
    key, name = f"{one.name or 'all'}:{after}", f"{label}, après {after}{wording.NBSP}mois"
    if not is_told:
        return MeasureRow(key=key, label=name, value=None, n=one.size, hidden=True)
    return MeasureRow(key=key, label=name, value=one.returned, share=one.returned / one.size, n=one.size)


def _name(unit: str) -> str:
    months = sorted(map(desks.month_of, unit.split("+")))
    return wording.capital(wording.months(months[0], months[-1]))


def _one_more(cell: Cell | None, bit: int) -> Cell:
    known = cell or Cell()
    return Cell(known.value + 1, known.people | bit, 1)


def _sentence(everyone: Sequence[MeasureRow]) -> str:
    said = [
        f"{wording.percent(row.share)} après {row.key.partition(':')[2]}{wording.NBSP}mois"
        for row in everyone
        if row.share is not None
    ]
    if not said:
        return "Trop peu de personnes sont revenues, ou trop peu ne le sont pas, pour dire leur part."
    return f"Agents actifs de nouveau{wording.NBSP}: {wording.listed(said)}."
