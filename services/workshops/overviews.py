"""A workshop's day in one answer: for the page, and for programs that show it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.paging import Window
from services.kit.principal import Principal
from services.workshops import candidates, captures, nouns
from services.workshops.schemas import CaptureKind
from services.workshops.sight import Sight
from services.workshops.tables import Workshop


async def read(
    session: AsyncSession, workshop: Workshop, window: Window, *, kind: CaptureKind | None, by: Principal
) -> dict[str, object]:
    """Give the workshop, its counts, and its captures as far as the caller's sight reaches."""
    sight = Sight.of(by)
    found = await captures.listed(session, workshop, window, kind=kind, sight=sight)
    return {
        "workshop": workshop,
        "counts": await captures.counts(session, workshop),
        "captures": [{"kind": nouns.kind_of(note), "body": note} for note in found.items],
        "contested": await candidates.count(session, workshop) if sight is Sight.ALL else 0,
        "are_withheld": sight is not Sight.ALL,
        "next": found.next,
    }
