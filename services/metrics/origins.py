"""Where events come from and with what tool, as numbers: a name is stored once, not in every event."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict

MOST = 30_000


class TooManyOrigins(Conflict):
    """Too many different sources, tools and models have been told. Programs should name tools, not documents."""

    sentence = "Trop d’outils et de modèles différents ont été annoncés."


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A program, the tool and the model that its event is about."""

    source: str
    tool: str = ""
    provider: str = ""
    model: str = ""


_FIND = text("""
    select o.id, s.name, o.tool, o.provider, o.model from usage_origin o join usage_source s on s.id = o.source
    where (s.name, o.tool, o.provider, o.model) in
        (select * from unnest(cast(:source as text[]), cast(:tool as text[]), cast(:provider as text[]),
                              cast(:model as text[])))
""")
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
    order by 1, 2, 3, 4 on conflict do nothing
""")
_COUNT = text("select count(*) from usage_origin")


async def numbers(session: AsyncSession, wanted: AbstractSet[Origin]) -> dict[Origin, int]:
    """Give each origin its number, adding those that nobody has told yet.

    Raises: TooManyOrigins.
    """
    known = await _find(session, wanted)
    if missing := wanted - known.keys():
        connection = await session.connection()
        if (await connection.execute(_COUNT)).scalar_one() + len(missing) > MOST:
            raise TooManyOrigins
        await connection.execute(_ADD_SOURCES, {"names": sorted({one.source for one in missing})})
        await connection.execute(_ADD, _columns(missing))
        known |= await _find(session, missing)
    return known


async def _find(session: AsyncSession, wanted: AbstractSet[Origin]) -> dict[Origin, int]:
    rows = await (await session.connection()).execute(_FIND, _columns(wanted))
    return {Origin(*names): number for number, *names in rows.all()}


def _columns(wanted: AbstractSet[Origin]) -> dict[str, list[str]]:
    ordered = sorted(wanted)
    return {name: [getattr(one, name) for one in ordered] for name in ("source", "tool", "provider", "model")}
