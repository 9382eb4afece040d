"""HTTP in, one call, HTTP out: the public register, which needs no key."""

from fastapi import APIRouter

from services.assistant.doors import AtDesk
from services.assistant.transparency import register
from services.assistant.transparency.schemas import TransparencyOut

router = APIRouter()


@router.get("/transparency")
async def read_transparency(desk: AtDesk) -> TransparencyOut:
    """Read the public register of the assistant: its uses, a card for each model, the part of people. Open to all."""
    return register.read(await desk.registry.catalogue(), kept_days=desk.content_days)
