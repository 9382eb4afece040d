"""Every version of a note: written by the database at each change, read here.

A trigger of the database keeps them, so that no way of changing a note can forget to.
"""

from collections.abc import Sequence

from pydantic import JsonValue
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Invalid
from services.workshops.tables import CaptureRevision, Note


class UnknownVersion(Invalid):
    """The change starts from a version that this note never had."""

    sentence = "La version de départ de cette correction n’est pas connue."


async def listed(session: AsyncSession, note: Note) -> Sequence[CaptureRevision]:
    """Give every version of a note, the latest first."""
    query = select(CaptureRevision).where(CaptureRevision.capture_id == note.id)
    return (await session.exec(query.order_by(col(CaptureRevision.version).desc()))).all()


async def content(session: AsyncSession, note: Note, *, version: int) -> dict[str, JsonValue]:
    """Give what a note said at one of its versions.

    Raises: UnknownVersion.
    """
    found = await session.get(CaptureRevision, (note.id, version))
    if found is None:
        raise UnknownVersion
    return found.content


def present(note: Note) -> dict[str, JsonValue]:
    """Give what a note says now, as a revision writes it."""
    return {name: _plain(value) for name, value in note.model_dump().items()}


def _plain(value: object) -> JsonValue:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
