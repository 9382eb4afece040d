"""Answers about who began, who stayed and how often."""

from collections.abc import Callable
from datetime import date

from services.metrics import desk as desks, seen, wording
from services.metrics.answers import told
from services.metrics.desk import Desk
from services.metrics.exercises import Months
from services.metrics.measures import adoption
from services.metrics.measures.adoption import Person, Step, add_months
from services.metrics.schemas import MeasureOut, MeasureRow, Question
from services.metrics.secrecy import Cell
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.grids import Cells
from services.metrics.views import Name, View

Leaf = Callable[[Person], str]

_STEPS = {
    Step.NEVER: "jamais", Step.ONCE_OR_TWICE: "une ou deux fois par mois",
    Step.SEVERAL_A_MONTH: "plusieurs fois par mois", Step.SEVERAL_A_WEEK: "plusieurs fois par semaine",
    Step.EVERY_DAY: "tous les jours",
}  # fmt: skip
_OFTEN = {
    "never": [Step.NEVER.value], "seldom": [Step.ONCE_OR_TWICE.value, Step.SEVERAL_A_MONTH.value],
    "often": [Step.SEVERAL_A_WEEK.value, Step.EVERY_DAY.value],
}  # fmt: skip
_ACTIVATION = (
    "Agents avec au moins un résultat gardé ou peu retouché ÷ agents invités ; bornée à 10 % et 90 %."
)
_ACTIVE = (
    "Pseudonymes distincts ayant fait au moins un usage dans le mois ; deux outils ne comptent pas double."
)
_RETENTION = "Agents actifs le troisième mois après celui de leurs débuts ÷ agents qui ont débuté assez tôt."
_FREQUENCY = (
    "Jours d’usage par mois depuis les débuts de chacun, rapportés à 18 jours travaillés (217 par an)."
)


async def activation(desk: Desk) -> MeasureOut:
    """Give the share of invited agents with at least one kept result."""
    title, counted = "Agents dont au moins un résultat a servi", "agents invités"
    view = await desk.view(
        "activation",
        await _against_invited(desk, _has_kept),
        desks.opposed({"kept": ["kept"], "never": ["never"]}),
    )
    whole, kept = view.total(), view.holding("kept")
    cell = view.cell(kept) if kept == frozenset({"kept"}) else None
    if whole is None or cell is None:
        return told.hidden(Question.ACTIVATION, title, desk, view, counted=counted, source=_ACTIVATION)
    if not whole.value:
        return told.nothing(Question.ACTIVATION, title, counted=counted, source=_ACTIVATION)
    # All or none would tell something of each: the bounds are enough.
    share = min(0.9, max(0.1, cell.value / whole.value))
    return MeasureOut(
        question=Question.ACTIVATION, title=title, unit="part", value=share, n=whole.value, counted=counted,
        sentence=f"{wording.percent(share)} des agents invités ont gardé au moins un résultat.", heading="Agents",
        rows=view.table(named({"kept": "ont gardé un résultat", "never": "aucun résultat gardé"})),
        reasons=told.reasons(desk, view), source=_ACTIVATION,
    )  # fmt: skip


async def active(desk: Desk) -> MeasureOut:
    """Give the agents active each month."""
    title, counted = "Agents actifs", "agents"
    view = await desk.view("uses:month", await desk.uses("month"), desks.months(desk.year))
    within = inside(view, desk.scope.months)
    whole = view.total(within)
    if whole is None or not within:
        return told.hidden(Question.ACTIVE, title, desk, view, counted=counted, source=_ACTIVE)
    lines = [row.model_copy(update={"value": row.n, "share": None}) for row in rows(view, within)]
    return MeasureOut(
        question=Question.ACTIVE, title=title, unit="agents", value=whole.size, n=whole.size, counted=counted,
        sentence=f"{wording.count(whole.size, 'agent s’est servi', 'agents se sont servis')} d’un outil d’IA.",
        heading="Mois", rows=lines, **ends(within), reasons=told.reasons(desk, view, dated=True), source=_ACTIVE,
    )  # fmt: skip


