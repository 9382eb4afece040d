"""HTTP in, one call, HTTP out: what a tablet kept, in batches."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.principal import Principal, requires
from services.workshops import operations
from services.workshops.routes.asking import Day
from services.workshops.routes.packed import PackedRoute

router = APIRouter(route_class=PackedRoute)

OURS = "x-terrain"
"""On every answer to a batch. A hotel's sign-in page answers 200 as well: it does not know this header."""

_tablet = requires("facilitator", "admin", scope="workshops:write", alone="workshops:capture:{workshop_id}")
Tablet = Annotated[Principal, Depends(_tablet)]


async def weigh(request: Request) -> None:
    """Refuse a batch that is too heavy for a poor line.

    Raises: BatchTooLarge.
    """
    if len(await request.body()) > wire.BATCH_BYTES:
        raise operations.BatchTooLarge


@router.post(
    "/workshops/{workshop_id}/operations", dependencies=[Depends(weigh)], response_model_exclude_defaults=True
)
async def apply_operations(
    day: Day, new: wire.Operations, session: Session, caller: Tablet, response: Response
) -> wire.OperationsOut:
    """Write a batch of captures, new and changed ones, each judged alone and applied once.

    Every operation bears the id that the client made; the answer echoes it with the hash of what arrived and what
    became of it: `applied`, `duplicate` (received before, nothing changed), `conflict` (somebody else changed the
    same field from the same version: theirs stands, yours waits beside it as a candidate) or `rejected` (with a
    code). Sending a batch again is harmless. At most 50 operations and 128 KB; the body may be packed with gzip
    (`Content-Encoding: gzip`). What has nothing to say is left out of the answer.

    An answer of ours bears the header `X-Terrain: 1`; let go of what you kept only when it is there and the id and
    the hash are yours. A tablet's grant for this workshop opens this address, and no other. On a tablet that holds the
    grants of several people, the header `Terrain-Author` (a person's id) tells whose captures the batch brings.
    """
    response.headers[OURS] = "1"
    return wire.OperationsOut(items=await operations.apply(session, day, new, by=caller))
