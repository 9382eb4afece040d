"""Measures over HTTP: one call, one answer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.kit.db import PLATFORM, PlatformSession, Session, session_for
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.metrics import exercises, measure_files, measured, outbox
from services.metrics.exercises import Calendar
from services.metrics.kinds import JobFamily
from services.metrics.measured import Asked, Reader
from services.metrics.open_data import PARQUET
from services.metrics.places import Grouping, Selection
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.schemas import ComparisonOut, MeasureOut, MeasuresOut, Question

router = APIRouter(route_class=IdempotentRoute)

Caller = Annotated[Principal, Depends(requires(scope="metrics:read"))]
Groups = Mapping[Grouping, str | None]
Word = Annotated[str | None, Query(min_length=1, max_length=40, pattern=r"^[\w-]+$")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIC = (Question.USES, Question.MIX, Question.OUTCOME, Question.NET_GAIN, Question.INCIDENTS, Question.DECISIONS,
          Question.FRUGALITY, Question.FOOTPRINT)  # fmt: skip


async def read_calendar(request: Request) -> Calendar | None:
    """Count what the other rooms have told since the last look; then read from when to when measures go."""
    state = request.app.state
    async with session_for(state.sessions, PLATFORM) as session, session.begin():
        await outbox.fold(session, pseudonyms=Pseudonyms.of(state.settings))
        return await exercises.read(session)


async def read_groups(
    authority: Annotated[Word, Query(description="One authority's id.")] = None,
    department: Annotated[Word, Query(description="A department, as 58.")] = None,
    type: Annotated[Word, Query(description="commune, intercommunal or joint_authority.")] = None,
    stratum: Annotated[
        Word, Query(description="under_2000, under_10000, under_50000 or over_50000 inhabitants.")
    ] = None,
) -> Groups:
    """Read about whom."""
    return {
        Grouping.AUTHORITY: authority, Grouping.DEPARTMENT: department, Grouping.TYPE: type,
        Grouping.STRATUM: stratum,
    }  # fmt: skip


async def read_asked(
    groups: Annotated[Groups, Depends(read_groups)],
    start: Annotated[date | None, Query(alias="from", description="Its month is the first.")] = None,
    end: Annotated[date | None, Query(alias="to", description="Its month is the last.")] = None,
    use_case: Annotated[str, Query(max_length=20, description="A code of the catalogue.")] = "",
    job_family: Annotated[JobFamily, Query(description="A family of jobs.")] = JobFamily.UNTOLD,
) -> Asked:
    """Read about whom and when."""
    return Asked(groups, start, end, use_case, job_family)


Scoped = Annotated[Asked, Depends(read_asked)]
Known = Annotated[Calendar | None, Depends(read_calendar)]


def _reader(request: Request, session: Session, caller: Caller) -> Reader:
    return Reader(session, request.app.state.settings, caller)


Reading = Annotated[Reader, Depends(_reader)]


@router.get("/measures")
async def read_measures(
    reading: Reading, asked: Scoped, calendar: Known,
    question: Annotated[list[Question], Query(description="May be given several times.", max_length=40)] = [],  # noqa: B006  never changed
) -> MeasuresOut:  # fmt: skip
    """Read the answers to some questions about one group, and what else may be asked.

    Whole and finished months only. One group at a time: an authority, a department, a type or a stratum. What is about
    too few people is put together with its neighbours, else hidden, and each answer says so in `reasons`.
    """
    return await measured.answer(reading, list(dict.fromkeys(question)), asked, calendar=calendar)


@router.get("/measures/{question}")
async def read_measure(reading: Reading, question: Question, asked: Scoped, calendar: Known) -> MeasureOut:
    """Read the answer to one question, with the table behind it. Nothing else is computed."""
    return (await measured.answer(reading, [question], asked, calendar=calendar)).measures[0]


@router.get("/measures/{question}/comparison")
async def compare_groups(
    reading: Reading, question: Question, asked: Scoped, calendar: Known,
    against: Annotated[
        str, Query(
            pattern=r"^(everyone|authority|department|type|stratum):[\w-]*$", max_length=51,
            description="The other group, as `department:71`.", examples=["department:71"],
        ),
    ],
) -> ComparisonOut:  # fmt: skip
    """Read the answer to one question about two groups, and what sets them apart where both may be shown."""
    grouping, _, value = against.partition(":")
    other = Selection(Grouping(grouping), "" if grouping == Grouping.EVERYONE else value)
    return await measured.compare(reading, question, asked, against=other, calendar=calendar)


_FILES: Mapping[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "Usage;Valeur;Part;Bas;Haut;n;Remarque\r\nDélibération;42;0,25;;;18;\r\n",
            },
            XLSX: {"schema": {"type": "string", "format": "binary"}, "example": "PK…"},
            PARQUET: {"schema": {"type": "string", "format": "binary"}, "example": "PAR1…"},
        },
    }
}


_WRITERS: Mapping[str, tuple[Callable[[MeasureOut], bytes], str]] = {
    "csv": (measure_files.as_csv, "text/csv; charset=utf-8"), "xlsx": (measure_files.as_xlsx, XLSX),
    "parquet": (measure_files.as_parquet, PARQUET),
}  # fmt: skip


@router.get("/measures/{question}/files/{format}", responses={**_FILES}, response_class=Response)
async def download_measure(
    reading: Reading, question: Question, asked: Scoped, calendar: Known,
    format: Annotated[str, Path(pattern="^(csv|xlsx|parquet)$", description="csv, xlsx or parquet.", examples=["csv"])],
) -> Response:  # fmt: skip
    """Download an answer as a file: its table, its sentence, its proof, and what it keeps back.

    CSV and XLSX are for spreadsheets in French. Parquet has typed columns, the same as the open-data set's.
    """
    measure = (await measured.answer(reading, [question], asked, calendar=calendar)).measures[0]
    write, media_type = _WRITERS[format]
    name = f"terrain-{question.value}{'-exemple' if measure.is_sample else ''}.{format}"
    return Response(
        await to_thread.run_sync(write, measure), media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@router.get("/public-measures")
async def read_public_measures(request: Request, session: PlatformSession, calendar: Known) -> MeasuresOut:
    """Read what is told to everyone about the whole programme. No account is needed."""
    reader = Reader(session, request.app.state.settings, None)
    return await measured.answer(reader, PUBLIC, Asked({}), calendar=calendar)
