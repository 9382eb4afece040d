"""What pages ask of surveys."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import RootModel

from services.metrics.surveys.schemas import (
    LinksOut,
    PublicationOut,
    QuestionOut,
    SurveyFormOut,
    SurveyOut,
    SurveyPage,
    SurveyResultsOut,
)
from web.clients.api import Api


class _Questions(RootModel[list[QuestionOut]]):
    """A bare list."""


@dataclass(frozen=True, slots=True)
class SurveysClient:
    """The surveys of the metrics service, typed."""

    api: Api

    async def surveys(self, *, cursor: str | None = None) -> SurveyPage:
        """List the surveys, the latest first."""
        return await self.api.read("/surveys", SurveyPage, query={"cursor": cursor, "limit": 30})

    async def survey(self, survey_id: UUID) -> SurveyOut:
        """Read one."""
        return await self.api.read(f"/surveys/{survey_id}", SurveyOut)

    async def questions(self, survey_id: UUID) -> list[QuestionOut]:
        """Read what it asks."""
        return (await self.api.read(f"/surveys/{survey_id}/questions", _Questions)).root

    async def open(self, new: Mapping[str, object]) -> SurveyOut:
        """Open one."""
        return await self.api.write("POST", "/surveys", SurveyOut, body=new)

    async def end(self, survey_id: UUID) -> SurveyOut:
        """End it."""
        return await self.api.write("POST", f"/surveys/{survey_id}/closure", SurveyOut, body={})

    async def draw_links(self, survey_id: UUID, count: str) -> LinksOut:
        """Draw links."""
        return await self.api.write("POST", f"/surveys/{survey_id}/links", LinksOut, body={"count": count})

    async def add_sheets(self, survey_id: UUID, count: str) -> SurveyOut:
        """Number sheets of paper."""
        return await self.api.write("POST", f"/surveys/{survey_id}/sheets", SurveyOut, body={"count": count})

    async def enter(self, survey_id: UUID, sheet: str, replies: Mapping[str, str]) -> SurveyOut:
        """Enter a sheet of paper."""
        body = {"sheet": sheet, "replies": replies}
        return await self.api.write("POST", f"/surveys/{survey_id}/paper-answers", SurveyOut, body=body)

    async def results(self) -> SurveyResultsOut:
        """Read the results that the reader may read."""
        return await self.api.read("/survey-results", SurveyResultsOut)

    async def publish(self, wave: str) -> PublicationOut:
        """Publish a round for the programme."""
        return await self.api.write("POST", "/survey-publications", PublicationOut, body={"wave": wave})

    async def form(self, token: str) -> SurveyFormOut:
        """Read what a link asks."""
        return await self.api.read(f"/survey-forms/{token}", SurveyFormOut)

    async def keep_draft(self, token: str, replies: Mapping[str, object]) -> None:
        """Keep a draft."""
        await self.api.send("PUT", f"/survey-forms/{token}/draft", json=dict(replies))

    async def answer(self, token: str, replies: Mapping[str, object]) -> None:
        """Answer."""
        await self.api.send("POST", f"/survey-forms/{token}/answer", json=dict(replies))
