"""What anyone may read: accessibility, personal data, help."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from web import render
from web.visitor import AnyVisitor

router = APIRouter(include_in_schema=False)


@router.get("/accessibilite")
async def accessibility(request: Request, _: AnyVisitor) -> Response:
    """Say how far the pages are accessible, and whom to tell when they are not."""
    return render.page(request, "about/accessibility.html")


@router.get("/donnees-personnelles")
async def personal_data(request: Request, _: AnyVisitor) -> Response:
    """Say what is kept, for how long, and who sees it."""
    return render.page(request, "about/personal_data.html")


@router.get("/aide")
async def help_page(request: Request, _: AnyVisitor) -> Response:
    """Explain the method and each word."""
    return render.page(request, "about/help.html")
