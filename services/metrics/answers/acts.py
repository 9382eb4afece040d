"""Answers about acts: what went wrong, what was decided, how often something simpler than AI was enough."""

from collections.abc import Callable, Sequence

from services.metrics import desk as desks, seen, wording
from services.metrics.answers import told
from services.metrics.answers.adoption import named
from services.metrics.desk import Desk
from services.metrics.kinds import FRUGAL, Decided, Incident, Kind, Refuted, Rung
from services.metrics.measures.decisions import RUNGS
from services.metrics.schemas import MeasureOut, Question
from services.metrics.secrecy import Cell
from services.metrics.secrecy.grids import Cells
from services.metrics.seen import Crowd, Fact

NBSP = wording.NBSP
_INCIDENTS = {
    Incident.WRONG_ANSWER: "réponse fausse", Incident.PERSONAL_DATA: "données personnelles",
    Incident.LEGAL: "risque juridique", Incident.BIAS: "biais",
}  # fmt: skip
_OUTCOMES = {
    Decided.AI: "une réponse par l’IA", Decided.FRUGAL: "une réponse plus sobre",
    Decided.LOOK_FURTHER: "à creuser", Decided.STOP: "arrêt",
}  # fmt: skip
_REFUTED = {
    Refuted.REAL.value: "pas réelle", Refuted.MAJOR.value: "pas majeure", Refuted.ACTIONABLE.value: "pas actionnable",
    Refuted.RISK.value: "trop risquée", "untold": "raison non précisée",
}  # fmt: skip
_STOPPED = (
    "Hypothèses arrêtées, par critère qui n’a pas tenu. Un arrêt est un résultat : il évite une dépense."
)
_SOBER = {
    "frugal": [Decided.FRUGAL.value], "other": [Decided.AI.value, Decided.LOOK_FURTHER.value, Decided.STOP.value],
}  # fmt: skip
_WRONG = "Incidents signalés par les outils et par les équipes."
_DECIDED = (
    "Décisions en faveur d’une réponse plus simple que l’IA ÷ décisions signées (échelle des réponses)."
)
_AVOIDED = (
    "Appels à l’IA évités en un an, estimés quand la réponse plus simple est choisie (AFNOR SPEC 2314)."
)


async def incidents(desk: Desk) -> MeasureOut:
    """Give incidents by category. One may be about somebody: they are hidden as people are."""
    facts = await seen.facts(desk.session, desk.year, Kind.INCIDENT)
    leaves = _leaves(facts, await desk.crowd(), lambda fact: fact.detail.partition(":")[0])
    view = await desk.view("incidents", leaves, desks.closed(*(one.value for one in Incident)))
    title, whole = "Incidents signalés", view.total()
    if not _any(desk, facts):
        return told.nothing(
            Question.INCIDENTS, title, counted="incidents", source=_WRONG, sentence="Aucun incident n’a été signalé."
        )  # fmt: skip
    if whole is None:
        return told.hidden(Question.INCIDENTS, title, desk, view, counted="incidents", source=_WRONG)
    days = sum(fact.amount for fact in facts if fact.place in view.places) / whole.value if whole.value else 0
    return MeasureOut(
        question=Question.INCIDENTS, title=title, unit="incidents", value=whole.value, n=whole.value,
        counted="incidents", heading="Nature", source=_WRONG, reasons=told.reasons(desk, view),
        sentence=f"{wording.count(whole.value, 'incident signalé', 'incidents signalés')}, clos en"
        f" {wording.count(round(days), 'jour', 'jours')} en moyenne.",
        rows=view.table(lambda block: wording.capital(named({k.value: v for k, v in _INCIDENTS.items()})(block))),
    )  # fmt: skip


async def decisions(desk: Desk) -> MeasureOut:
    """Give decisions by outcome, the share of simpler answers, and the days that they took."""
    facts = await seen.facts(desk.session, desk.year, Kind.DECISION)
    leaves = _leaves(facts, await desk.crowd(), lambda fact: fact.detail.partition(":")[0])
    view = await desk.view("decisions", leaves, desks.opposed(_SOBER), acts=True)
    title, whole, frugal = "Décisions pour une réponse plus sobre", view.total(), view.holding(Decided.FRUGAL)
    if not _any(desk, facts):
        return told.nothing(
            Question.DECISIONS, title, counted="décisions", source=_DECIDED, sentence="Aucune décision n’a été signée."
        )  # fmt: skip
    if whole is None:
        return told.hidden(Question.DECISIONS, title, desk, view, counted="décisions", source=_DECIDED)
    cell = view.cell(frugal) if frugal == frozenset({Decided.FRUGAL.value}) else None
    days = sum(fact.amount for fact in facts if fact.place in view.places) / whole.value
    lines = view.table(
        lambda block: wording.capital(named({k.value: v for k, v in _OUTCOMES.items()})(block))
    )
    parts = [
        f"{row.label[:1].lower()}{row.label[1:]}{NBSP}: {round(row.value)}" for row in lines if row.value
    ]
    return MeasureOut(
        question=Question.DECISIONS, title=title, unit="part", value=cell.value / whole.value if cell else None,
        n=whole.value, counted="décisions", claim=whole.value >= 11, heading="Décision", rows=lines, source=_DECIDED,
        sentence=f"{wording.count(whole.value, 'décision signée', 'décisions signées')}"
        f"{_within(parts)}. Il a fallu"
        f" {wording.count(round(days), 'jour', 'jours')} en moyenne depuis la première observation.",
        reasons=told.reasons(desk, view),
    )  # fmt: skip


