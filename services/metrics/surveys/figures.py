"""Figures of surveys in words: what each is about, on which scale, and how far it may be concluded from."""

from collections.abc import Mapping

from services.metrics.surveys.questions import SCALES, TRAININGS
from services.metrics.surveys.schemas import FigureOut, Wave
from services.metrics.surveys.tallies import Key, Tally

ENOUGH = 11
"""Below, a figure is shown without any conclusion (domain, part 6)."""
VAGUE = 0.1
"""Where everyone or nobody is favourable, the share is told as more than 90 % or less than 10 %."""

SCOPES: Mapping[str, str] = {
    "all": "tous", "users": "utilisateurs", "non_users": "non-utilisateurs",
    **{f"trainings_{count}": label for count, label in enumerate(TRAININGS)},
}  # fmt: skip
_SCALES = {scale.name: scale for scale in SCALES}


def told(table: Mapping[Key, Tally | None], wave: Wave) -> list[FigureOut]:
    """Tell the figures of a round in the order of the questions, those about nobody in particular first."""
    questions = ["frequency", *_SCALES, "tasks"]
    keys = [key for key in table if key[1] in SCOPES]
    order = list(SCOPES)
    keys.sort(key=lambda key: (questions.index(key[0]), order.index(key[1])))
    return [_figure(key, table[key], wave) for key in keys]


def _figure(key: Key, tally: Tally | None, wave: Wave) -> FigureOut:
    question, scope = key
    scale = _SCALES.get(question)
    label, share_label = (scale.label, scale.share_label) if scale else _words(question, wave)
    share, bound = _share(tally)
    return FigureOut(
        question=question, label=label, scope=scope, scope_label=SCOPES[scope], share=share, share_is=bound,
        share_label=share_label, n=tally.n if tally else None, top=scale.most if scale else None,
        mean=round(tally.total / tally.n, 1) if tally and scale else None, is_hidden=tally is None,
        claim=tally is not None and tally.n >= ENOUGH,
    )  # fmt: skip


def _words(question: str, wave: Wave) -> tuple[str, str]:
    if question == "frequency":
        return "Usage fréquent", "se servent d’un outil d’IA plusieurs fois par semaine"
    if wave == Wave.T0:
        return "Tâches que l’on attend de l’IA", "des tâches : on s’attend à y être aidé"
    return "Tâches où l’IA aide", "des tâches : l’IA y a aidé"


def _share(tally: Tally | None) -> tuple[float | None, str]:
    if tally is None or not tally.whole:
        return None, ""
    share = round(tally.high / tally.whole, 2)
    if share < VAGUE:
        return VAGUE, "at_most"
    return (1 - VAGUE, "at_least") if share > 1 - VAGUE else (share, "")
