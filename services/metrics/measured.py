"""Named questions, each computing only its own answer, about a group that may be read and months that are over."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Invalid
from services.kit.principal import Principal
from services.metrics import families, patterns, places, remembered, samples, seen, wording
from services.metrics.answers import acts, adoption, after_use, balance, cohorts, stated, usage
from services.metrics.answers.told import about
from services.metrics.desk import Desk, Scope
from services.metrics.exercises import Calendar, Months
from services.metrics.kinds import JobFamily
from services.metrics.measures.costs import Price
from services.metrics.patterns import Audience
from services.metrics.places import Grouping, Places, Selection
from services.metrics.schemas import Choice, ComparisonOut, MeasureOut, MeasuresOut, Question, Split
from services.metrics.secrecy import Rule
from services.metrics.settings import MetricsSettings

ANSWERS: Mapping[Question, Callable[[Desk], Awaitable[MeasureOut]]] = {
    Question.ACTIVATION: adoption.activation, Question.ACTIVE: adoption.active,
    Question.RETENTION: adoption.retention, Question.COHORTS: cohorts.cohorts, Question.FREQUENCY: adoption.frequency, Question.USES: usage.uses,
    Question.STATED: stated.stated,
    Question.MIX: usage.mix, Question.JOBS: usage.jobs, Question.OUTCOME: after_use.outcome,
    Question.NET_GAIN: after_use.net_gain, Question.NEW_TASKS: after_use.new_tasks, Question.BECAME: after_use.became,
    Question.INCIDENTS: acts.incidents, Question.FRUGALITY: acts.frugality, Question.DECISIONS: acts.decisions, Question.STOPS: acts.stops,
    Question.TOKENS: balance.tokens, Question.FOOTPRINT: balance.footprint, Question.COST: balance.cost,
    Question.COST_PER_HOUR: balance.cost_per_hour,
}  # fmt: skip
BY_CODE = frozenset({Question.USES, Question.MIX, Question.NET_GAIN})
BY_JOB = frozenset({Question.USES, Question.JOBS, Question.NET_GAIN})


_USE_CASES = [Choice(value=code, label=known.label) for code, known in families.CATALOGUE.items()]
_JOBS = [Choice(value=job.value, label=wording.capital(label)) for job, label in usage.JOBS.items() if job]


class NotCrossed(Invalid):
    """The question is not told by use, by job family, or by both at once: the cells would be about too few people."""

    sentence = "Cette mesure ne se croise pas avec ce filtre : elle porterait sur trop peu de personnes."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for."""

    groups: Mapping[Grouping, str | None]
    start: date | None = None
    end: date | None = None
    code: str = ""
    job: JobFamily = JobFamily.UNTOLD


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and from what."""

    session: AsyncSession
    settings: MetricsSettings
    by: Principal | None
    """Nobody: the public, who reads what is told to everyone."""

    @property
    def audience(self) -> Audience:
        """An authority's people read their own; the operator and the public what is told to everyone."""
        near, far = self.settings.small_group, self.settings.small_group_across
        if self.by is None or self.by.is_operator or self.by.authority is None:
            return Audience(patterns.EVERYONE, Rule(far, insiders=near))
        return Audience(self.by.authority, Rule(near))


async def answer(
    reader: Reader, questions: Sequence[Question], asked: Asked, *, calendar: Calendar | None
) -> MeasuresOut:
    """Answer some questions, and tell what else may be asked.

    Raises: NotCrossed, UnknownUseCase, MonthsRefused, TwoGroups, OnlyOneself, NotFound for another authority.
    """
    _refuse_crossings(questions, asked)
    selection = places.selected(asked.groups, by=reader.by) if reader.by else places.EVERYONE
    year = calendar.year(asked.start, asked.end) if calendar else None
    if calendar is None or year is None:
        return MeasuresOut(
            measures=[_empty(question) for question in questions],
            smallest=reader.audience.rule.smallest,
            group="",
        )
    desk = await _desk(reader, Scope(selection, year, _within(year, asked), asked.code, asked.job.value))
    is_sample = await samples.are_counted(reader.session)
    mark = await remembered.mark(reader.session, year)
    measures = [
        _dated(
            await _measure(question, desk, mark, most=reader.settings.remembered_answers),
            desk,
            is_sample=is_sample,
        )
        for question in questions
    ]
    return MeasuresOut(
        measures=measures, smallest=reader.audience.rule.smallest, group=about(desk), start=desk.scope.months.start,
        end=desk.scope.months.end, is_sample=is_sample, years=_years(calendar), by_use_case=sorted(BY_CODE),
        by_job_family=sorted(BY_JOB), published_split=_published(reader.settings), use_cases=_USE_CASES, job_families=_JOBS, **_choices(desk.places, reader.by),
    )  # fmt: skip


