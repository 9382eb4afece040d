"""The pages of whoever answers a survey by link. They never look at who is signed in."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from services.metrics.surveys.schemas import QuestionOut, SurveyFormOut
from web import french, render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.render import Link

router = APIRouter(include_in_schema=False)

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")]
Step = Annotated[int, Query(alias="etape", ge=1, le=4)]
LAST = 4
"""Where one reads one's replies again before they leave."""
STEPS = ("Vos outils", "Votre travail", "Vos tâches", "Relire et envoyer")
_ENDINGS = {
    "already_answered": "Vous avez déjà répondu",
    "survey_over": "L’enquête est terminée",
    "survey_not_begun": "L’enquête n’a pas commencé",
    "unknown_link": "Ce lien n’est pas connu",
}


@router.get("/enquete/merci")
async def thank(request: Request) -> Response:
    """Thank, from an address that holds no link any more."""
    return render.page(request, "surveys/thanks.html")


@router.get("/enquete/{token}")
async def show_step(request: Request, rooms: AllRooms, token: Token, step: Step = 1) -> Response:
    """Show one step of the questions, with what was replied so far."""
    try:
        form = await rooms.surveys.form(token)
    except Refused as refusal:
        return _ending(request, refusal)
    if form.draft.frequency is None and step > 1:
        return RedirectResponse(f"/enquete/{token}", status_code=303)
    return _page(request, form, token=token, step=step)


@router.post("/enquete/{token}")
async def keep_step(request: Request, rooms: AllRooms, token: Token, step: Step = 1) -> Response:
    """Keep the replies of a step and go on, stop there, or send them all."""
    typed = {name: str(value) for name, value in (await request.form()).items()}
    then = typed.pop("then", "next")
    try:
        form = await rooms.surveys.form(token)
        replies = _merged(form, typed, step)
        if step == 1 and "frequency" not in replies:
            return _page(request, form, token=token, step=1, errors={"frequency": "Ce champ est nécessaire."})
        if step == LAST:
            await rooms.surveys.answer(token, replies)
            return RedirectResponse("/enquete/merci", status_code=303)
        await rooms.surveys.keep_draft(token, replies)
    except Refused as refusal:
        return _ending(request, refusal)
    if then == "later":
        return render.page(request, "surveys/later.html", form=form, token=token)
    return RedirectResponse(f"/enquete/{token}?etape={step + 1}", status_code=303)


def _merged(form: SurveyFormOut, typed: dict[str, str], step: int) -> dict[str, object]:
    """Put what was typed over what was drafted; a question of this step left empty takes its reply back."""
    known: dict[str, object] = form.draft.model_dump(exclude_none=True)
    for question in _questions(form, step):
        known.pop(question.name, None)
        if typed.get(question.name):
            known[question.name] = typed[question.name]
    return known


def _questions(form: SurveyFormOut, step: int) -> Sequence[QuestionOut]:
    is_user = bool(form.draft.frequency)
    steps = {
        1: [one for one in form.questions if one.section == "use" and not one.is_for_users],
        2: [one for one in form.questions if (one.is_for_users and is_user) or one.section == "work"],
        3: [one for one in form.questions if one.section == "tasks"],
    }
    return steps.get(step, ())


def _page(
    request: Request, form: SurveyFormOut, *, token: str, step: int, errors: dict[str, str] | None = None
) -> Response:
    replies = form.draft.model_dump(exclude_none=True)
    again = [
        (french.typography(one.text), _words(one, replies))
        for at in (1, 2, 3)
        for one in _questions(form, at)
    ]
    response = render.page(
        request, "surveys/answer.html", status=422 if errors else 200, form=form, token=token, step=step,
        steps=STEPS, questions=_questions(form, step), replies=replies, again=again, errors=errors or {},
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"
    return response


def _words(question: QuestionOut, replies: dict[str, int]) -> str:
    if question.name not in replies:
        return "sans réponse"
    word = dict(question.choices)[replies[question.name]]
    return f"{word} sur {question.choices[-1][1]}" if question.low else word


def _ending(request: Request, refusal: Refused) -> Response:
    if refusal.code not in _ENDINGS:
        raise refusal
    ways = [Link("À quoi sert Terrain", "/aide")]
    return render.refusal(
        request, status=refusal.status, title=_ENDINGS[refusal.code], detail=refusal.detail, actions=ways
    )
