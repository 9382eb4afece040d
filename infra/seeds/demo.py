"""A small sample to look at, in two invented authorities whose names say so wherever they show."""

import asyncio
import json
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
import psycopg
from fastapi import FastAPI

from infra.seeds import load as reference_data, programmes
from infra.seeds.reference import Kind, ReferenceAuthority
from services.assistant.app import create_app as assistant
from services.kit.db import uuid7
from services.kit.errors import Conflict
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings
from services.metrics.app import create_app as metrics
from services.workshops.app import create_app as workshops

SAMPLE = Path(__file__).with_name("sample.json")
INVENTED = tuple(
    ReferenceAuthority(kind, "", f"{name} (exemple)", None, None, ("00",), (), (), None, None)
    for kind, name in ((Kind.COMMUNE, "Bourg-Modèle"), (Kind.INTERCOMMUNAL, "Val d’Essai"))
)
ROOMS = {"workshops": workshops, "metrics": metrics, "assistant": assistant}


class NotEmpty(Conflict):
    sentence = (
        "La démonstration ne se charge que dans une installation sans atelier ni usage : "
        "ses chiffres se mêleraient aux vrais."
    )


def load(settings: KitSettings) -> None:
    """Fill an empty installation through the services' own APIs.

    Raises: NotEmpty when there is a workshop or a use already.
    """
    with psycopg.connect(reference_data.plain(settings.app_database_url)) as connection:
        connection.execute("select set_config('app.operator', 'on', true)")
        found = connection.execute(
            "select exists (select 1 from workshop) or exists (select 1 from usage_event)"
            " or exists (select 1 from assistant_use)"
        ).fetchone()
        if found and found[0]:
            raise NotEmpty
        reference_data.copy(connection, {reference_data.authority_id(one): one for one in INVENTED})
        programmes.enrol(connection, [reference_data.authority_id(one) for one in INVENTED])
    asyncio.run(_live(settings, json.loads(SAMPLE.read_text())))


async def _live(settings: KitSettings, sample: dict[str, Any]) -> None:
    async with AsyncExitStack() as stack:
        rooms = {}
        for name, build in ROOMS.items():
            app = build(settings)
            await stack.enter_async_context(app.router.lifespan_context(app))
            rooms[name] = await stack.enter_async_context(_client(app, name, settings))
        for authority, days in zip(INVENTED, sample["workshops"], strict=True):
            for day in days:
                await _hold(rooms["workshops"], reference_data.authority_id(authority), day)
            await _use(rooms["metrics"], reference_data.authority_id(authority), sample["uses"])


def _client(app: FastAPI, room: str, settings: KitSettings) -> httpx.AsyncClient:
    caller = Principal(
        subject=uuid5(NAMESPACE_URL, "terrain:sample"), name="Exemple", roles=frozenset({"facilitator", "admin"}),
        authority=reference_data.authority_id(INVENTED[0]), is_operator=True, scopes=frozenset({"*"}),
    )  # fmt: skip
    header = sign(caller, key=settings.principal_key.get_secret_value(), audience=(room,))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=f"http://{room}/v1", headers={HEADER: header}
    )


async def _hold(room: httpx.AsyncClient, authority: UUID, day: dict[str, Any]) -> None:
    held_on = (datetime.now(UTC) - timedelta(days=day["days_ago"])).date()
    planned = {"programme_id": str(programmes.PROGRAMME), "authority_id": str(authority)}
    workshop = await _post(room, "/workshops", planned | day["workshop"] | {"held_on": held_on.isoformat()})
    evidence = []
    moment = datetime.combine(held_on, time(8, 15), UTC)
    for kind, noun in (("observation", "observations"), ("task", "tasks"), ("pain_point", "pain-points"), ("wish", "wishes")):  # fmt: skip
        for body in day.get(noun, ()):
            moment += timedelta(minutes=25)
            seen = {"seen_at": moment.isoformat()}
            made = await _post(room, f"/workshops/{workshop['id']}/{noun}", body | seen)
            evidence.append({"capture_kind": kind, "capture_id": made["id"], "stance": "for"})
    for hypothesis in day.get("hypotheses", ()):
        await _post(
            room, "/hypotheses", hypothesis | {"authority_id": str(authority), "evidence": evidence[:4]}
        )
    if day["days_ago"] > 0:
        await _post(room, f"/workshops/{workshop['id']}/closure", None)


async def _use(room: httpx.AsyncClient, authority: UUID, uses: dict[str, Any]) -> None:
    codes, agents = uses["use_cases"], uses["agents"]
    events = []
    for week, count in enumerate(reversed(uses["by_week"])):
        for number in range(count):
            moment = datetime.now(UTC) - timedelta(weeks=week, hours=7 * number)
            data = {
                "use_case": codes[(number * 5 + week) % len(codes)], "tool": "Outil d’exemple",
                "agent": f"exemple-{(number + week) % agents}", "authority_id": str(authority),
            }  # fmt: skip
            events.append({
                "specversion": "1.0", "id": str(uuid7()), "source": "/exemple", "type": "terrain.use",
                "time": moment.isoformat(), "data": data,
            })  # fmt: skip
    await _post(room, "/events", events)


async def _post(room: httpx.AsyncClient, path: str, body: object) -> Any:
    return (await room.post(path, json=body)).raise_for_status().json()
