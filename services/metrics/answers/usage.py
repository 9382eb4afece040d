"""Answers about what tools are used for, and what came of it."""

from collections import Counter
from collections.abc import Sequence

from services.metrics import families
from services.metrics.answers.rule import Cell, Rule
from services.metrics.evidence import Card, Evidence, Scope
from services.metrics.kinds import Became, Outcome
from services.metrics.measures import gains
from services.metrics.measures.gains import Gain
from services.metrics.schemas import Family, MeasureOut, MeasureRow, Question

_OUTCOMES = {
    Outcome.KEPT: "gardé tel quel", Outcome.LIGHTLY_EDITED: "un peu retouché",
    Outcome.HEAVILY_EDITED: "beaucoup retouché", Outcome.DISCARDED: "écarté",
}  # fmt: skip
_BECAME = {
    Became.CITIZENS: "du temps pour les habitants", Became.SUBSTANCE: "le fond des dossiers",
    Became.BACKLOG: "le retard", Became.TRAINING: "se former", Became.NOTHING: "rien de visible",
    Became.UNTOLD: "non dit",
}  # fmt: skip


def mix(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give uses by family."""
    uses: Counter[Family] = Counter()
    for one in evidence.uses:
        uses[families.family_of(one.code)] += one.n
    users = [person for person in evidence.people if person.uses]
    cells = [
        Cell(one.value, one.label, uses[one], sum(p.codes & families.bits(one) != 0 for p in users))
        for one in Family
    ]
    is_hidden = rule.hides(evidence)
    return MeasureOut(
        question=Question.MIX, title="À quoi servent les outils", unit="usages",
        value=None if is_hidden else uses.total(), n=0 if is_hidden else len(users), counted="agents", hidden=is_hidden,
        rows=rule.rows(cells, people=len(users), is_hidden=is_hidden),
        source="Usages par famille. ARNia a publié 37 % de recherche et 63 % de rédaction.",
    )  # fmt: skip


def outcome(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give what agents did with answers."""
    told = Counter({one.value: 0 for one in Outcome})
    for card in evidence.cards:
        told[card.outcome] += card.bin.n
    kept, people = told[Outcome.KEPT] + told[Outcome.LIGHTLY_EDITED], _fillers(evidence)
    is_hidden = 0 < people < rule.smallest
    cells = [Cell(one.value, _OUTCOMES[one], told[one], people) for one in Outcome]
    share = kept / told.total() if told.total() and not is_hidden else None
    return MeasureOut(
        question=Question.OUTCOME, title="Réponses gardées ou peu retouchées", unit="part", value=share,
        n=0 if is_hidden else told.total(), counted="fiches", hidden=is_hidden,
        rows=rule.rows(cells, people=people, is_hidden=is_hidden), source="Fiches remplies après l’usage.",
    )  # fmt: skip


def net_gain(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give net minutes a use, by code; new tasks are apart."""
    cards = [card for card in evidence.cards if not card.is_new]
    whole, people = _gain(cards), _fillers(evidence)
    is_hidden = 0 < people < rule.smallest
    rows = []
    for code in sorted({card.code for card in cards}):
        own = [card for card in cards if card.code == code]
        who = sum(person.card_codes >> code & 1 for person in evidence.people)
        rows.append(_gain_row(code, _gain(own), is_small=is_hidden or who < rule.smallest))
    return MeasureOut(
        question=Question.NET_GAIN, title="Temps net gagné par usage", unit="minutes",
        value=None if is_hidden else whole.median, low=None if is_hidden else whole.low,
        high=None if is_hidden else whole.high, n=0 if is_hidden else whole.n, counted="fiches",
        grade=whole.grade or "", hidden=is_hidden, claim=whole.is_claim, rows=rows,
        source="Temps habituel − temps avec l’outil − vérification ; médiane, intervalle à 95 % par collectivité.",
    )  # fmt: skip


def new_tasks(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give the share of uses that would not have been made without the tool: no time was gained on those."""
    total, people = sum(card.bin.n for card in evidence.cards), _fillers(evidence)
    new = sum(card.bin.n for card in evidence.cards if card.is_new)
    is_hidden = 0 < people < rule.smallest
    return MeasureOut(
        question=Question.NEW_TASKS, title="Travaux qui n’auraient pas été faits sans l’outil", unit="part",
        value=new / total if total and not is_hidden else None, n=0 if is_hidden else total, counted="fiches",
        hidden=is_hidden, source="« L’auriez-vous fait sans l’outil ? » : compté à part, jamais comme un gain.",
    )  # fmt: skip


def became(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give what the time became."""
    told = Counter({one.value: 0 for one in Became})
    for card in evidence.cards:
        if not card.is_new and card.bin.net > 0:
            told[card.became] += card.bin.n
    people, is_hidden = _fillers(evidence), 0 < _fillers(evidence) < rule.smallest
    useful = told.total() - told[Became.NOTHING] - told[Became.UNTOLD]
    cells = [Cell(one.value or "untold", _BECAME[one], told[one], people) for one in Became]
    return MeasureOut(
        question=Question.BECAME, title="Ce que le temps gagné est devenu", unit="part",
        value=useful / told.total() if told.total() and not is_hidden else None,
        n=0 if is_hidden else told.total(), counted="fiches", hidden=is_hidden,
        rows=rule.rows(cells, people=people, is_hidden=is_hidden),
        source="Fiches où du temps a été gagné : part de celles qui disent à quoi il a servi.",
    )  # fmt: skip


def gain_of(evidence: Evidence) -> Gain:
    """Sum up the cards about tasks that existed before."""
    return _gain([card for card in evidence.cards if not card.is_new])


def _gain(cards: Sequence[Card]) -> Gain:
    return gains.net(tuple(card.bin for card in cards))


def _gain_row(code: int, gain: Gain, *, is_small: bool) -> MeasureRow:
    name = families.NUMBERED[code]
    if is_small or gain.median is None:
        return MeasureRow(key=name, label=families.label(name), value=None, hidden=True)
    return MeasureRow(
        key=name, label=families.label(name), value=gain.median, low=gain.lower, high=gain.upper, n=gain.n
    )


def _fillers(evidence: Evidence) -> int:
    return sum(person.cards > 0 for person in evidence.people)
