"""Applications, their scores, and the cohorts made of them, on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator

from services.workshops.schemas.lists import EnrolmentState, Theme
from services.workshops.schemas.programmes import Bounds, CriterionOut, Paragraph, Remark, ShortLine
from services.workshops.schemas.wire import Wire

_MOTIVATION = ["Les agents d’accueil ressaisissent chaque demande ; nous voulons comprendre avant d’équiper."]


class ApplicationChange(Wire):
    motivation: Paragraph | None = Field(default=None, examples=_MOTIVATION)
    contact_role: ShortLine | None = Field(
        default=None, examples=["Secrétaire général de mairie"],
        description="What the contact does. No name: the authority's people are in identity.",
    )  # fmt: skip
    themes: list[Theme] | None = Field(default=None, max_length=5, examples=[["citizens"]])


class ApplicationIn(Wire):
    authority_id: UUID = Field(description="Any authority of the directory; their own, for its people.")
    motivation: Paragraph = Field(examples=_MOTIVATION)
    contact_role: ShortLine = Field(
        examples=["Secrétaire général de mairie"],
        description="What the contact does. No name: the authority's people are in identity.",
    )
    themes: list[Theme] = Field(default_factory=list, max_length=5, examples=[["citizens"]])


class ScoreSummary(Wire):
    """What the scores of one application come to, from 0 to 5."""

    submitted: int = Field(description="How many people have handed in their scores.", examples=[2])
    wanted: int = Field(description="How many are to.", examples=[2])
    is_mine_submitted: bool
    is_open: bool = Field(
        description="True once the caller has handed in their own scores, or scoring is closed: blind before that."
    )
    mean: float | None = Field(
        description="Mean of the weighted scores handed in. Null while it is not open, or nobody has scored.",
        examples=[3.4],
    )
    low: float | None = Field(description="The lowest of them.", examples=[3.0])
    high: float | None = Field(description="The highest of them.", examples=[3.8])

    @property
    def missing(self) -> int:
        """How many people are still to score it."""
        return max(self.wanted - self.submitted, 0)


class ApplicationOut(Wire):
    id: UUID
    programme_id: UUID
    authority_id: UUID
    motivation: str = Field(examples=_MOTIVATION)
    contact_role: str = Field(examples=["Secrétaire général de mairie"])
    themes: list[Theme]
    state: EnrolmentState | None = Field(description="How far the authority is. Null once withdrawn.")
    applied_at: datetime
    applied_by: UUID | None
    withdrawn_at: datetime | None
    scores: ScoreSummary | None = Field(description="For the operator's project team only.")
    version: int


class ApplicationPage(Wire):
    items: list[ApplicationOut] = Field(description="The first that came first.")
    next: str | None = None


class ScoreIn(Wire):
    criterion_id: UUID
    score: int = Field(ge=0, le=5, examples=[4])
    comment: Remark = Field(default="", examples=["Un élu porte le sujet."])


class ReviewIn(Wire):
    scores: list[ScoreIn] = Field(max_length=50, description="One for each criterion judged so far.")
    is_submitted: bool = Field(
        default=False, description="True hands them in, for good: then the others' scores are shown."
    )

    @model_validator(mode="after")
    def _once(self) -> "ReviewIn":
        if len({one.criterion_id for one in self.scores}) < len(self.scores):
            raise ValueError("Un critère est noté deux fois.")
        return self


class ScoreOut(Wire):
    criterion_id: UUID
    assessor_id: UUID
    score: int = Field(examples=[4])
    comment: str = Field(examples=["Un élu porte le sujet."])


class CriterionSummary(Wire):
    criterion_id: UUID
    count: int = Field(description="How many handed-in scores it rests on.", examples=[2])
    mean: float | None = Field(examples=[3.5])
    low: int | None = Field(examples=[3])
    high: int | None = Field(examples=[4])


class ReviewsOut(Wire):
    """The scores of an application: the caller's own, and everybody's once they may be seen."""

    criteria: list[CriterionOut]
    mine: list[ScoreOut]
    summary: ScoreSummary
    by_criterion: list[CriterionSummary] = Field(description="Empty while it is not open.")
    others: list[ScoreOut] = Field(description="Handed in by other people. Empty while it is not open.")


class SpreadPlace(Wire):
    """A candidate as the directory describes it."""

    authority_id: UUID
    kind: Literal["commune", "intercommunal", "joint_authority"] = Field(examples=["commune"])
    departments: list[ShortLine] = Field(max_length=10, examples=[["89"]])
    population: int | None = Field(default=None, ge=0, le=100_000_000, examples=[1760])
    siren: ShortLine | None = Field(default=None, examples=["218901007"])
    parent_siren: ShortLine | None = Field(default=None, examples=["248900748"])


class SpreadIn(Wire):
    candidates: list[SpreadPlace] = Field(max_length=1000)
    chosen: list[UUID] = Field(default_factory=list, max_length=1000, description="Some of the candidates.")
    bounds: Bounds

    @model_validator(mode="after")
    def _known(self) -> "SpreadIn":
        known = {one.authority_id for one in self.candidates}
        if len(known) < len(self.candidates):
            raise ValueError("Une candidate figure deux fois.")
        if not known.issuperset(self.chosen):
            raise ValueError("Une collectivité retenue n’est pas parmi les candidates.")
        return self


class SpreadLine(Wire):
    key: str = Field(examples=["89"], description="A department's number or a kind of authority.")
    candidates: int = Field(examples=[4])
    chosen: int = Field(examples=[2])


class Stratum(Wire):
    low: int | None = Field(description="Inhabitants from which it begins. Null: without a population.")
    high: int | None = Field(description="Inhabitants under which it ends. Null: it has no end.")
    candidates: int = Field(examples=[4])
    chosen: int = Field(examples=[2])


class Overlap(Wire):
    """A chosen commune that lies inside a chosen intercommunal body."""

    inside: UUID
    around: UUID


class SpreadOut(Wire):
    """How the chosen spread, against how the candidates do. Populations are never summed."""

    candidates: int = Field(examples=[9])
    chosen: int = Field(examples=[4])
    departments: list[SpreadLine] = Field(
        description="An authority counts in each of its departments: these lines may add up to more than there are.",
        examples=[[{"key": "89", "candidates": 4, "chosen": 2}]],
    )
    kinds: list[SpreadLine]
    strata: list[Stratum]
    overlaps: list[Overlap]


class CohortIn(Wire):
    name: ShortLine = Field(examples=["Cohorte équilibrée, neuf collectivités"])
    reason: Paragraph = Field(
        examples=["Cinq départements sur huit, et trois communes de moins de 2 000 habitants."]
    )
    authority_ids: list[UUID] = Field(
        min_length=1, max_length=500, description="Candidates of the programme."
    )


class CohortOut(Wire):
    id: UUID
    programme_id: UUID
    name: str = Field(examples=["Cohorte équilibrée, neuf collectivités"])
    reason: str = Field(
        examples=["Cinq départements sur huit, et trois communes de moins de 2 000 habitants."]
    )
    authority_ids: list[UUID]
    proposed_at: datetime
    proposed_by: UUID | None
    confirmed_at: datetime | None = Field(description="When its authorities were selected.")
    confirmed_by: UUID | None


class CohortPage(Wire):
    items: list[CohortOut] = Field(description="The latest first.")
    next: str | None = None
