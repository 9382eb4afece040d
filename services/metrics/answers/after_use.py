"""Answers about what cards filled in after a use tell: what became of the answer, of the time, and what was gained."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.metrics import cards, desk as desks, families, wording
from services.metrics.answers import told
from services.metrics.answers.adoption import named
from services.metrics.answers.usage import code_name, job_axis, job_name
from services.metrics.cards import Card, Said
from services.metrics.desk import Desk
from services.metrics.kinds import Became, JobFamily, Outcome
from services.metrics.measures import gains
from services.metrics.measures.gains import FEWEST, Gain
from services.metrics.schemas import MeasureOut, MeasureRow, Question
from services.metrics.secrecy import Cell
from services.metrics.secrecy.blocks import Block
from services.metrics.seen import Marked
from services.metrics.views import Name, View

NBSP = wording.NBSP
_OUTCOMES = {
    Outcome.KEPT: "gardée telle quelle", Outcome.LIGHTLY_EDITED: "un peu retouchée",
    Outcome.HEAVILY_EDITED: "beaucoup retouchée", Outcome.DISCARDED: "jetée",
}  # fmt: skip
_BECAME = {
    Became.CITIZENS: "du temps pour les habitants", Became.SUBSTANCE: "le fond des dossiers",
    Became.BACKLOG: "le retard rattrapé", Became.TRAINING: "se former", Became.NOTHING: "rien de visible",
    Became.UNTOLD: "non dit",
}  # fmt: skip
_SERVED = {
    "served": [Outcome.KEPT.value, Outcome.LIGHTLY_EDITED.value, Outcome.HEAVILY_EDITED.value],
    "thrown": [Outcome.DISCARDED.value],
}  # fmt: skip
_SEEN = {
    "seen": [Became.CITIZENS.value, Became.SUBSTANCE.value, Became.BACKLOG.value, Became.TRAINING.value],
    "nothing": [Became.NOTHING.value], "untold": ["untold"],
}  # fmt: skip
_OUTCOME = "Fiches remplies après l’usage : ce que l’agent a fait de la réponse."
_GAIN = (
    "Temps habituel − temps avec l’outil − temps de vérification ; il peut être négatif. Médiane et quartiles des"
    " fiches ; intervalle à 95 % par tirage de collectivités entières (Cameron, Gelbach et Miller, 2008)."
)
_NEW = "« L’auriez-vous fait sans l’outil ? » Non : compté à part, jamais comme un gain."
_WHAT = "Fiches où du temps a été gagné : ce que l’agent en a fait."


async def outcome(desk: Desk) -> MeasureOut:
    """Give what agents did with answers; the figure is the share that was thrown away."""
    view = await _view(desk, "cards:outcome", lambda said: said.outcome, _SERVED)
    words = Words(
        Question.OUTCOME, "Réponses jetées", Outcome.DISCARDED, "des réponses ont été jetées", "Réponse",
        {one.value: label for one, label in _OUTCOMES.items()}, _OUTCOME,
    )  # fmt: skip
    return _share(desk, view, words)


async def new_tasks(desk: Desk) -> MeasureOut:
    """Give the share of work that would not have been done without the tool: no time was gained on it."""
    view = await _view(
        desk,
        "cards:new",
        lambda said: "new" if said.is_new else "known",
        {"new": ["new"], "known": ["known"]},
    )
    words = Words(
        Question.NEW_TASKS, "Travaux qui n’auraient pas été faits sans l’outil", "new",
        "des travaux n’auraient pas été faits sans l’outil", "Travail",
        {"new": "nouveau", "known": "déjà fait avant"}, _NEW,
    )  # fmt: skip
    return _share(desk, view, words)


async def became(desk: Desk) -> MeasureOut:
    """Give what the time gained became; the figure is the share of which nothing can be seen."""

    def leaf(said: Said) -> str:
        return (said.became or "untold") if not said.is_new and said.is_gain else ""

    view = await _view(desk, "cards:became", leaf, _SEEN)
    words = Words(
        Question.BECAME, "Ce que le temps gagné est devenu", Became.NOTHING,
        "des fiches disent qu’on ne voit rien de ce que le temps est devenu", "Devenu",
        {one.value or "untold": label for one, label in _BECAME.items()}, _WHAT,
    )  # fmt: skip
    return _share(desk, view, words)


async def net_gain(desk: Desk) -> MeasureOut:
    """Give net minutes a use, by code or by job family. New tasks are apart."""
    view = await gain_view(desk)
    title, whole, asked = "Temps net gagné par usage", view.total(), _asked(desk, view)
    if whole is None or (asked is not None and view.cell(asked) is None):
        return told.hidden(Question.NET_GAIN, title, desk, view, counted="fiches", source=_GAIN)
    if not whole.value:
        return told.nothing(Question.NET_GAIN, title, counted="fiches", source=_GAIN)
    known = await known_cards(desk, view)
    gain = _gain([card for card in known if asked is None or card.leaf in asked])
    name: Name = job_name if desk.scope.job else code_name
    lines = [_line(view, known, column, name) for column in view.columns if asked in {None, column}]
    return MeasureOut(
        question=Question.NET_GAIN, title=title, unit="minutes", value=gain.median, low=gain.lower, high=gain.upper,
        n=gain.n, counted="fiches", grade=gain.grade or "", claim=gain.is_claim, sentence=_says(gain),
        heading="Métier" if desk.scope.job else "Usage",
        rows=[line for line in lines if line.hidden or line.n], reasons=told.reasons(desk, view), source=_GAIN,
    )  # fmt: skip


async def gain_view(desk: Desk) -> View:
    """Look at the cards about tasks that existed before, by code, or by job family when one is asked for."""
    by, axis = ("job", job_axis()) if desk.scope.job else ("code", desks.codes())
    counts: Counter[tuple[str, str]] = Counter()
    for card in await desk.gained(by):
        counts[card.place, card.leaf] += card.bin.n
    leaves = await _with_people(desk, counts, by, lambda _: cards.mark("known"))
    return await desk.view(f"cards:{by}", leaves, axis)


async def known_cards(desk: Desk, view: View) -> list[Card]:
    """Give the cards of a view about tasks that existed before."""
    by = "job" if desk.scope.job else "code"
    return [card for card in await desk.gained(by) if card.place in view.places]


def _asked(desk: Desk, view: View) -> Block | None:
    if desk.scope.job:
        return view.holding(str(JobFamily(desk.scope.job).number))
    return view.holding(str(families.stored(desk.scope.code))) if desk.scope.code else None


def _gain(of: list[Card]) -> Gain:
    return gains.net(tuple(card.bin for card in of))


def _line(view: View, known: list[Card], column: Block, name: Name) -> MeasureRow:
    key, label = "+".join(sorted(column)), name(column)
    if view.cell(column) is None:
        return MeasureRow(key=key, label=label, value=None, hidden=True)
    gain = gains.spread([card.bin for card in known if card.leaf in column])
    return MeasureRow(key=key, label=label, value=gain.median, low=gain.lower, high=gain.upper, n=gain.n)


def _says(gain: Gain) -> str:
    if gain.median is None or gain.lower is None or gain.upper is None:
        return f"Il y a moins de {FEWEST} fiches{NBSP}: on ne peut rien dire du temps gagné."
    typical = f"Dans la moitié des cas, entre {wording.signed(gain.lower)} et {wording.signed(gain.upper)} par usage"
    if gain.low is None or gain.high is None:
        return f"{typical}. Une seule collectivité{NBSP}: cela ne dit rien des autres."
    if not gain.is_claim:
        return f"{typical}{NBSP}; mais on ne peut pas affirmer qu’il y a un gain."
    word = "gain" if gain.median > 0 else "temps perdu"
    return f"{typical}. Le {word} est établi, toute vérification déduite."


async def _view(desk: Desk, name: str, leaf: Callable[[Said], str], groups: Mapping[str, list[str]]) -> View:
    def bits(one: str) -> int:
        return cards.mark("" if one == "untold" else one)

    counts: Counter[tuple[str, str]] = Counter()
    for said in await desk.said():
        if leaf(said):
            counts[said.place, leaf(said)] += said.n
    return await desk.view(name, await _with_people(desk, counts, "", bits), desks.opposed(groups))


async def _with_people(
    desk: Desk, counts: Mapping[tuple[str, str], int], by: str, bits: Callable[[str], int]
) -> dict[tuple[str, str], Cell]:
    """Put beside cards, counted by place and leaf, those who filled them in: their marks, and what `by` divides them by."""
    crowd, people = await desk.crowd(), dict.fromkeys(counts, 0)
    marked: dict[tuple[str, str], list[Marked]] = defaultdict(list)
    for one in await desk.marked(by):
        marked[one.place, one.leaf].append(one)
    for place, leaf in counts:
        wanted = bits(leaf)
        for one in marked[place, leaf if by else ""]:
            if one.marks & wanted:
                people[place, leaf] |= crowd.bit(one.who)
    return {spot: Cell(count, people[spot]) for spot, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """How a share of cards is put into words: `key` is the line whose share is the figure."""

    question: Question
    title: str
    key: str
    says: str
    heading: str
    labels: dict[str, str]
    source: str


def _share(desk: Desk, view: View, said: Words) -> MeasureOut:
    whole, column = view.total(), view.holding(said.key)
    if whole is None:
        return told.hidden(said.question, said.title, desk, view, counted="fiches", source=said.source)
    if not whole.value:
        return told.nothing(said.question, said.title, counted="fiches", source=said.source)
    cell = view.cell(column) if column == frozenset({said.key}) else None
    share = cell.value / whole.value if cell else None
    return MeasureOut(
        question=said.question, title=said.title, unit="part", value=share, n=whole.value, counted="fiches",
        sentence=f"{wording.percent(share)} {said.says}." if share is not None else "Ce chiffre est réuni à d’autres, ou masqué.",
        claim=whole.value >= FEWEST, heading=said.heading, reasons=told.reasons(desk, view), source=said.source,
        rows=view.table(lambda block: wording.capital(named(said.labels)(block))),
    )  # fmt: skip
