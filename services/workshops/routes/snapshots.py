"""HTTP in, one call, HTTP out: snapshots and the files made of them."""
# ruff: noqa: FAST003  the snapshot that an address names is read by a dependency

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Response

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Caller, Principal, requires
from services.workshops import snapshots
from services.workshops.routes.asking import Team
from services.workshops.tables import Snapshot

router = APIRouter(route_class=IdempotentRoute)

# Files hold raw notes: for those who read all of them (see sight.py).
Exporter = Annotated[Principal, Depends(requires("facilitator", "admin", "champion", scope="workshops:read"))]
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file. The same snapshot gives the same bytes.",
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"}, "example": "PK…",
            }
        },
    }
}  # fmt: skip


async def find_snapshot(snapshot_id: UUID, session: Session, by: Caller) -> Snapshot:
    """Find the snapshot that the address names."""
    return await snapshots.get(session, snapshot_id, by=by)


Frozen = Annotated[Snapshot, Depends(find_snapshot)]


def attached(file: snapshots.File) -> Response:
    """Give a file to keep rather than to show."""
    name = f"attachment; filename*=UTF-8''{quote(file.name)}"
    headers = {"content-disposition": name, "cache-control": "private, no-store"}
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.get("/snapshots", response_model=wire.SnapshotPage)
async def list_snapshots(session: Session, _: Exporter, window: Paging) -> dict[str, object]:
    """List the snapshots the caller may see, the latest first."""
    found = await snapshots.listed(session, window)
    return {"items": [snapshots.shown(one) for one in found.items], "next": found.next}


@router.post("/snapshots", status_code=201, response_model=wire.SnapshotOut)
async def make_snapshot(new: wire.SnapshotIn, session: Session, by: Team) -> dict[str, object]:
    """Freeze an authority's workshops, or a programme's.

    Removed and sensitive notes stay out; a verbatim that nobody has validated goes in without its words.
    """
    return snapshots.shown(await snapshots.make(session, new, by=by))


@router.get("/snapshots/{snapshot_id}", response_model=wire.SnapshotOut)
async def read_snapshot(frozen: Frozen, _: Exporter) -> dict[str, object]:
    """Read what a snapshot is; its content comes as files."""
    return snapshots.shown(frozen)


@router.delete("/snapshots/{snapshot_id}", response_model=wire.SnapshotOut)
async def delete_snapshot(frozen: Frozen, session: Session, by: Team) -> dict[str, object]:
    """Delete a snapshot for good. What it was made of stays."""
    await snapshots.delete(session, frozen, by=by)
    return snapshots.shown(frozen)


@router.get("/snapshots/{snapshot_id}/files/{file_format}", responses=FILE, response_class=Response)
async def download_file(
    frozen: Frozen, file_format: wire.FileFormat, session: Session, _: Exporter
) -> Response:
    """Download a snapshot in a format.

    `csv` and `csv-excel` are archives with one file a table; `json` is the only lossless one; `qdpx` is REFI-QDA, for
    qualitative analysis, with the photos; `photos` is an archive of them and of their captions.
    """
    return attached(await snapshots.file(session, frozen, file_format))
