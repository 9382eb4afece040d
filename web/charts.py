"""Charts drawn by the server: pure functions from values to markup that reads without colour, mouse or script.

Each is a <figure>: the sentence that it shows, the drawing, how many it is about, and the table behind it. Text is
real text of the page's size, so that it stays legible at 320 px; only the marks stretch, in per cent of the width.
A value of None is hidden (too few people): it is said, never drawn as nought.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from web import french

HIDDEN = "masqué"
HEIGHT = 150  # of the columns, in px
HEADROOM = 26  # for the figures above them
TONES = ("wine", "slate", "vine", "ochre", "stone")


@dataclass(frozen=True, slots=True)
class Point:
    """One value and its name. `tone` singles it out; `n` says how many it rests on."""

    label: str
    value: float | None
    tone: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What is said about a chart.

    `sentence` is its finding; `count` how many it is about (« 486 usages »); `axis` and `measure` head the table;
    `write` writes a value; `empty` is what is said when there is nothing yet; `most` is the end of a scale that has
    one, so that 6 of 10 is not drawn as a full bar.
    """

    title: str
    sentence: str
    count: str
    axis: str
    measure: str
    write: Callable[[float], str] = french.number
    empty: str = "Rien à montrer pour le moment : le dessin viendra avec les premières valeurs."
    most: float = 0


def bars(points: Sequence[Point], caption: Caption) -> Markup:
    """Compare named values: one bar a line, its name and value written beside it."""
    if not _has_values(points):
        return _nothing(caption)
    low, high = _span(points)
    high = max(high, caption.most)
    rows = Markup("").join(_bar(point, caption, low=low, high=high) for point in points)
    return _figure(Markup('<ul class="bars">{}</ul>').format(rows), points, caption)


def columns(points: Sequence[Point], caption: Caption) -> Markup:
    """Follow a value through time: one column a period, the highest and the last in figures."""
    if not _has_values(points):
        return _nothing(caption)
    low, high = _span(points)
    step = 100 / len(points)
    zero = HEADROOM + (HEIGHT - HEADROOM) * high / (high - low)
    marks = [
        _column(point, x=index * step + step * 0.14, width=step * 0.72, zero=zero, scale=_scale(low, high))
        for index, point in enumerate(points)
    ]
    marks.append(Markup('<line class="axis-line" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>').format(zero))
    marks += _figures(points, caption, zero=zero, scale=_scale(low, high))
    drawing = _svg(Markup("").join(marks), points, caption, height=HEIGHT + (20 if low < 0 else 1))
    return _figure(drawing + _periods([point.label for point in points]), points, caption)


def shares(points: Sequence[Point], caption: Caption) -> Markup:
    """Divide a whole: one band cut in parts, told apart by weave as well as by colour."""
    known = [point for point in points if point.value]
    if not known:
        return _nothing(caption)
    total = sum(point.value or 0 for point in known)
    prefix = _identifier(caption)
    toned = [(point, point.tone or TONES[index % len(TONES)]) for index, point in enumerate(points)]
    parts, x = [_weaves(prefix)], 0.0
    for point, tone in toned:
        width = 100 * (point.value or 0) / total
        parts.append(_part(prefix, tone, x=x, width=width))
        x += width
    keys = Markup("").join(_key(point, tone, prefix, caption) for point, tone in toned)
    band = _svg(Markup("").join(parts), points, caption, height=34)
    return _figure(band + Markup('<ul class="keys-of-chart">{}</ul>').format(keys), points, caption)


def _figure(drawing: Markup, points: Sequence[Point], caption: Caption) -> Markup:
    return Markup(
        '<figure class="chart"><figcaption>{}</figcaption>{}'
        '<div class="chart-foot"><p class="note">{}</p>{}</div></figure>'
    ).format(caption.sentence, drawing, caption.count, _table(points, caption))


def _nothing(caption: Caption) -> Markup:
    return Markup('<figure class="chart"><figcaption class="chart-empty">{}</figcaption></figure>').format(
        caption.empty
    )


def _table(points: Sequence[Point], caption: Caption) -> Markup:
    counted = any(point.n is not None for point in points)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="n">{}</td>{}</tr>').format(
            point.label,
            _written(point, caption),
            Markup('<td class="n">{}</td>').format("—" if point.n is None else french.number(point.n))
            if counted
            else "",
        )
        for point in points
    )
    return Markup(
        '<details class="chart-table"><summary>Voir le tableau</summary>'
        '<div class="table compact" role="region" aria-label="Tableau : {0}" tabindex="0"><table>'
        '<caption class="sr">{0} ({1})</caption>'
        '<thead><tr><th scope="col">{2}</th><th scope="col" class="n">{3}</th>{4}</tr></thead>'
        "<tbody>{5}</tbody></table></div></details>"
    ).format(
        caption.title,
        caption.count,
        caption.axis,
        caption.measure,
        Markup('<th scope="col" class="n">Effectif</th>') if counted else "",
        rows,
    )


def _svg(marks: Markup, points: Sequence[Point], caption: Caption, *, height: int) -> Markup:
    prefix = _identifier(caption)
    told = "; ".join(f"{point.label} {_written(point, caption)}" for point in points)
    return Markup(
        '<svg class="drawing" width="100%" height="{0}" role="img" aria-labelledby="{1}-title {1}-desc">'
        '<title id="{1}-title">{2}</title><desc id="{1}-desc">{3}</desc>{4}</svg>'
    ).format(height, prefix, caption.title, told, marks)