async def retention(desk: Desk) -> MeasureOut:
    """Give those who came back three months after their first month."""
    title, counted = "Agents encore là trois mois après leurs débuts", "agents suivis"
    crowd, leaves = await desk.crowd(), dict[tuple[str, str], Cell]()
    for who, person in await desk.people():
        later = add_months(person.first, 3) if person.uses and person.first in desk.year else None
        if later and later <= desk.year.end and crowd.bit(who):
            spot = who[0], "back" if later in person.months else "gone"
            leaves[spot] = _one_more(leaves.get(spot), crowd.bit(who))
    view = await desk.view("retention", leaves, desks.opposed({"back": ["back"], "gone": ["gone"]}))
    whole, back = view.total(), view.holding("back")
    cell = view.cell(back) if back == frozenset({"back"}) else None
    if not leaves:
        return told.nothing(
            Question.RETENTION, title, counted=counted, source=_RETENTION,
            sentence="Personne n’a encore débuté depuis trois mois.",
        )  # fmt: skip
    if whole is None or cell is None:
        return told.hidden(Question.RETENTION, title, desk, view, counted=counted, source=_RETENTION)
    share = cell.value / whole.value
    return MeasureOut(
        question=Question.RETENTION, title=title, unit="part", value=share, n=whole.value, counted=counted,
        sentence=f"{wording.percent(share)} des agents se servaient encore de l’outil trois mois après.",
        heading="Agents", rows=view.table(named({"back": "revenus", "gone": "pas revenus ce mois-là"})),
        reasons=told.reasons(desk, view), source=_RETENTION,
    )  # fmt: skip


async def frequency(desk: Desk) -> MeasureOut:
    """Give the ladder of frequency."""
    title, counted = "À quel rythme les agents s’en servent", "agents invités"

    def step(person: Person) -> str:
        return adoption.step(
            person.days / len(Months(max(person.first, desk.year.start), desk.year.end).all)
        ).value

    leaves = await _against_invited(desk, lambda person: step(person) if person.uses else "")
    view = await desk.view("frequency", leaves, desks.opposed(_OFTEN))
    whole = view.total()
    if whole is None:
        return told.hidden(Question.FREQUENCY, title, desk, view, counted=counted, source=_FREQUENCY)
    if not whole.value:
        return told.nothing(Question.FREQUENCY, title, counted=counted, source=_FREQUENCY)
    often = view.sum_of(frozenset({Step.SEVERAL_A_WEEK.value, Step.EVERY_DAY.value}))
    share = often.value / whole.value if often else None
    return MeasureOut(
        question=Question.FREQUENCY, title=title, unit="part", value=share, n=whole.value, counted=counted,
        sentence=f"{wording.percent(share)} des agents invités s’en servent plusieurs fois par semaine ou plus."
        if share is not None else "Ce chiffre est réuni à d’autres, ou masqué.",
        heading="Rythme", rows=view.table(named({one.value: label for one, label in _STEPS.items()})),
        reasons=told.reasons(desk, view), source=_FREQUENCY,
    )  # fmt: skip


def _has_kept(person: Person) -> str:
    return "kept" if person.kept else ""


async def _against_invited(desk: Desk, leaf: Leaf) -> Cells:
    """Count people by leaf; the rest of those invited are under « never »."""
    crowd, leaves = await desk.crowd(), dict[tuple[str, str], Cell]()
    for who, person in await desk.people():
        if crowd.bit(who) and leaf(person):
            spot = who[0], leaf(person)
            leaves[spot] = _one_more(leaves.get(spot), crowd.bit(who))
    for place, invited in (await seen.invited(desk.session, desk.year)).items():
        rest = invited - sum(cell.value for (own, _), cell in leaves.items() if own == place)
        if rest > 0 and place in desk.places:
            leaves[place, "never"] = Cell(rest, crowd.strangers(rest), 1)
    return leaves


def _one_more(cell: Cell | None, bit: int) -> Cell:
    known = cell or Cell()
    return Cell(known.value + 1, known.people | bit, 1)


def inside(view: View, months: Months) -> tuple[Block, ...]:
    """Give the columns of months that lie within those asked for."""
    return view.with_leaves(frozenset(map(str, months.all)))


def ends(columns: tuple[Block, ...]) -> dict[str, date]:
    """Give the first and last months that some columns tell."""
    months = sorted(desks.month_of(leaf) for column in columns for leaf in column)
    return {"start": months[0], "end": months[-1]}


def rows(view: View, columns: tuple[Block, ...]) -> list[MeasureRow]:
    """Give the lines of some months."""
    keys = {"+".join(sorted(column)) for column in columns}
    return [row for row in view.table(month_name) if row.key in keys]


def month_name(block: Block) -> str:
    """Name one month, or several told together."""
    months = sorted(map(desks.month_of, block))
    return wording.months(months[0], months[-1])


def named(labels: dict[str, str]) -> Name:
    """Name the leaves of a closed list, alone or told together."""
    return lambda block: told.joined([labels[leaf] for leaf in labels if leaf in block])