async def stops(desk: Desk) -> MeasureOut:
    """Give what was stopped, and why."""
    every = await seen.facts(desk.session, desk.year, Kind.DECISION)
    facts = [fact for fact in every if fact.detail.startswith(Decided.STOP)]
    leaves = _leaves(facts, await desk.crowd(), lambda fact: ":".join(fact.detail.split(":")[2:]) or "untold")
    view = await desk.view("stops", leaves, desks.closed(*_REFUTED), acts=True)
    title, whole = "Hypothèses arrêtées", view.total()
    if not _any(desk, facts):
        return told.nothing(
            Question.STOPS, title, counted="arrêts", source=_STOPPED, sentence="Rien n’a été arrêté."
        )
    if whole is None:
        return told.hidden(Question.STOPS, title, desk, view, counted="arrêts", source=_STOPPED)
    lines = [
        row
        for row in view.table(lambda block: wording.capital(named(_REFUTED)(block)))
        if row.value or row.hidden
    ]
    parts = [
        f"{row.label[:1].lower()}{row.label[1:]}{NBSP}: {round(row.value)}" for row in lines if row.value
    ]
    return MeasureOut(
        question=Question.STOPS, title=title, unit="arrêts", value=whole.value, n=whole.value, counted="arrêts",
        heading="Pourquoi", rows=lines, source=_STOPPED, reasons=told.reasons(desk, view), claim=False,
        sentence=f"{wording.count(whole.value, 'hypothèse arrêtée', 'hypothèses arrêtées')}"
        + (f" ({', '.join(parts)})." if parts else ", sans détail qui puisse être montré."),
    )  # fmt: skip


async def frugality(desk: Desk) -> MeasureOut:
    """Give the simpler answers chosen, and the calls that they avoid each year."""
    facts = await seen.facts(desk.session, desk.year, Kind.FRUGAL_CHOICE)
    leaves = _leaves(facts, await desk.crowd(), lambda fact: fact.detail)
    view = await desk.view("frugality", leaves, desks.closed(*(one.value for one in Rung)), acts=True)
    title, whole = "Appels à l’IA évités par une réponse plus simple", view.total()
    if not _any(desk, facts):
        return told.nothing(
            Question.FRUGALITY, title, counted="réponses plus simples", source=_AVOIDED,
            sentence="Aucune réponse plus simple n’a encore été choisie.",
        )  # fmt: skip
    if whole is None:
        return told.hidden(
            Question.FRUGALITY, title, desk, view, counted="réponses plus simples", source=_AVOIDED
        )
    avoided = sum(fact.amount for fact in facts if fact.place in view.places)
    return MeasureOut(
        question=Question.FRUGALITY, title=title, unit="appels par an", value=avoided, n=whole.value,
        counted="réponses plus simples", heading="Réponse choisie", source=_AVOIDED, claim=False,
        rows=[row for row in view.table(lambda block: wording.capital(named(_rungs())(block))) if row.value or row.hidden],
        sentence=f"{wording.count(whole.value, 'réponse plus simple choisie', 'réponses plus simples choisies')}, qui"
        f" évitent environ {wording.count(avoided, 'appel', 'appels')} à l’IA par an.",
        reasons=told.reasons(desk, view),
    )  # fmt: skip


def _within(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


def _rungs() -> dict[str, str]:
    return {rung.value: RUNGS[rung] for rung in (*FRUGAL, Rung.READY_AI, Rung.CUSTOM_AI)}


def _any(desk: Desk, facts: Sequence[Fact]) -> bool:
    own = {key for key, place in desk.places.items() if place.is_in(desk.scope.selection)}
    everyone = {fact.place for fact in facts}
    return bool(own & everyone)


def _leaves(facts: Sequence[Fact], crowd: Crowd, leaf: Callable[[Fact], str]) -> Cells:
    """Count facts by place and leaf: nobody is named in one, so each is counted as somebody else's."""
    counts: dict[tuple[str, str], int] = {}
    for fact in facts:
        counts[fact.place, leaf(fact)] = counts.get((fact.place, leaf(fact)), 0) + fact.n
    return {spot: Cell(n, crowd.strangers(n), 1) for spot, n in counts.items()}
