"""The closing report of an authority, on the screen and on paper."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.workshops.schemas import ReportSource, SourceKind
from web import render
from web.clients.rooms import AllRooms
from web.clients.snapshots import SnapshotsClient
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)


@router.get("/exports/{snapshot_id}/bilan")
async def show_report(request: Request, snapshot_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show the report of a snapshot, each sentence with links to what it rests on."""
    found = await SnapshotsClient(rooms.workshops.api).report(snapshot_id)
    cited = {one.id: one for one in found.sources}
    return render.page(request, "exports/report.html", report=found, cited=cited, address=_address)


def _address(source: ReportSource) -> str:
    match source.kind:
        case SourceKind.HYPOTHESIS:
            return f"/hypotheses/{source.id}"
        case SourceKind.WORKSHOP:
            return f"/ateliers/{source.id}"
        case _:
            return f"/ateliers/{source.workshop_id}#note-{source.id}"
