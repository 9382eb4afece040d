"""HTTP in, one call, HTTP out: the papers of a meeting that decides."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.workshops import committee_packs
from services.workshops.routes.asking import Team
from services.workshops.routes.snapshots import attached
from services.workshops.snapshots import File
from services.workshops.tables import CommitteePack

router = APIRouter(route_class=IdempotentRoute)

# No raw note is in them: decision makers read them too.
Invited = Annotated[
    Principal,
    Depends(requires("facilitator", "admin", "champion", "decision_maker", scope="workshops:read")),
]
PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The PDF. The same pack gives the same bytes.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF…"}
        },
    }
}


async def find_pack(committee_pack_id: UUID, session: Session) -> CommitteePack:
    """Find the pack that the address names."""
    return await committee_packs.get(session, committee_pack_id)


Pack = Annotated[CommitteePack, Depends(find_pack)]


@router.get("/committee-packs", response_model=wire.CommitteePackPage)
async def list_committee_packs(session: Session, _: Invited, window: Paging) -> dict[str, object]:
    """List the packs the caller may see, the latest first."""
    found = await committee_packs.listed(session, window)
    return {"items": [committee_packs.shown(one) for one in found.items], "next": found.next}


@router.post("/committee-packs", status_code=201, response_model=wire.CommitteePackOut)
async def make_committee_pack(new: wire.CommitteePackIn, session: Session, by: Team) -> dict[str, object]:
    """Freeze the papers of a meeting: for each hypothesis its problem, evidence, figures and ask."""
    return committee_packs.shown(await committee_packs.make(session, new, by=by))


@router.get("/committee-packs/{committee_pack_id}", response_model=wire.CommitteePackOut)
async def read_committee_pack(pack: Pack, _: Invited) -> dict[str, object]:
    """Read what a pack is; its content comes as a PDF."""
    return committee_packs.shown(pack)


@router.delete("/committee-packs/{committee_pack_id}", response_model=wire.CommitteePackOut)
async def delete_committee_pack(pack: Pack, session: Session, by: Team) -> dict[str, object]:
    """Delete a pack for good. What it was made of stays."""
    await committee_packs.delete(session, pack, by=by)
    return committee_packs.shown(pack)


@router.get("/committee-packs/{committee_pack_id}/file", responses=PDF, response_class=Response)
async def download_committee_pack(pack: Pack, _: Invited) -> Response:
    """Download a pack as a tagged PDF (PDF/UA-1)."""
    name = f"comite-{pack.held_on:%Y-%m-%d}-{str(pack.id)[-6:]}.pdf"
    return attached(File(name, "application/pdf", await committee_packs.pdf(pack)))
