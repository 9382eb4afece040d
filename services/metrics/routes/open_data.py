"""The open-data set over HTTP. No account is needed."""

import json
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response

from services.kit.db import PlatformSession
from services.metrics import measured, open_data, parquet_files
from services.metrics.measured import Asked, Reader
from services.metrics.open_data import Line
from services.metrics.routes.measures import PUBLIC, Known
from services.metrics.surveys import results

router = APIRouter()


async def read_lines(request: Request, session: PlatformSession, calendar: Known) -> list[Line]:
    """Read what is told to everyone, ready to be written."""
    settings = request.app.state.settings
    public = await measured.answer(Reader(session, settings, None), PUBLIC, Asked({}), calendar=calendar)
    surveys = await results.programme(session, smallest=settings.small_group_across)
    return open_data.lines(public.measures, surveys)


Lines = Annotated[list[Line], Depends(read_lines, scope="function")]

_CSV: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "mesure,intitule,perimetre\r\nuses,Usages,toutes les collectivités\r\n",
            }
        },
    }
}
_PARQUET: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            open_data.PARQUET: {"schema": {"type": "string", "format": "binary"}, "example": "PAR1…"}
        },
    }
}
_JSON: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The description.",
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": {"name": open_data.NAME}},
        },
    }
}


@router.get("/open-data", responses={**_JSON}, response_class=Response)
async def describe_open_data(lines: Lines) -> Response:
    """Read the description of the open-data set: its licence, its file and its columns, as a Data Package."""
    return _json(open_data.package(is_sample=any(line.exemple for line in lines)))


@router.get("/open-data/schema", responses={**_JSON}, response_class=Response)
async def describe_columns() -> Response:
    """Read the columns of the open-data set, as Table Schema."""
    return _json(open_data.schema())


@router.get("/open-data/terrain-mesures.csv", responses={**_CSV}, response_class=Response)
async def download_open_data(lines: Lines) -> Response:
    """Download the open-data set: public figures only, small groups kept back, under Licence Ouverte 2.0."""
    headers = {
        "content-disposition": f'attachment; filename="{open_data.NAME}.csv"',
        "link": f'<{open_data.LICENCE["path"]}>; rel="license"',
    }
    return Response(open_data.as_csv(lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/open-data/terrain-mesures.parquet", responses={**_PARQUET}, response_class=Response)
async def download_open_data_parquet(lines: Lines) -> Response:
    """Download the open-data set as Parquet: the same lines, with typed columns. The same figures give the same bytes."""
    headers = {
        "content-disposition": f'attachment; filename="{open_data.NAME}.parquet"',
        "link": f'<{open_data.LICENCE["path"]}>; rel="license"',
    }
    notes = open_data.notes(is_sample=any(line.exemple for line in lines))
    content = await to_thread.run_sync(parquet_files.write, lines, notes)
    return Response(content, media_type=open_data.PARQUET, headers=headers)


def _json(told: dict[str, object]) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
