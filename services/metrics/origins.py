"""Where events come from and with what tool, as numbers: a name is stored once, not in every event."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict

MOST = 30_000


class TooManyOrigins(Conflict):
    """Too many different sources, tools and models have been told. Programs should name tools, not documents."""

    sentence = "Trop d’outils et de modèles différents ont été annoncés."


class Origin(NamedTuple):
    """A program, the tool and the model that its event is about."""

    source: str
    tool: str = ""
    provider: str = ""
    model: str = ""


_ADD_SOURCES = text("""
    insert into usage_source (name)
    select name from unnest(cast(:names as text[])) as wanted(name)
    where not exists (select 1 from usage_source s where s.name = wanted.name) order by 1 on conflict do nothing
""")
_ADD = text("""
    insert into usage_origin (source, tool, provider, model)
    select s.id, w.tool, w.provider, w.model
    from unnest(cast(:source as text[]), cast(:tool as text[]), cast(:provider as text[]), cast(:model as text[]))
        as w(source, tool, provider, model) join usage_source s on s.name = w.source
    where not exists (select 1 from usage_origin o
        where (o.source, o.tool, o.provider, o.model) = (s.id, w.tool, w.provider, w.model))
    order by 1, 2, 3, 4 on conflict do nothing
""")
_COUNT = text("select count(*) from usage_origin")


async def add(session: AsyncSession, wanted: AbstractSet[Origin]) -> None:
    """Number the origins that nobody has told yet.

    Raises: TooManyOrigins.
    """
    connection = await session.connection()
    await connection.execute(_ADD_SOURCES, {"names": sorted({one.source for one in wanted})})
    await connection.execute(_ADD, _columns(wanted))
    if (await connection.execute(_COUNT)).scalar_one() > MOST:
        raise TooManyOrigins


def _columns(wanted: AbstractSet[Origin]) -> dict[str, list[str]]:
    ordered = sorted(wanted)
    return {name: [getattr(one, name) for one in ordered] for name in Origin._fields}
