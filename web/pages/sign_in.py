"""Signing in and out."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.faults import by_field
from web.visitor import AnyVisitor, go

router = APIRouter(include_in_schema=False)

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A path of ours: browsers read « //host », « /\\host » and « /<tab>/host » as another site."""

Suite = Annotated[str, Query(max_length=2000)]


@router.get("/connexion")
async def show_door(request: Request, visitor: AnyVisitor, suite: Suite = "") -> Response:
    """Offer the two ways in."""
    if visitor is not None:
        return RedirectResponse(local(suite), status_code=303)
    return _door(request, suite=suite)


@router.post("/connexion")
async def sign_in(
    request: Request,
    rooms: AllRooms,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    suite: Annotated[str, Form()] = "",
) -> Response:
    """Sign in with an address and its password."""
    try:
        _, cookie = await rooms.identity.sign_in(email=email, password=password)
    except Refused as refusal:
        if refusal.status not in {401, 422, 429}:
            raise
        return _door(request, suite=suite, email=email, refusal=refusal)
    return _entered(suite, cookie)


@router.get("/connexion/{token}")
async def show_link(
    token: str, request: Request, rooms: AllRooms, _: AnyVisitor, suite: Suite = ""
) -> Response:
    """Show what a link opens. Only the button spends it: mail scanners open every link they see."""
    try:
        await rooms.identity.link_is_good(token)
    except Refused as refusal:
        return _spent(request, refusal)
    return render.page(request, "identity/link.html", token=token, suite=suite)


@router.post("/connexion/{token}")
async def use_link(
    token: str, request: Request, rooms: AllRooms, _: AnyVisitor, suite: Annotated[str, Form()] = ""
) -> Response:
    """Sign in with a link."""
    try:
        cookie = (await rooms.identity.sign_in(token=token))[1]
    except Refused as refusal:
        return _spent(request, refusal)
    return _entered(suite, cookie)


@router.post("/deconnexion")
async def sign_out(request: Request, rooms: AllRooms) -> Response:
    """Sign this browser out."""
    cookie = await rooms.identity.sign_out()
    response = go(request, "/", say="Vous avez quitté Terrain sur ce navigateur.")
    response.headers.append("set-cookie", cookie)
    return response


def local(suite: str) -> str:
    """Give the address to go on to when it is a path of ours, else the home page."""
    return suite if _LOCAL.fullmatch(suite) else "/"


def _entered(suite: str, cookie: str) -> Response:
    response = RedirectResponse(local(suite), status_code=303)
    response.headers.append("set-cookie", cookie)
    return response


def _door(request: Request, *, suite: str, email: str = "", refusal: Refused | None = None) -> Response:
    wait = refusal.detail if refusal and refusal.status == 429 else ""
    return render.page(
        request, "identity/sign_in.html", status=refusal.status if refusal else 200,
        suite=local(suite), email=email, errors=_errors(refusal), wait=wait,
    )  # fmt: skip


def _errors(refusal: Refused | None) -> dict[str, str]:
    if refusal is None or refusal.status == 429:
        return {}
    if refusal.status == 401:
        return {"email": refusal.detail}
    return by_field(refusal.faults) or {"password": refusal.detail}


def _spent(request: Request, refusal: Refused) -> Response:
    if refusal.status not in {401, 422, 429}:
        raise refusal
    is_late = refusal.status == 429
    return render.page(
        request, "identity/link_spent.html", status=429 if is_late else 401,
        wait=refusal.detail if is_late else "",
    )  # fmt: skip
