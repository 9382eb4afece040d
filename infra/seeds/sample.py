"""The sample programme, loaded through the room's own API and removed without a trace."""

import asyncio
from datetime import UTC, datetime
from itertools import islice
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
import psycopg
from sqlalchemy import text

from infra.seeds import load as reference_data, reference, sample_programme
from infra.seeds.sample_programme import Event
from services.kit.db import PLATFORM, connect, session_for
from services.kit.errors import Conflict
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings
from services.metrics import recounts
from services.metrics.app import create_app
from services.metrics.samples import SOURCE as SAMPLE_SOURCE

BATCH = 500


class NotEmpty(Conflict):
    sentence = (
        "Le programme d’exemple ne se charge que dans une installation où rien n’a encore été compté : ses chiffres se"
        " mêleraient aux vrais."
    )


def load(settings: KitSettings) -> int:
    """Load the sample programme; give how many events.

    Raises: NotEmpty when something has been counted already.
    """
    with psycopg.connect(reference_data.plain(settings.app_database_url)) as connection:
        connection.execute("select set_config('app.operator', 'on', true)")
        found = connection.execute("select exists (select 1 from usage_event)").fetchone()
        if found and found[0]:
            raise NotEmpty
    places = {one.name: reference_data.authority_id(one) for one in reference.the_nine()}
    events = list(sample_programme.events(places, today=datetime.now(UTC).date()))
    asyncio.run(_send(settings, events))
    return len(events)


def remove(settings: KitSettings) -> int:
    """Remove every event of the sample, what was counted of it and what was published of it; give how many events."""
    return asyncio.run(_remove(settings))


async def _send(settings: KitSettings, events: list[Event]) -> None:
    app = create_app(settings)
    caller = Principal(
        subject=uuid5(NAMESPACE_URL, "terrain:sample"), name="Exemple", roles=frozenset({"admin"}),
        authority=_operator(), is_operator=True, scopes=frozenset({"*"}),
    )  # fmt: skip
    key = settings.principal_key.get_secret_value()
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://metrics/v1") as room,
    ):
        left = iter(events)
        while batch := list(islice(left, BATCH)):
            headers = {HEADER: sign(caller, key=key, audience=("metrics",))}
            answer = (await room.post("/events", json=batch, headers=headers)).raise_for_status().json()
            if answer["refused"]:
                raise RuntimeError(f"the sample holds an event that is refused: {answer['refused'][0]}")


def _operator() -> UUID:
    return reference_data.authority_id(reference.operator())


_STEPS = (
    "delete from usage_origin o using usage_source s where s.id = o.source and s.name = :name",
    "delete from usage_source where name = :name",
    # Tables were divided by what was invented: what is real is divided anew.
    "delete from published_pattern",
)
_EVENTS = text("""
    with gone as (
        delete from usage_event e using usage_origin o, usage_source s
        where o.id = e.origin and s.id = o.source and s.name = :name returning 1)
    select count(*) from gone
""")


async def _remove(settings: KitSettings) -> int:
    # As the owner, who alone may stop writers meanwhile.
    engine, sessions = connect(settings.database_url)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        connection = await session.connection()
        gone = int((await connection.execute(_EVENTS, {"name": SAMPLE_SOURCE})).scalar_one())
        for step in _STEPS:
            await connection.execute(text(step), {"name": SAMPLE_SOURCE} if ":name" in step else {})
        await recounts.rebuild(session)
    await engine.dispose()
    return gone
