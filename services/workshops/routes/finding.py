"""HTTP in, one call, HTTP out: pain points that resemble each other, and those brought together."""
# ruff: noqa: FAST003  the pain point that an address names is read by a dependency

from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Body, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging, Slice
from services.workshops import captures, clusters, merges, similar
from services.workshops.likeness import Said
from services.workshops.routes.asking import Reader, Team
from services.workshops.tables import Merge, PainPoint

router = APIRouter(route_class=IdempotentRoute)


async def find_pain_point(pain_point_id: UUID, session: Session, caller: Reader) -> PainPoint:
    """Find the pain point that the address names."""
    found = await captures.get(session, wire.CaptureKind.PAIN_POINT, pain_point_id, by=caller)
    return cast("PainPoint", found)


Noted = Annotated[PainPoint, Depends(find_pain_point)]


@router.post("/similar-pain-points")
async def suggest_similar(
    new: Annotated[wire.SimilarIn, Body()], session: Session, caller: Reader
) -> wire.SimilarPage:
    """Suggest the pain points that may say the same as one being written. Nothing is kept.

    At most five, the closest first, among the latest 2,000 that the caller reads: their words, the words of the field
    that mean the same, the theme. No model takes part, and the same question gets the same answer.
    """
    return await similar.to_said(session, Said(new.statement, new.theme), by=caller)


@router.get("/pain-points/{pain_point_id}/similar")
async def list_similar(noted: Noted, session: Session, caller: Reader) -> wire.SimilarPage:
    """Suggest the pain points that may say the same as this one, apart from those it was brought together with."""
    return await similar.to_noted(session, noted, by=caller)


@router.get("/pain-points/{pain_point_id}/cluster")
async def read_cluster(noted: Noted, session: Session, _: Reader) -> wire.ClusterOut:
    """Read a pain point with those that say the same.

    The operator reads them all. An authority reads its own, and of the others only counts, a theme and a band of
    severity, from three other authorities on; below, only that there are some.
    """
    return await clusters.read(session, noted)


@router.post("/merges", status_code=201, response_model=wire.MergeOut)
async def merge_pain_points(new: wire.MergeIn, session: Session, by: Team) -> Merge:
    """Fold a pain point into another that says the same. Neither changes, and it can be undone.

    Those that were folded into it before come with it. Evidence is counted together from then on.
    """
    return await merges.merge(session, new, by=by)


@router.get("/merges", response_model=wire.MergePage)
async def list_merges(session: Session, by: Team, window: Paging) -> Slice[Merge]:
    """Read the journal of merges, the latest first, with those undone."""
    return await merges.page(session, window, by=by)


@router.delete("/merges/{merge_id}", response_model=wire.MergeOut)
async def undo_merge(merge_id: UUID, session: Session, by: Team) -> Merge:
    """Undo a merge: what was folded in stands by itself again. Its line stays in the journal."""
    return await merges.undo(session, merge_id, by=by)
