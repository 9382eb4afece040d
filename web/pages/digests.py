"""The pages of the monthly digest: its preview for administrators, and how anybody stops it."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import HTMLResponse, Response

from services.kit.errors import Forbidden
from web import french, render, together
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import digest_messages
from web.pages.digest_messages import Frame
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The preview of the e-mail: its own styles, which hold nothing that anybody wrote, and nothing else."""


@router.get("/administration/bilan-mensuel")
async def show_preview(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show the digest as the operator would receive it now, and to how many it goes."""
    counts, found = await together.both(
        rooms.identity.digest_counts(), rooms.metrics.measures(digest_messages.QUESTIONS, {})
    )
    return render.page(
        request,
        "digest/preview.html",
        counts=counts,
        digest=digest_messages.compose(found, _frame(request, visitor)),
    )


@router.get("/administration/bilan-mensuel/courriel")
async def show_mail(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show the e-mail itself."""
    digest = digest_messages.compose(
        await rooms.metrics.measures(digest_messages.QUESTIONS, {}), _frame(request, visitor)
    )
    html = digest.html if digest else ""
    headers = {"content-security-policy": _MAIL_POLICY, "cache-control": "private, no-cache"}
    return HTMLResponse(html, headers=headers, status_code=200 if digest else 404)


@router.post("/compte/bilan-mensuel")
async def choose(
    request: Request, rooms: AllRooms, _: CurrentVisitor, wanted: Annotated[str, Form()] = ""
) -> Response:
    """Receive the digest, or no more."""
    choice = await rooms.identity.choose_digest(is_wanted=bool(wanted))
    say = "Vous recevrez le bilan mensuel." if choice.is_wanted else "Vous ne recevrez plus le bilan mensuel."
    return go(request, "/compte", say=say)


@router.get("/bilan-mensuel/arret/{token}")
async def ask_to_stop(request: Request, token: Token) -> Response:
    """Ask whoever followed the link of a digest whether to stop it: mail programs follow links by themselves."""
    return render.page(request, "digest/stop.html", is_done=False, address=f"/bilan-mensuel/arret/{token}")


@router.post("/bilan-mensuel/arret/{token}")
async def stop(request: Request, rooms: AllRooms, token: Token) -> Response:
    """Stop the digest."""
    try:
        await rooms.identity.refuse_digest(token)
    except Refused as refusal:
        if refusal.status not in {404, 422}:
            raise
        return render.refusal(request, status=404, title="Ce lien n’est pas connu", detail=refusal.detail)
    return render.page(request, "digest/stop.html", is_done=True, address="")


def _frame(request: Request, visitor: Visitor) -> Frame:
    if not visitor.has_role("admin"):
        raise Forbidden
    origin = request.app.state.settings.origin
    return Frame(month=last_month(datetime.now(french.PARIS).date()), origin=origin, stop=f"{origin}/compte")


def last_month(today: date) -> date:
    """Give the first day of the month that is just over."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
