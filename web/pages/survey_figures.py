"""What surveys answered, drawn: one chart a question, round after round, each with its table and its sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.metrics.surveys.schemas import FigureOut, RoundOut, SurveyResultsOut
from web import charts, french
from web.charts import Caption, Point

NBSP = french.NBSP
_HIDDEN = f"Masqué{NBSP}: trop peu de réponses, ou toutes semblables."
_VAGUE = {"at_least": 0.901, "at_most": 0.099}
"""Drawn at the bound, and written « plus de 90 % » or « moins de 10 % »."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question's chart."""

    title: str
    chart: Markup
    proof: str


def drawn(results: SurveyResultsOut) -> list[Answered]:
    """Draw every question that was asked."""
    names = dict.fromkeys(one.question for turn in results.rounds for one in turn.figures)
    return [_answered(name, results.rounds) for name in names]


def _answered(name: str, rounds: Sequence[RoundOut]) -> Answered:
    told = [(turn, one) for turn in rounds for one in turn.figures if one.question == name]
    first = told[0][1]
    points = [
        Point(
            f"{turn.title}{_scope(one)}",
            _value(one),
            tone="" if one.scope in {"all", "users"} else "stone",
            n=one.n,
        )
        for turn, one in told
    ]
    caption = Caption(
        title=first.label, sentence=_sentence(told), count=_count(told), axis="Étape",
        most=first.top or 1, measure=f"Note moyenne sur {first.top}" if first.top else "Part",
        write=_mean(first.top) if first.top else _percent,
        empty=_HIDDEN,
    )  # fmt: skip
    return Answered(first.label, charts.bars(points, caption), _proof(told))


def _count(told: Sequence[tuple[RoundOut, FigureOut]]) -> str:
    """Say on how many it rests, always: n of the last round."""
    shown = [one.n for _, one in told if one.scope in {"all", "users"} and one.n is not None]
    return french.plural(shown[-1], "réponse", "réponses") if shown else ""


def _scope(one: FigureOut) -> str:
    return "" if one.scope == "all" else f", {one.scope_label}"


def _value(one: FigureOut) -> float | None:
    return one.mean if one.top else _VAGUE.get(one.share_is, one.share)


def _mean(top: int) -> Callable[[float], str]:
    return lambda value: f"{value:.1f}".replace(".", ",") + f"{NBSP}/{NBSP}{top}"


def _percent(share: float) -> str:
    if share in _VAGUE.values():
        return f"plus de 90{NBSP}%" if share > 0.5 else f"moins de 10{NBSP}%"
    return french.percent(share)


def _sentence(told: Sequence[tuple[RoundOut, FigureOut]]) -> str:
    """Say what changed between the first round and the last where both may be concluded from; else say no more."""
    main = [(turn, one) for turn, one in told if one.scope in {"all", "users"} and _value(one) is not None]
    if not main:
        return _HIDDEN
    (first, begins), (last, ends) = main[0], main[-1]
    if first.wave == last.wave:
        return f"{last.title}{NBSP}: {_written(ends)}."
    told_both = f"{_written(begins)} {first.title[:1].lower()}{first.title[1:]}, {_written(ends)} {last.title[:1].lower()}{last.title[1:]}"
    return (
        f"{told_both}."
        if begins.claim and ends.claim
        else f"{told_both}{NBSP}: trop peu de réponses pour conclure."
    )


def _written(one: FigureOut) -> str:
    value = _value(one) or 0
    return _mean(one.top)(value) if one.top else _percent(value)


def _proof(told: Sequence[tuple[RoundOut, FigureOut]]) -> str:
    shares = [
        f"{turn.title}{_scope(one)}{NBSP}: {_percent(_VAGUE.get(one.share_is, one.share or 0))}"
        for turn, one in told if one.top and one.share is not None and one.scope in {"all", "users"}
    ]  # fmt: skip
    return (
        f"Part de ceux qui {told[0][1].share_label}. {' ; '.join(shares)}."
        if shares
        else f"Part de ceux qui {told[0][1].share_label}."
        if told[0][1].question == "frequency"
        else ""
    )
