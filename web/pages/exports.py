"""The page of exports: snapshots made, given in every format, deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import FileFormat
from web import render
from web.clients.rooms import AllRooms
from web.clients.snapshots import SnapshotsClient
from web.pages.project_team import ROLES, TeamVisitor
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)


@router.get("/exports")
async def show_exports(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:  # fmt: skip
    """List the snapshots with their files, and offer to make one."""
    found = await SnapshotsClient(rooms.workshops.api).listed(cursor=suite)
    programmes = await rooms.workshops.programmes()
    names = await rooms.identity.authorities(
        one.authority_id for programme in programmes for one in programme.enrolled
    )
    scopes = [(f"{programme.id}.", f"{programme.name}, toutes les collectivités") for programme in programmes]
    scopes += sorted(
        ((f"{programme.id}.{one.authority_id}", names[one.authority_id].name)
         for programme in programmes for one in programme.enrolled if one.authority_id in names),
        key=lambda scope: scope[1],
    )  # fmt: skip
    return render.page(
        request, "exports/index.html", found=found, scopes=scopes, formats=tuple(FileFormat),
        is_team=visitor.has_role(*ROLES),
    )  # fmt: skip


@router.post("/exports")
async def make_snapshot(
    request: Request, _: TeamVisitor, rooms: AllRooms, scope: Annotated[str, Form()]
) -> Response:
    """Make a snapshot of the scope chosen."""
    programme, _dot, authority = scope.partition(".")
    enrolled = [
        one.authority_id
        for found in await rooms.workshops.programmes()
        if str(found.id) == programme
        for one in found.enrolled
        if authority in {"", str(one.authority_id)}
    ]
    names = await rooms.identity.authorities(enrolled)
    new = {
        "programme_id": programme, "authority_id": authority or None,
        "places": [_place(one) for one in names.values()],
    }  # fmt: skip
    made = await SnapshotsClient(rooms.workshops.api).make(new)
    return go(
        request,
        f"/exports#snapshot-{made.id}",
        say="Cliché fait : il ne changera plus. Choisissez un format.",
    )


@router.post("/exports/{snapshot_id}/suppression")
async def delete_snapshot(request: Request, snapshot_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Delete a snapshot."""
    await SnapshotsClient(rooms.workshops.api).delete(snapshot_id)
    return go(request, "/exports", say="Cliché supprimé. Les ateliers et leurs notes n’ont pas changé.")


def _place(authority: AuthorityOut) -> dict[str, str]:
    return {"authority_id": str(authority.id), "name": authority.name, "kind": authority.kind}
