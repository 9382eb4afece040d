"""How a day was lived, moment after moment, as one line. The same facts stand in the list under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.workshops.schemas import MOOD_LABELS, DebriefMoment
from web import french

_WIDTH, _HEIGHT, _LEFT, _TOP, _STEP = 640, 190, 20, 30, 35


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float
    told: str


def draw(moments: Sequence[DebriefMoment]) -> Markup:
    """Draw the moments whose mood is known, from left to right as the day goes; nothing below two of them."""
    dots = _dots([one for one in moments if one.mood is not None])
    if len(dots) < 2:
        return Markup("")
    levels = Markup("").join(
        Markup('<line class="axis-line" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(
            _LEFT, _WIDTH - _LEFT, _TOP + (2 - level) * _STEP
        )
        for level in (2, 0, -2)
    )
    line = " ".join(f"{dot.x:.0f},{dot.y:.0f}" for dot in dots)
    marks = Markup("").join(
        Markup('<circle class="tone-wine" cx="{:.0f}" cy="{:.0f}" r="6"/>').format(dot.x, dot.y)
        for dot in dots
    )
    told = french.listed([dot.told for dot in dots])
    return Markup(
        '<figure class="chart mood"><figcaption>Plus la ligne est haute, mieux le moment est vécu.</figcaption>'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="Comment la journée est vécue : {}">{}<polyline points="{}"/>{}</svg></figure>'
    ).format(_WIDTH, _HEIGHT, told, levels, line, marks)


def _dots(moments: Sequence[DebriefMoment]) -> list[_Dot]:
    if not moments:
        return []
    first = moments[0].starts_at
    whole = max(1.0, (moments[-1].starts_at - first).total_seconds())
    wide = _WIDTH - 2 * _LEFT
    return [
        _Dot(
            _LEFT + (one.starts_at - first).total_seconds() / whole * wide, _TOP + (2 - (one.mood or 0)) * _STEP,
            f"{french.clock(one.starts_at)}, {MOOD_LABELS[one.mood or 0]}",
        )
        for one in moments
    ]  # fmt: skip
