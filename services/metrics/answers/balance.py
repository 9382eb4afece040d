"""Answers about what went wrong, what was decided, and what it all cost."""

from collections import Counter
from collections.abc import Sequence

from services.metrics.answers.rule import Rule
from services.metrics.answers.usage import gain_of
from services.metrics.evidence import Evidence, Fact, Scope
from services.metrics.kinds import FRUGAL, Incident, Kind, Rung
from services.metrics.measures import costs, decisions as decided, footprint as footprints
from services.metrics.measures.costs import Price
from services.metrics.measures.decisions import RUNGS, Decision
from services.metrics.schemas import MeasureOut, MeasureRow, Question

Prices = dict[str, Price]
_INCIDENTS = {
    Incident.WRONG_ANSWER: "réponse fausse", Incident.PERSONAL_DATA: "données personnelles",
    Incident.LEGAL: "droit", Incident.BIAS: "biais",
}  # fmt: skip
_OUTCOMES = {"ai": "IA", "frugal": "réponse frugale", "look_further": "à creuser", "stop": "arrêt"}


def incidents(evidence: Evidence, _: Scope, __: Rule) -> MeasureOut:
    """Give incidents by category, and the days to close one. Facts about work, not people."""
    facts = _of(evidence, Kind.INCIDENT)
    total = sum(one.n for one in facts)
    rows = []
    for category in Incident:
        own = [one for one in facts if one.detail.startswith(f"{category.value}:")]
        n = sum(one.n for one in own)
        rows.append(MeasureRow(key=category.value, label=_INCIDENTS[category], value=n, n=n))
    return MeasureOut(
        question=Question.INCIDENTS, title="Incidents signalés", unit="incidents", value=total, n=total,
        counted="incidents", rows=rows, source="Incidents signalés par les programmes et les équipes.",
    )  # fmt: skip


def frugality(evidence: Evidence, _: Scope, __: Rule) -> MeasureOut:
    """Give the frugal answers chosen, and the calls that they avoid each year."""
    facts = _of(evidence, Kind.FRUGAL_CHOICE)
    by_rung = Counter({rung.value: 0 for rung in FRUGAL})
    for one in facts:
        by_rung[one.detail] += one.n
    rows = [
        MeasureRow(key=name, label=RUNGS[Rung(name)], value=count, n=count) for name, count in by_rung.items()
    ]
    return MeasureOut(
        question=Question.FRUGALITY, title="Appels à l’IA évités par une réponse plus simple", unit="appels par an",
        value=sum(one.amount for one in facts), n=by_rung.total(), counted="réponses frugales", rows=rows,
        source="Appels évités, estimés quand la réponse frugale est choisie (AFNOR SPEC 2314).",
    )  # fmt: skip


def decisions(evidence: Evidence, _: Scope, __: Rule) -> MeasureOut:
    """Give decisions by outcome, their frugal share, and the days they took."""
    made = [_decision(one) for one in _of(evidence, Kind.DECISION)]
    total, days = sum(one.n for one in made), decided.mean_days(made)
    rows = []
    for outcome, label in _OUTCOMES.items():
        n = sum(one.n for one in made if one.outcome == outcome)
        rows.append(MeasureRow(key=outcome, label=label, value=n, n=n))
    if days is not None:
        rows.append(MeasureRow(key="days", label="jours de l’observation à la décision", value=days, n=total))
    return MeasureOut(
        question=Question.DECISIONS, title="Part des décisions sans IA", unit="part", value=decided.frugal_share(made),
        n=total, counted="décisions", claim=total >= 11, rows=rows,
        source="Décisions sur un échelon plus frugal que l’IA ÷ décisions.",
    )  # fmt: skip


