"""The way from a draft to a qualified hypothesis, on the wire: drafts, discussion, agreed results, signs, ranks."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.captures import HoursLost
from services.workshops.schemas.decisions import AssessmentIn, AssessmentOut, Criterion, Verdict
from services.workshops.schemas.wire import LongWords, Text, Wire

_REASON = "Vu deux fois dans la journée, et dit par trois agents."
_COMMENT = "La deuxième observation date d’un jour d’affluence : faut-il la compter ?"
_AGREED = "Confirmé par le relevé de la semaine suivante."


class WholeAssessmentIn(Wire):
    """The three criteria, handed in together."""

    real: AssessmentIn
    major: AssessmentIn
    actionable: AssessmentIn


class CriterionDraftIn(Wire):
    """One criterion as far as it is judged."""

    verdict: Verdict | None = None
    reason: LongWords = Field(default="", examples=[_REASON])
    evidence_ids: list[UUID] = Field(default_factory=list, max_length=100)


class DraftIn(Wire):
    """All three criteria, as far as they are judged. What is left out is empty."""

    real: CriterionDraftIn = CriterionDraftIn()
    major: CriterionDraftIn = CriterionDraftIn()
    actionable: CriterionDraftIn = CriterionDraftIn()


class DraftOut(DraftIn):
    """One's own draft, or else what one has handed in already."""

    saved_at: datetime | None = Field(description="When the draft was kept. None: there is no draft.")
    is_handed_in: bool = Field(description="The caller has judged all three criteria already.")


class CommentIn(Wire):
    criterion: Criterion
    text: Text = Field(examples=[_COMMENT])


class CommentOut(Wire):
    id: UUID
    criterion: Criterion
    text: str = Field(examples=[_COMMENT])
    author_id: UUID
    author_name: str = Field(examples=["Dominique Exemple"])
    written_at: datetime


class ResultIn(Wire):
    verdict: Verdict
    reason: Text = Field(examples=[_AGREED])


class ResultOut(Wire):
    id: UUID
    criterion: Criterion
    verdict: Verdict
    reason: str = Field(examples=[_AGREED])
    closed_at: datetime
    closed_by: UUID
    closed_by_name: str = Field(examples=["Dominique Exemple"])
    reopened_at: datetime | None = Field(
        description="Set when the discussion was opened again: history only."
    )
    reopened_by: UUID | None


class QualificationOut(Wire):
    """All that is shown of a hypothesis's qualification, in one answer."""

    revealed_at: datetime | None = Field(description="When all was shown. Before, only the caller’s own is.")
    complete_assessors: int = Field(
        description="How many people have judged all three criteria.", examples=[2]
    )
    assessments: list[AssessmentOut]
    comments: list[CommentOut] = Field(description="The discussion, from its first word.")
    results: list[ResultOut] = Field(description="What was agreed, from the first to the latest.")

    @property
    def assessors(self) -> list[UUID]:
        """Who judged, in the order of their first assessment."""
        return list(dict.fromkeys(one.assessor_id for one in self.assessments))

    def result_of(self, criterion: Criterion) -> ResultOut | None:
        """Give the result that stands, once a criterion is closed."""
        found = (one for one in self.results if one.criterion is criterion and one.reopened_at is None)
        return next(found, None)

    @property
    def is_closed(self) -> bool:
        """Tell whether all three criteria have a result."""
        return all(self.result_of(criterion) for criterion in Criterion)


class Thresholds(Wire):
    """From how much on a sign speaks for a criterion."""

    observations: int = Field(default=2, description="Observations; that many agents do too.", examples=[2])
    agents: int = Field(default=3, examples=[3])
    seen: int = Field(default=1, examples=[1])
    severity: int = Field(default=4, examples=[4])


class SignsOut(Wire):
    """What an assessor may look at beside the evidence. Signs are not verdicts: a person judges."""

    observations: int = Field(description="Observations that speak for it.", examples=[2])
    seen: int = Field(description="Those that were seen rather than told.", examples=[1])
    agents: int = Field(description="Agents concerned, as its heaviest note says.", examples=[3])
    workarounds: int = Field(description="Pain points with a workaround.", examples=[1])
    severity: int | None = Field(description="The highest severity of its pain points.", examples=[4])
    hours_lost: HoursLost | None
    authorities: int = Field(description="Authorities where it was seen.", examples=[2])
    enrolled: int = Field(description="Authorities of its programmes that the caller may see.", examples=[9])
    wishes: int = Field(description="Wishes of agents that speak for it.", examples=[1])
    expected: Thresholds = Thresholds()
