"""The pages of measures for those who decide: what was gained, what it cost, what was stopped, what to decide next."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.metrics.schemas import MeasuresOut, Question
from services.workshops.schemas import HypothesisOut, HypothesisState
from web import french, render, together
from web.clients.rooms import AllRooms
from web.pages import cohort_tables, measure_filters, stopped_words
from web.pages.measure_figures import Figure
from web.pages.measure_filters import Narrowed
from web.visitor import AnyVisitor, CurrentVisitor

router = APIRouter(include_in_schema=False)

DECIDING = (
    Question.NET_GAIN, Question.DECISIONS, Question.OUTCOME, Question.FOOTPRINT, Question.MIX, Question.BECAME,
    Question.STOPS, Question.INCIDENTS, Question.COST_PER_HOUR, Question.FRUGALITY,
)  # fmt: skip
ADOPTING = (
    Question.ACTIVATION, Question.ACTIVE, Question.RETENTION, Question.COHORTS, Question.MIX, Question.FREQUENCY, Question.USES, Question.JOBS,
    Question.NEW_TASKS, Question.STATED,
)  # fmt: skip
Asked = Annotated[Narrowed, Depends(measure_filters.read_narrowed)]


@dataclass(frozen=True, slots=True)
class Shown:
    """Some answers as a page shows them, and what they may be narrowed to."""

    found: MeasuresOut
    narrowed: Narrowed
    otherwise: str
    """How the group is named while nothing is counted."""

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures, by question."""
        return {one.question.value: Figure(one, self.narrowed) for one in self.found.measures}

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups of authorities that may be chosen."""
        return measure_filters.groups(self.found)

    @property
    def years(self) -> list[tuple[str, str]]:
        """The years that may be read."""
        return [(one.value, _capital(one.label)) for one in self.found.years]

    @property
    def use_cases(self) -> list[tuple[str, str]]:
        """The codes that a figure may be narrowed to."""
        return [(one.value, one.label) for one in self.found.use_cases]

    @property
    def jobs(self) -> list[tuple[str, str]]:
        """The job families that a figure may be narrowed to."""
        return [(one.value, one.label) for one in self.found.job_families]

    @property
    def place(self) -> str:
        """About whom and when."""
        if not self.found.start or not self.found.end:
            return _capital(self.otherwise)
        first, last = french.month(self.found.start), french.month(self.found.end)
        return f"{_capital(self.found.group or self.otherwise)} · {first} à {last}"


@router.get("/mesures/decider")
async def show_deciding(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, narrowed: Asked
) -> Response:
    """Show one screen: what was gained, what it cost, what was stopped and why, what to decide next."""
    found, hypotheses, stopped = await together.all_three(
        rooms.metrics.measures(DECIDING, narrowed.asked),
        rooms.workshops.hypotheses(),
        stopped_words.read(rooms, narrowed),
    )
    return render.page(
        request, "metrics/deciding.html", shown=Shown(found, narrowed, visitor.authority_name),
        ready=[one for one in hypotheses.items if _concerns(one, narrowed) and one.state is HypothesisState.QUALIFIED],
        stopped=stopped,
    )  # fmt: skip


@router.get("/mesures/adoption")
async def show_adoption(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, narrowed: Asked
) -> Response:
    """Show who began, who stayed and how often: for those who accompany."""
    found = await rooms.metrics.measures(ADOPTING, narrowed.asked)
    return render.page(
        request,
        "metrics/adoption.html",
        shown=Shown(found, narrowed, visitor.authority_name),
        may_state=visitor.has_role("champion", "admin"),
        cohorts=cohort_tables.table(found.measures),
        published=cohort_tables.published(found),
    )


@router.get("/mesures/preuve/{question}")
async def show_evidence(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, question: Question, narrowed: Asked
) -> Response:
    """Open what is behind one figure: its table, its formula, what is hidden, and another group beside it."""
    found = await rooms.metrics.measures([question], narrowed.asked)
    comparison = None
    if narrowed.against:
        comparison = await rooms.metrics.comparison(question, narrowed.asked, against=narrowed.against)
    return render.page(
        request, "metrics/evidence.html", shown=Shown(found, narrowed, visitor.authority_name),
        figure=Figure(found.measures[0], narrowed), comparison=comparison,
        other=Figure(comparison.second, narrowed) if comparison else None, is_by_code=question in found.by_use_case,
        is_by_job=question in found.by_job_family,
    )  # fmt: skip


@router.get("/mesures/publiques")
async def show_public(request: Request, rooms: AllRooms, _: AnyVisitor) -> Response:
    """Show everyone what is known of the whole programme."""
    found = await rooms.metrics.public_measures()
    return render.page(
        request,
        "metrics/public.html",
        shown=Shown(found, Narrowed(), "toutes les collectivités"),
    )


def _concerns(hypothesis: HypothesisOut, narrowed: Narrowed) -> bool:
    kind, _, value = narrowed.group.partition(":")
    return kind != "authority" or str(hypothesis.authority_id) == value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
