"""HTTP in, one call, HTTP out: the closing report drawn from a snapshot."""
# ruff: noqa: FAST003  the snapshot that an address names is read by a dependency

from fastapi import APIRouter

from services.kit.idempotency import IdempotentRoute
from services.workshops import snapshots
from services.workshops.routes.snapshots import Exporter, Frozen
from services.workshops.schemas.regional import RegionalReportOut
from services.workshops.schemas.reports import ReportOut

router = APIRouter(route_class=IdempotentRoute)


@router.get("/snapshots/{snapshot_id}/report")
async def read_report(frozen: Frozen, _: Exporter) -> ReportOut:
    """Read the closing report of one authority.

    Every figure and sentence carries the ids of what it rests on. The same snapshot gives the same report; a snapshot
    of a whole programme has none.
    """
    return await snapshots.report(frozen)


@router.get("/snapshots/{snapshot_id}/regional-report")
async def read_regional_report(frozen: Frozen, _: Exporter) -> RegionalReportOut:
    """Read the closing report of a programme.

    Nobody is quoted. A figure is given only when it rests on at least three authorities and five notes, and when none
    of them makes 85 % of it; small groups are told together, so that no figure can be found by difference.
    """
    return await snapshots.regional_report(frozen)