def _bar(point: Point, caption: Caption, *, low: float, high: float) -> Markup:
    whole = high - low
    if point.value is None:
        mark = Markup('<rect class="hidden-value" x="0.5" y="0.5" width="40%" height="13" rx="3"/>')
    else:
        left = (min(0, point.value) - low) / whole * 100
        mark = Markup(
            '<rect class="{} mark" x="{:.2f}%" width="{:.2f}%" height="14" rx="3"/>'
            '<line class="axis-line" x1="{:.2f}%" x2="{:.2f}%" y1="0" y2="14"/>'
        ).format(_tone(point), left, abs(point.value) / whole * 100, -low / whole * 100, -low / whole * 100)
    return Markup(
        '<li><span class="bar-label">{}</span>'
        '<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false">{}</svg>'
        '<b class="bar-value">{}</b></li>'
    ).format(point.label, mark, _written(point, caption))


def _column(point: Point, *, x: float, width: float, zero: float, scale: float) -> Markup:
    if point.value is None:
        return Markup(
            '<rect class="hidden-value" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="18" rx="2"/>'
        ).format(x, width, zero - 19)
    height = abs(point.value) * scale
    return Markup(
        '<rect class="{} mark" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}" rx="2"/>'
    ).format(_tone(point), x, width, zero - height if point.value > 0 else zero, height)


def _figures(points: Sequence[Point], caption: Caption, *, zero: float, scale: float) -> list[Markup]:
    known = [index for index, point in enumerate(points) if point.value is not None]
    highest = max(known, key=lambda index: points[index].value or 0)
    shown = known if len(points) <= 6 else sorted({highest, known[-1]})
    if len(shown) == 2 and len(points) > 6 and shown[1] - shown[0] < len(points) / 6:
        shown = [highest]  # two figures would touch on a narrow screen
    return [_figure_above(points, index, caption, y=zero, scale=scale) for index in shown]


def _figure_above(points: Sequence[Point], index: int, caption: Caption, *, y: float, scale: float) -> Markup:
    value, step = points[index].value or 0, 100 / len(points)
    anchor, x = "middle", (index + 0.5) * step
    if len(points) > 6 and index in {0, len(points) - 1}:
        anchor, x = ("start", 0.0) if index == 0 else ("end", 100.0)
    return Markup('<text class="v" x="{:.2f}%" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y - value * scale - 7 if value >= 0 else y - value * scale + 16, anchor, caption.write(value)
    )


def _periods(labels: list[str]) -> Markup:
    shown = labels
    if len(labels) > 6:
        shown = (
            [labels[0], labels[len(labels) // 2], labels[-1]] if len(labels) % 2 else [labels[0], labels[-1]]
        )
    spans = Markup("").join(Markup("<span>{}</span>").format(label) for label in shown)
    every = "all" if len(shown) == len(labels) else "ends"
    return Markup('<p class="periods {}" aria-hidden="true">{}</p>').format(every, spans)


def _weaves(prefix: str) -> Markup:
    shapes = {
        "slate": Markup('<path class="weave" d="M-1 1l2-2M0 8l8-8M7 9l2-2"/>'),
        "vine": Markup('<circle class="weave-dot" cx="4" cy="4" r="1.6"/>'),
        "ochre": Markup('<path class="weave" d="M2 0v8"/>'),
        "stone": Markup('<path class="weave" d="M0 2h8"/>'),
    }
    return Markup("<defs>{}</defs>").format(
        Markup("").join(
            Markup(
                '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>'
            ).format(prefix, tone, shape)
            for tone, shape in shapes.items()
        )
    )


def _part(prefix: str, tone: str, *, x: float, width: float) -> Markup:
    box = Markup('x="{:.2f}%" width="{:.2f}%" height="100%"').format(x, width)
    weave = (
        Markup('<rect {} fill="url(#{}-{})"/>').format(box, prefix, tone) if tone != "wine" else Markup("")
    )
    return Markup('<rect class="tone-{} part" {}/>{}').format(tone, box, weave)


def _key(point: Point, tone: str, prefix: str, caption: Caption) -> Markup:
    return Markup(
        '<li><svg class="swatch" width="18" height="18" aria-hidden="true" focusable="false">{}</svg>'
        "<span>{}</span> <b>{}</b></li>"
    ).format(_part(prefix, tone, x=0, width=100), point.label, _written(point, caption))


def _has_values(points: Sequence[Point]) -> bool:
    return any(point.value for point in points)


def _span(points: Sequence[Point]) -> tuple[float, float]:
    values = [point.value for point in points if point.value is not None]
    return min(0.0, *values), max(0.0, *values)


def _scale(low: float, high: float) -> float:
    return (HEIGHT - HEADROOM) / (high - low)


def _tone(point: Point) -> str:
    return f"tone-{point.tone or 'slate'}"


def _written(point: Point, caption: Caption) -> str:
    return HIDDEN if point.value is None else caption.write(point.value)


def _identifier(caption: Caption) -> str:
    return "chart-" + sha256(f"{caption.title}{caption.sentence}".encode()).hexdigest()[:8]
