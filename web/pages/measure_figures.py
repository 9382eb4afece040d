"""From an answer of the service to what a page shows: a figure, its proof, its drawing and its table."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from services.metrics.schemas import MeasureOut, MeasureRow, Question
from web import charts, french
from web.charts import Caption, Point
from web.pages.measure_filters import Narrowed

NBSP = french.NBSP
_BY_MONTH = {Question.USES, Question.ACTIVE, Question.STATED}
_SHARES = {
    Question.MIX, Question.JOBS, Question.OUTCOME, Question.BECAME, Question.NEW_TASKS, Question.ACTIVATION,
    Question.RETENTION, Question.COHORTS, Question.FREQUENCY,
}  # fmt: skip
_TONES = {
    Question.NET_GAIN: "slate", Question.OUTCOME: "ochre", Question.BECAME: "vine", Question.STOPS: "stone",
    Question.DECISIONS: "vine", Question.FRUGALITY: "vine", Question.INCIDENTS: "ochre", Question.MIX: "wine",
}  # fmt: skip
_MOST = 6
"""Lines of a drawing: the others are in its table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, ready to be shown."""

    measure: MeasureOut
    narrowed: Narrowed

    @property
    def question(self) -> Question:
        """What it answers."""
        return self.measure.question

    @property
    def value(self) -> str:
        """The large figure."""
        if self.measure.hidden:
            return "Masqué"
        if self.question is Question.DECISIONS and self.measure.value is not None:
            return french.number(round(self.measure.value * (self.measure.n or 0)))
        if (
            self.question is Question.FOOTPRINT
            and self.measure.low is not None
            and self.measure.high is not None
        ):
            return self._footprint()
        return "—" if self.measure.value is None else self.write(self.measure.value)

    @property
    def unit(self) -> str:
        """What follows it, smaller."""
        if self.measure.value is None:
            return ""
        small = {
            Question.NET_GAIN: "par usage, médiane", Question.OUTCOME: "des réponses", Question.FOOTPRINT: self._grams(),
            Question.DECISIONS: f"sur {french.number(self.measure.n or 0)}", Question.INCIDENTS: "signalés",
            Question.STOPS: "arrêtées", Question.COST_PER_HOUR: "par heure gagnée", Question.FRUGALITY: "par an",
            Question.ACTIVATION: "des agents invités", Question.RETENTION: "des agents suivis",
            Question.USES: "usages", Question.STATED: "usages déclarés", Question.ACTIVE: "agents",
        }  # fmt: skip
        return small.get(self.question, "")

    @property
    def proof(self) -> str:
        """How we know, in a few words: the range, how many, what it is worth."""
        measure, said = self.measure, []
        if measure.hidden:
            return "Il porterait sur trop peu de personnes."
        if measure.value is None:
            return measure.sentence
        if self.question is Question.NET_GAIN and measure.low is not None and measure.high is not None:
            said.append(f"de {french.signed(measure.low)} à {french.signed(measure.high)} min")
        if measure.n is not None:
            said.append(f"{french.number(measure.n)}{NBSP}{measure.counted}")
        if self.question is Question.NET_GAIN:
            said.append("vérification déduite")
        if not measure.claim:
            said.append("on ne peut rien en conclure")
        return f"{NBSP}· ".join(said)

    @property
    def drawing(self) -> Markup:
        """The sentence, the drawing, how many, and the table."""
        rows = self.measure.rows
        caption = Caption(
            title=self.measure.title, sentence=self.measure.sentence, count=self._count(),
            axis=self.measure.heading or "Ligne", measure=self._heading(), write=self._written(), empty=self._empty(),
        )  # fmt: skip
        if self.question in _BY_MONTH:
            return charts.columns([self._point(row) for row in rows], caption)
        return charts.bars([self._point(row) for row in self._drawn], caption)

    @property
    def left_out(self) -> str:
        """Say how many lines are in the proof only."""
        count = len(self.measure.rows) - len(self._drawn)
        if count < 1 or self.question in _BY_MONTH or self.question is Question.COHORTS:
            return ""
        return f"Les {_MOST} lignes les plus fournies{NBSP}; {count} autres se lisent dans la preuve."

    @property
    def _drawn(self) -> list[MeasureRow]:
        """The lines that rest on most, in their own order."""
        rows = self.measure.rows
        if self.question is Question.COHORTS:  # everyone's; each cohort is in the table beside
            return [row for row in rows if row.key.startswith("all:")]
        if len(rows) <= _MOST + 1:
            return rows
        most = sorted(rows, key=lambda row: (row.hidden, -(row.n or 0)))[:_MOST]
        return [row for row in rows if row in most]

    @property
    def files(self) -> list[tuple[str, str]]:
        """Its files: a label and an address."""
        return [
            (label, self.narrowed.file(self.question, kind))
            for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("parquet", "Parquet"))
        ]

    @property
    def evidence(self) -> str:
        """The address of its proof."""
        return self.narrowed.evidence(self.question)

    def write(self, value: float) -> str:
        """Write a value in its unit."""
        match self.measure.unit:
            case "part":
                return french.percent(value)
            case "minutes":
                return f"{french.signed(value)}{NBSP}min"
            case "euros":
                return french.euros(value)
            case _:
                return french.number(value)

    def line(self, row: MeasureRow) -> list[str]:
        """Write a line of the whole table: value, share, range, how many."""
        if row.hidden:
            return [charts.HIDDEN, "—", "—", "—"]
        share = french.percent(row.share) if row.share is not None else "—"
        both = row.low is not None and row.high is not None
        write = self._written()
        value = (
            "—"
            if row.value is None
            else write(row.share if row.share is not None and self._is_share else row.value)
        )
        if self._is_share:
            value = "—" if row.value is None else french.number(row.value)
        span = f"{self._plain(row.low or 0)} à {self._plain(row.high or 0)}" if both else "—"
        return [value, share, span, "—" if row.n is None else french.number(row.n)]

    @property
    def _is_share(self) -> bool:
        return self.question in _SHARES

    def _point(self, row: MeasureRow) -> Point:
        value = row.share if self._is_share else row.value
        label = row.label[:1].upper() + row.label[1:]
        if self.question in _BY_MONTH:
            label = _short(row.label)
        return Point(label, None if row.hidden else value or 0, tone=_TONES.get(self.question, ""), n=row.n)

    def _written(self) -> Callable[[float], str]:
        if self._is_share:
            return french.percent
        return self.write if self.measure.unit == "minutes" else french.number

    def _plain(self, value: float) -> str:
        return french.signed(value) if self.measure.unit == "minutes" else french.number(value)

    def _heading(self) -> str:
        if self._is_share:
            return "Part"
        return (
            "Minutes nettes" if self.measure.unit == "minutes" else self.measure.unit.capitalize() or "Valeur"
        )

    def _count(self) -> str:
        return (
            "" if self.measure.n is None else f"{french.number(self.measure.n)}{NBSP}{self.measure.counted}"
        )

    def _empty(self) -> str:
        return " ".join([self.measure.sentence, *self.measure.reasons[:1]])

    def _footprint(self) -> str:
        low, high = self.measure.low or 0, self.measure.high or 0
        scale = 1000 if high >= 1000 else 1
        return french.interval(low / scale, high / scale)

    def _grams(self) -> str:
        return "kg CO₂e" if (self.measure.high or 0) >= 1000 else "g CO₂e"


def _short(label: str) -> str:
    """Shorten « janvier 2026 » to « janv. 2026 », so that it fits under a column."""
    months = {"janvier": "janv.", "février": "févr.", "juillet": "juil.", "septembre": "sept.", "octobre": "oct.",
              "novembre": "nov.", "décembre": "déc."}  # fmt: skip
    for name, short in months.items():
        label = label.replace(name, short)
    return label
