"""Facts about surveys. None is about an answer: its hour and its author would come back with it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOpened(Event):
    """A survey was opened to an authority's agents."""

    name: ClassVar[str] = "metrics.survey_opened"
    survey_id: UUID
    wave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyEnded(Event):
    """A survey was ended before its last day."""

    name: ClassVar[str] = "metrics.survey_ended"
    survey_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyInvited(Event):
    """So many links or sheets of paper were drawn for a survey."""

    name: ClassVar[str] = "metrics.survey_invited"
    survey_id: UUID
    links: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysPublished(Event):
    """The surveys of one round were put together and published beyond their authorities."""

    name: ClassVar[str] = "metrics.surveys_published"
    wave: str
    surveys: int
