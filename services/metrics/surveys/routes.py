"""Surveys over HTTP. Whoever answers by link is never asked who they are, and is not told apart if they are known."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from services.kit.db import PlatformSession, Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.metrics.surveys import box, invitations, questions, results, surveys
from services.metrics.surveys.schemas import (
    LinksIn,
    LinksOut,
    PaperAnswerIn,
    PublicationIn,
    PublicationOut,
    QuestionOut,
    RepliesIn,
    SheetsIn,
    SurveyFormOut,
    SurveyIn,
    SurveyOut,
    SurveyPage,
    SurveyResultsOut,
    Wave,
)

router = APIRouter(route_class=IdempotentRoute)
# Not idempotent: a stored answer would say who sent it, beside when.
forms = APIRouter()

Reader = Annotated[
    Principal,
    Depends(
        requires(
            "agent", "champion", "decision_maker", "facilitator", "admin", "partner", scope="metrics:read"
        )
    ),
]
Keeper = Annotated[Principal, Depends(requires("champion", "facilitator", "admin", scope="metrics:write"))]
Publisher = Annotated[Principal, Depends(requires("facilitator", "admin", scope="metrics:write"))]
Token = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9_-]{43}$",
        description="The secret of a link.",
        examples=["Zq3xV0nZ6cT5oX8mJk2yB7sD4fG1hL9pR-wE_uIaQtY"],
    ),
]


@router.get("/surveys")
async def list_surveys(session: Session, _: Keeper, window: Paging) -> SurveyPage:
    """List the surveys with their response rates, the latest first."""
    page = await surveys.read(session, window)
    return SurveyPage(items=await surveys.told(session, list(page.items)), next=page.next)


@router.post("/surveys", status_code=201)
async def open_survey(new: SurveyIn, session: Session, caller: Keeper) -> SurveyOut:
    """Open a survey to an authority's agents. Nobody is invited yet: draw links or sheets of paper."""
    return (await surveys.told(session, [await surveys.open_survey(session, new, by=caller)]))[0]


@router.get("/surveys/{survey_id}")
async def read_survey(survey_id: UUID, session: Session, _: Keeper) -> SurveyOut:
    """Read one survey and its response rate."""
    return (await surveys.told(session, [await surveys.get(session, survey_id)]))[0]


@router.get("/surveys/{survey_id}/questions")
async def read_questions(survey_id: UUID, session: Session, _: Keeper) -> list[QuestionOut]:
    """Read what a survey asks, to print it or to enter a sheet of paper."""
    return questions.asked(Wave((await surveys.get(session, survey_id)).wave))


@router.post("/surveys/{survey_id}/closure")
async def end_survey(survey_id: UUID, session: Session, caller: Keeper) -> SurveyOut:
    """End a survey before its last day. It is never opened again: its results would move by a few answers."""
    return (await surveys.told(session, [await surveys.end(session, survey_id, by=caller)]))[0]


@forms.post("/surveys/{survey_id}/links", status_code=201)
async def draw_links(survey_id: UUID, asked: LinksIn, session: Session, caller: Keeper) -> LinksOut:
    """Draw links for so many people.

    They are shown this once: only hashes are kept, and `Idempotency-Key` has no effect. Which link goes to whom is not known here: give each to one person, in any order.
    """
    return LinksOut(tokens=await invitations.draw_links(session, survey_id, asked.count, by=caller))


@router.post("/surveys/{survey_id}/sheets", status_code=201)
async def add_sheets(survey_id: UUID, asked: SheetsIn, session: Session, caller: Keeper) -> SurveyOut:
    """Number so many more sheets of paper, for those who would rather answer with a pen."""
    survey = await invitations.add_sheets(session, survey_id, asked.count, by=caller)
    return (await surveys.told(session, [survey]))[0]


@router.post("/surveys/{survey_id}/paper-answers", status_code=201)
async def enter_answer(survey_id: UUID, paper: PaperAnswerIn, session: Session, _: Keeper) -> SurveyOut:
    """Enter what a sheet of paper says. Each number serves once."""
    survey = await box.enter(session, survey_id, paper)
    return (await surveys.told(session, [survey]))[0]


@router.get("/survey-results")
async def read_survey_results(request: Request, session: Session, caller: Reader) -> SurveyResultsOut:
    """Read what was answered: one's own authority's, or the whole programme's for the operator.

    Surveys that are over only. A figure about too few people is hidden, and so is what would let it be computed back.
    """
    return await results.read(session, request.app.state.settings, by=caller)


@router.post("/survey-publications", status_code=201)
async def publish_results(
    asked: PublicationIn, request: Request, session: Session, caller: Publisher
) -> PublicationOut:
    """Count the surveys of a round that are over in the results of the programme, together and for good."""
    return await results.publish(session, asked.wave, settings=request.app.state.settings, by=caller)


@forms.get("/survey-forms/{token}")
async def read_form(token: Token, session: PlatformSession) -> SurveyFormOut:
    """Read what a link asks, with the draft left. No account is needed, and none is noted."""
    invitation, survey = await invitations.by_link(session, token)
    names = await surveys.named(session, {survey.authority_id})
    wave = Wave(survey.wave)
    return SurveyFormOut(
        wave=wave, title=wave.label, authority_name=names.get(survey.authority_id, ""), closes_on=survey.closes_on,
        questions=questions.asked(wave), draft=invitations.read_draft(invitation, token=token),
    )  # fmt: skip


@forms.put("/survey-forms/{token}/draft", status_code=204)
async def keep_draft(token: Token, replies: RepliesIn, session: PlatformSession) -> Response:
    """Keep what was replied so far, to go on later from any device. Only the link opens it again."""
    invitation, _ = await invitations.by_link(session, token)
    invitations.keep_draft(invitation, replies, token=token)
    return Response(status_code=204)


@forms.post("/survey-forms/{token}/answer", status_code=204)
async def send_answer(token: Token, replies: RepliesIn, session: PlatformSession) -> Response:
    """Answer, once. Nothing joins the answer to the link any more: it cannot be read again nor changed."""
    await box.answer(session, token, replies)
    return Response(status_code=204)