def tokens(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give tokens, read and answered."""
    read, answered = sum(one.input for one in evidence.uses), sum(one.output for one in evidence.uses)
    is_hidden = rule.hides(evidence)
    told = () if is_hidden else (("input", "lus", read), ("output", "répondus", answered))
    return MeasureOut(
        question=Question.TOKENS, title="Jetons lus et répondus", unit="jetons",
        value=None if is_hidden else read + answered, n=0 if is_hidden else sum(one.n for one in evidence.uses),
        counted="usages", hidden=is_hidden,
        rows=[MeasureRow(key=key, label=label, value=value) for key, label, value in told],
        source="Jetons annoncés par les fournisseurs.",
    )  # fmt: skip


def footprint(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give greenhouse gases and energy as ranges, by the latest factors and those before."""
    answered = [(one.model, one.output) for one in evidence.uses]
    is_hidden, rows = rule.hides(evidence), list[MeasureRow]()
    latest = footprints.estimate(answered, footprints.versions()[-1])
    for factors in () if is_hidden else footprints.versions():
        found = footprints.estimate(answered, factors)
        for key, unit, pair, covered in (
            ("g", "gCO2e", found.g, found.g_tokens),
            ("kwh", "kWh", found.kwh, found.kwh_tokens),
        ):
            if covered:
                rows.append(
                    MeasureRow(
                        key=f"{key}-{factors.version}", label=f"{unit}, facteurs {factors.version}",
                        value=(pair[0] + pair[1]) / 2, low=pair[0], high=pair[1], n=covered,
                    )
                )  # fmt: skip
    is_known = latest.g_tokens > 0 and not is_hidden
    return MeasureOut(
        question=Question.FOOTPRINT, title="Gaz à effet de serre", unit="gCO2e",
        value=sum(latest.g) / 2 if is_known else None, low=latest.g[0] if is_known else None,
        high=latest.g[1] if is_known else None, n=0 if is_hidden else latest.g_tokens,
        counted="jetons répondus par un modèle dont le facteur est publié", hidden=is_hidden, claim=False, rows=rows,
        source=footprints.versions()[-1].method,
    )  # fmt: skip


def cost(evidence: Evidence, prices: Prices, rule: Rule) -> MeasureOut:
    """Give euros, from the prices that the operator set."""
    spent, without = _euros(evidence, prices)
    is_hidden = rule.hides(evidence)
    counted = sum(one.input + one.output for one in evidence.uses) - without
    return MeasureOut(
        question=Question.COST, title="Dépense en jetons", unit="euros",
        value=spent if counted and not is_hidden else None, n=0 if is_hidden else counted,
        counted="jetons dont le prix est réglé", hidden=is_hidden, source="Jetons × prix réglés par l’opérateur.",
    )  # fmt: skip


def cost_per_hour(evidence: Evidence, prices: Prices, rule: Rule) -> MeasureOut:
    """Give euros for an hour gained, all uses' cost over the hours that cards tell."""
    spent, without = _euros(evidence, prices)
    gain, uses = gain_of(evidence), sum(one.n for one in evidence.uses)
    is_hidden = rule.hides(evidence) or 0 < sum(p.cards > 0 for p in evidence.people) < rule.smallest
    is_known = bool(prices) and not without and gain.is_claim and uses
    # Cards are of some uses only: the cost of as many uses stands beside the minutes that they tell.
    value = costs.per_hour(spent * gain.n / uses, gain.total) if is_known and not is_hidden else None
    return MeasureOut(
        question=Question.COST_PER_HOUR, title="Coût d’une heure gagnée", unit="euros", value=value,
        n=0 if is_hidden else gain.n, counted="fiches", grade=gain.grade or "", hidden=is_hidden, claim=gain.is_claim,
        source="Dépense des usages qui ont une fiche ÷ heures nettes gagnées.",
    )  # fmt: skip


def _euros(evidence: Evidence, prices: Prices) -> tuple[float, int]:
    return costs.euros([(one.model, one.input, one.output) for one in evidence.uses], prices)


def _of(evidence: Evidence, kind: Kind) -> Sequence[Fact]:
    return [fact for fact in evidence.facts if fact.kind is kind]


def _decision(fact: Fact) -> Decision:
    outcome, _, rung = fact.detail.partition(":")
    return Decision(outcome, rung, fact.n, fact.amount)
