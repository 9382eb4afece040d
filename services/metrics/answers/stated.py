"""What suppliers' consoles say was used: declared figures, beside what is measured and never in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from services.metrics import desk as desks, wording
from services.metrics.answers import told
from services.metrics.answers.adoption import ends, inside, rows
from services.metrics.desk import Desk
from services.metrics.schemas import MeasureOut, Question
from services.metrics.secrecy import Cell
from services.metrics.secrecy.grids import Cells
from services.metrics.seen import Crowd

TITLE, COUNTED = "Usages que déclarent les fournisseurs", "personnes au moins"
_SOURCE = (
    "Chiffres exportés de la console d’un fournisseur et importés ici. Déclarés : jamais ajoutés aux usages mesurés ni"
    " aux gains. n : le plus grand nombre de personnes d’un même jour, donc un minimum."
)
_MONTHS = text("""
    select authority_id::text, date_trunc('month', day)::date, sum(uses)::bigint, max(people), sum(input + output)::bigint
    from statement_line where day >= :start and day < cast(:end as date) + interval '1 month' and uses > 0
    group by 1, 2 order by 1, 2
""")


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said of a month of an authority."""

    place: str
    month: date
    uses: int
    people: int
    tokens: int


async def stated(desk: Desk) -> MeasureOut:
    """Give the uses that suppliers declare, month by month."""
    asked = {"start": desk.year.start, "end": desk.year.end}
    found = [Stated(*row) for row in (await (await desk.session.connection()).execute(_MONTHS, asked)).all()]
    if not any(
        one.place in desk.places and desk.places[one.place].is_in(desk.scope.selection) for one in found
    ):
        return told.nothing(
            Question.STATED, TITLE, counted=COUNTED, source=_SOURCE, sentence="Aucun relevé de fournisseur n’a été importé."
        )  # fmt: skip
    view = await desk.view("stated:month", _cells(found, await desk.crowd()), desks.months(desk.year))
    within = inside(view, desk.scope.months)
    whole = view.total(within)
    if whole is None or not within:
        return told.hidden(Question.STATED, TITLE, desk, view, counted=COUNTED, source=_SOURCE)
    shown = {leaf for column in within for leaf in column}
    tokens = sum(one.tokens for one in found if one.place in view.places and str(one.month) in shown)
    also = f" et {wording.count(tokens, 'jeton', 'jetons')}" if tokens else ""
    return MeasureOut(
        question=Question.STATED, title=TITLE, unit="usages", value=whole.value, n=whole.size, counted=COUNTED,
        sentence=f"Les fournisseurs déclarent {wording.count(whole.value, 'usage', 'usages')}{also}. Rien ici n’est mesuré.",
        heading="Mois", rows=rows(view, within), **ends(within), reasons=told.reasons(desk, view, dated=True),
        source=_SOURCE, claim=False,
    )  # fmt: skip


def _cells(found: list[Stated], crowd: Crowd) -> Cells:
    """Count by place and month. Nobody is named: the people of a month are taken to be among those of the fullest one.

    So months added up are about no more people than one of them, and a small group stays small however long it is.
    """
    most: dict[str, int] = {}
    for one in found:
        most[one.place] = max(most.get(one.place, 0), one.people)
    bits = {place: crowd.strangers(count) for place, count in sorted(most.items())}
    return {
        (one.place, str(one.month)): Cell(
            one.uses, _first(bits[one.place], one.people), -(-one.uses // one.people)
        )
        for one in found
    }


def _first(bits: int, count: int) -> int:
    """Keep so many of some bits, the lowest."""
    lowest = bits & -bits
    return (lowest << count) - lowest