async def compare(
    reader: Reader, question: Question, asked: Asked, *, against: Selection, calendar: Calendar | None
) -> ComparisonOut:
    """Answer a question about two groups, and tell what sets them apart where both may be shown.

    Raises: the same as `answer`.
    """
    first = (await answer(reader, [question], asked, calendar=calendar)).measures[0]
    other = replace(asked, groups={against.grouping: against.value})
    second = (await answer(reader, [question], other, calendar=calendar)).measures[0]
    difference = first.value - second.value if first.value is not None and second.value is not None else None
    return ComparisonOut(
        question=question, difference=difference, first=first, second=second,
        sentence=_difference(first, second, difference),
    )  # fmt: skip


async def _measure(question: Question, desk: Desk, mark: Hashable, *, most: int) -> MeasureOut:
    """Answer one question, or give again what was answered on the same grounds."""
    grounds = (
        question, mark, desk.scope, desk.audience, tuple(desk.places.items()), tuple(desk.prices.items()), desk.few_acts,
    )  # fmt: skip
    if known := remembered.find(grounds):
        return known
    return remembered.keep(grounds, await ANSWERS[question](desk), most=most)


async def _desk(reader: Reader, scope: Scope) -> Desk:
    counted = await seen.places(reader.session, scope.year)
    prices = {name: Price(one.input, one.output) for name, one in reader.settings.token_prices.items()}
    found = await places.known(reader.session, counted)
    return Desk(reader.session, scope, reader.audience, found, prices, few_acts=reader.settings.small_acts)


def _published(settings: MetricsSettings) -> Split | None:
    return Split.model_validate(settings.published_split) if settings.published_split else None


def _refuse_crossings(questions: Sequence[Question], asked: Asked) -> None:
    if asked.code:
        families.stored(asked.code)
    refused = [
        question for question in questions
        if (asked.code and question not in BY_CODE) or (asked.job and question not in BY_JOB)
    ]  # fmt: skip
    if refused or (asked.code and asked.job):
        raise NotCrossed


def _within(year: Months, asked: Asked) -> Months:
    start = max(year.start, asked.start.replace(day=1)) if asked.start else year.start
    end = min(year.end, asked.end.replace(day=1)) if asked.end else year.end
    return Months(start, max(start, end))


def _dated(measure: MeasureOut, desk: Desk, *, is_sample: bool) -> MeasureOut:
    told: dict[str, object] = {"group": about(desk), "is_sample": is_sample}
    if measure.start is None:
        told |= {"start": desk.year.start, "end": desk.year.end}
    return measure.model_copy(update=told)


def _empty(question: Question) -> MeasureOut:
    return MeasureOut(
        question=question, title="", unit="", value=None, n=0, counted="", source="",
        sentence="Rien n’a encore été compté sur un mois entier.",
    )  # fmt: skip


def _difference(first: MeasureOut, second: MeasureOut, difference: float | None) -> str:
    if difference is None:
        return "L’un des deux groupes ne peut pas être montré : il n’y a rien à comparer."
    if not (first.claim and second.claim):
        return (
            "Les deux chiffres ne sont pas assez sûrs pour être comparés : ils sont montrés, sans conclusion."
        )
    size = abs(difference) * (100 if first.unit == "part" else 1)
    unit = "points" if first.unit == "part" else first.unit
    gap = f"{wording.number(size)} {unit.removesuffix('s') if size < 2 else unit}"
    if not difference:
        return f"{wording.capital(first.group)} et {second.group} : autant."
    more = "de plus" if difference > 0 else "de moins"
    return f"{wording.capital(first.group)} : {gap} {more} que {second.group}."


def _years(calendar: Calendar) -> list[Choice]:
    return [
        Choice(value=str(one.start), label=wording.months(one.start, one.end))
        for one in reversed(calendar.years)
    ]


def _choices(known: Places, by: Principal | None) -> dict[str, list[Choice]]:
    if by is None or not by.is_operator:
        return {}
    every = sorted(known.values(), key=lambda place: place.name)
    groups = {
        "departments": {p.department: places.department(p.department) for p in every if len(p.department) == 2},
        "types": {p.kind: places.TYPES[p.kind] for p in every if p.kind},
        "strata": {p.stratum: places.STRATA[p.stratum] for p in every if p.kind},
        "authorities": {str(p.id): p.name for p in every},
    }  # fmt: skip
    return {
        name: [Choice(value=value, label=label) for value, label in found.items()]
        for name, found in groups.items()
    }
