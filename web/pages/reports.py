"""The closing reports of an authority and of a programme, on the screen and on paper."""

from uuid import UUID

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from services.workshops.schemas import RegionalReportOut, ReportSource, SourceKind
from web import charts, french, render
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


@router.get("/exports/{snapshot_id}/bilan-du-programme")
async def show_regional_report(
    request: Request, snapshot_id: UUID, _: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show the report of a programme's snapshot, each figure with the page that shows what it rests on."""
    found = await SnapshotsClient(rooms.workshops.api).regional_report(snapshot_id)
    return render.page(request, "exports/regional.html", report=found, outcomes=_outcomes(found))


def _outcomes(found: RegionalReportOut) -> Markup:
    total = sum(one.count for one in found.outcomes)
    stops = found.outcomes[-1].count
    sentence = f"{french.plural(stops, 'hypothèse a été arrêtée', 'hypothèses ont été arrêtées')} sur {total} décidées."
    caption = charts.Caption(
        title="Issues des décisions signées", sentence=sentence, count=french.plural(total, "décision", "décisions"),
        axis="Issue", measure="Décisions",
        empty="Aucune décision n’est encore signée.",
    )  # fmt: skip
    return charts.bars(
        [charts.Point(one.outcome.capitalize(), one.count) for one in found.outcomes if total], caption
    )


def _address(source: ReportSource) -> str:
    match source.kind:
        case SourceKind.HYPOTHESIS:
            return f"/hypotheses/{source.id}"
        case SourceKind.WORKSHOP:
            return f"/ateliers/{source.id}"
        case _:
            return f"/ateliers/{source.workshop_id}#note-{source.id}"
