"""The monthly digest: one screen of figures as an e-mail, in HTML and in plain text. Pure functions.

Every figure comes with how many it rests on and the grade of its proof; what statistical secrecy hides is said hidden.
"""

from dataclasses import dataclass
from datetime import date

from services.metrics.schemas import MeasureOut, MeasureRow, MeasuresOut, Question
from web import french
from web.charts import HIDDEN
from web.pages.measure_figures import Figure
from web.pages.measure_filters import Narrowed
from web.render import ENVIRONMENT

QUESTIONS = (
    Question.USES, Question.ACTIVE, Question.NET_GAIN, Question.OUTCOME, Question.DECISIONS, Question.STOPS,
)  # fmt: skip
_BY_MONTH = {Question.USES: "Usages", Question.ACTIVE: "Agents actifs"}
NBSP = french.NBSP


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the digest."""

    label: str
    value: str
    proof: str
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A message, ready to be sent."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the figures: for which month, where to read on, how to stop it."""

    month: date
    origin: str
    stop: str

    @property
    def page(self) -> str:
        """Where the figures are read in full."""
        return f"{self.origin}/mesures/decider"


def compose(found: MeasuresOut, frame: Frame) -> Digest | None:
    """Write the digest of what a reader may read; None while no whole month has been counted."""
    if not found.start or not found.end:
        return None
    lines = [_line(measure) for measure in found.measures]
    told = {
        "subject": _subject(found, frame), "title": _title(frame), "lines": lines, "frame": frame, "group": _capital(found.group),
        "period": f"{french.month(found.start)} à {french.month(found.end)}", "smallest": found.smallest,
        "is_sample": found.is_sample,
    }  # fmt: skip
    html = ENVIRONMENT.get_template("digest/mail.html").render(told)
    return Digest(_subject(found, frame), html, _text(found, frame, lines))


def _subject(found: MeasuresOut, frame: Frame) -> str:
    sample = "[données d’exemple] " if found.is_sample else ""
    return f"{sample}{_title(frame)}"


def _title(frame: Frame) -> str:
    month = french.month(frame.month)
    elided = "d’" if month[0] in "ao" else "de "  # avril, août, octobre
    return f"Ce que l’IA a changé{NBSP}: bilan {elided}{month}"


def _line(measure: MeasureOut) -> Line:
    figure = Figure(measure, Narrowed())
    if measure.question in _BY_MONTH and measure.rows:
        return _of_last_month(measure, measure.rows[-1], whole=figure.value)
    unit = f"{NBSP}{figure.unit}" if figure.unit and measure.question not in _BY_MONTH else ""
    return Line(measure.title, f"{figure.value}{unit}", figure.proof, measure.grade)


def _of_last_month(measure: MeasureOut, last: MeasureRow, *, whole: str) -> Line:
    """Tell the last month that may be told, and the whole period beside it."""
    label = f"{_BY_MONTH[measure.question]}, {last.label}"
    if last.hidden or last.value is None:
        return Line(label, HIDDEN, "trop peu de personnes")
    # Of active agents, the value is the number.
    is_number = measure.question is Question.ACTIVE or last.n is None
    count = "" if is_number else f"{french.number(last.n or 0)}{NBSP}{measure.counted}, "
    return Line(label, french.number(last.value), f"{count}{whole} sur toute la période")


def _text(found: MeasuresOut, frame: Frame, lines: list[Line]) -> str:
    sample = ["DONNÉES D’EXEMPLE : rien ici n’est réel.", ""] if found.is_sample else []
    start, end = found.start or frame.month, found.end or frame.month
    figures = [_written(line) for line in lines]
    return "\n".join([
        *sample, _title(frame), f"{_capital(found.group)}, {french.month(start)} à {french.month(end)}", "",
        *figures, "",
        f"Un chiffre est montré à partir de {found.smallest} personnes. A : observé, B : déclaré au départ, C : estimé.",
        "", f"Lire le détail et les preuves : {frame.page}", f"Ne plus recevoir ce bilan : {frame.stop}", "",
    ])  # fmt: skip


def _written(line: Line) -> str:
    grade = f" [preuve {line.grade}]" if line.grade else ""
    proof = f" ({line.proof})" if line.proof else ""
    return f"- {line.label}{NBSP}: {line.value}{proof}{grade}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
