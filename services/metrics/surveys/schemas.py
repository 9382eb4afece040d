"""Surveys on the wire. Replies are numbers on the scales that the questions give."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

MOST_INVITED = 200
MOST_SHEETS = 2_000


class Wire(BaseModel):
    """Input that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Wave(StrEnum):
    """When in the programme a survey is held."""

    T0 = "t0"
    M3 = "m3"
    M6 = "m6"
    M12 = "m12"

    @property
    def label(self) -> str:
        """Name it as agents read it."""
        return {
            "t0": "Avant de commencer",
            "m3": "Après 3 mois",
            "m6": "Après 6 mois",
            "m12": "Après 12 mois",
        }[self.value]


Ten = Annotated[int | None, Field(ge=0, le=10, examples=[8])]
Seven = Annotated[int | None, Field(ge=1, le=7, examples=[5])]
Task = Annotated[
    int | None, Field(ge=0, le=2, description="0: not a task of theirs; 1: no; 2: yes.", examples=[2])
]


class RepliesIn(Wire):
    """What one person replies. Everything may be left out but how often they use an AI tool."""

    frequency: int | None = Field(
        default=None, ge=0, le=4, examples=[3],
        description="0 never, 1 once or twice a month, 2 several times a month, 3 several times a week, 4 every day.",
    )  # fmt: skip
    trainings: int | None = Field(
        default=None,
        ge=0,
        le=3,
        description="Trainings or workshops followed; 3: three or more.",
        examples=[1],
    )
    confidence: int | None = Field(
        default=None, ge=1, le=5, description="1 not at all at ease, 5 wholly.", examples=[4]
    )
    satisfaction: Ten = Field(default=None, description="With the AI tools; of those who use some.")
    recommendation: Ten = Field(default=None, description="Would recommend them; of those who use some.")
    quality: Seven = Field(default=None, description="Content with the quality of their work: 1 no, 7 yes.")
    job_satisfaction: Seven = Field(default=None, description="Content with their work: 1 no, 7 yes.")
    drafting: Task = None
    search: Task = None
    synthesis: Task = None
    data: Task = None
    citizen_relations: Task = None


class QuestionOut(Wire):
    """One question, as it is asked in this round."""

    name: str = Field(description="The field of the replies.", examples=["confidence"])
    section: str = Field(description="use, work or tasks: what is asked on the same page.", examples=["use"])
    text: str = Field(
        description="In French.", examples=["Êtes-vous à l’aise avec les outils d’IA dans votre travail ?"]
    )
    low: str = Field(default="", description="What the least means.", examples=["pas du tout"])
    high: str = Field(default="", description="What the most means.", examples=["tout à fait"])
    choices: list[tuple[int, str]] = Field(
        description="Values and their words.", examples=[[[1, "1"], [2, "2"]]]
    )
    is_for_users: bool = Field(default=False, description="Asked only of those who use an AI tool.")
    is_required: bool = False


class SurveyFormOut(Wire):
    """A survey as the holder of a link reads it, with the draft that they left."""

    wave: Wave
    title: str = Field(description="The round, in French.", examples=["Après 3 mois"])
    authority_name: str = Field(examples=["Chéroy"])
    closes_on: date
    questions: list[QuestionOut]
    draft: RepliesIn = Field(description="What they replied so far. Only this link opens it.")


class SurveyIn(Wire):
    """A survey to open."""

    authority_id: UUID | None = Field(default=None, description="Left out: the caller’s own.")
    wave: Wave
    opens_on: date | None = Field(default=None, description="Left out: today.")
    closes_on: date = Field(description="The last day, at most 120 days after the first.")


class SurveyOut(Wire):
    """A survey and how many answered it. Who did is not known to anybody."""

    id: UUID
    authority_id: UUID
    authority_name: str = Field(examples=["Chéroy"])
    wave: Wave
    title: str = Field(description="The round, in French.", examples=["Après 3 mois"])
    opens_on: date
    closes_on: date
    is_open: bool
    is_over: bool = Field(description="No more answers; results may be read.")
    is_published: bool = Field(description="Counted in the results of the whole programme.")
    links: int = Field(description="Links drawn.", examples=[30])
    sheets: int = Field(description="Sheets of paper drawn.", examples=[10])
    answered: int = Field(examples=[22])
    rate: float | None = Field(
        description="Answered among invited, from 0 to 1. Null: nobody is invited.", examples=[0.55]
    )
    is_due: bool = Field(
        description="Fewer than half answered and a week or less is left: everyone should be reminded."
    )


class SurveyPage(Wire):
    """Surveys, the latest first."""

    items: list[SurveyOut]
    next: str | None


class LinksIn(Wire):
    """How many people to invite by link."""

    count: int = Field(ge=1, le=MOST_INVITED, examples=[2])


class LinksOut(Wire):
    """Secrets of new links, shown once: each opens `/enquete/{secret}` for one answer."""

    tokens: list[str] = Field(examples=[["Zq3xV0nZ6cT5oX8mJk2yB7sD4fG1hL9pR-wE_uIaQtY"]])


class SheetsIn(Wire):
    """How many numbered sheets of paper to add."""

    count: int = Field(ge=1, le=MOST_INVITED, examples=[10])


class PaperAnswerIn(Wire):
    """What is written on a sheet of paper."""

    sheet: int = Field(ge=1, le=MOST_SHEETS, description="The number printed on it.", examples=[7])
    replies: RepliesIn


class PublicationIn(Wire):
    """Which round to publish for the whole programme."""

    wave: Wave


class PublicationOut(Wire):
    """What was put together."""

    wave: Wave
    surveys: int = Field(description="How many surveys.", examples=[4])


class FigureOut(Wire):
    """One figure of a round. Hidden, it tells nothing, not even how many replied."""

    question: str = Field(examples=["confidence"])
    label: str = Field(description="In French.", examples=["À l’aise avec les outils d’IA"])
    scope: str = Field(
        description="all, users, non_users, or trainings_0 to trainings_3.", examples=["trainings_1"]
    )
    scope_label: str = Field(description="In French.", examples=["une formation"])
    n: int | None = Field(description="How many replied. Null when hidden.", examples=[14])
    mean: float | None = Field(description="On the question’s scale. Null for shares.", examples=[3.6])
    top: int | None = Field(description="The most that the scale allows.", examples=[5])
    share: float | None = Field(description="Of those meant by `share_label`, from 0 to 1.", examples=[0.64])
    share_label: str = Field(description="In French.", examples=["répondent 4 ou 5"])
    share_is: str = Field(
        default="", description="`at_most` or `at_least`: everyone or nobody, told vaguely on purpose."
    )
    is_hidden: bool = False
    claim: bool = Field(default=False, description="Eleven replied or more: enough to conclude something.")


class RoundOut(Wire):
    """The figures of one round."""

    wave: Wave
    title: str = Field(description="In French.", examples=["Après 3 mois"])
    ended_on: date = Field(description="The last day of answers.")
    invited: int = Field(examples=[40])
    answered: int = Field(examples=[22])
    figures: list[FigureOut]


class SurveyResultsOut(Wire):
    """What was answered, round by round, in the order of the programme."""

    smallest: int = Field(description="A figure about fewer people is hidden.", examples=[5])
    is_programme: bool = Field(description="Of all published surveys, not of one authority.")
    rounds: list[RoundOut]
    waiting: list[Wave] = Field(
        description="Rounds over somewhere and not yet published for the programme. For the operator."
    )
