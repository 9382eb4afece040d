"""The day that a trial captures in, who captures, and a colleague who corrects the same notes elsewhere."""

import random
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlmodel import select

from gateway.identity import keys, links, people
from gateway.identity.schemas import KeyIn, KeyRole, PersonIn, Role
from gateway.identity.tables import Authority
from infra.faults.capture_ledger import Ledger
from infra.faults.house import House
from services.kit.db import PLATFORM, connect, session_for

ROOM = "/api/workshops/v1"
_NOTES = {
    "pain_point": ("pain-points", "statement"),
    "wish": ("wishes", "text"),
    "observation": ("observations", "text"),
}
_PAUSE = 0.05


@dataclass(slots=True)
class Day:
    """One workshop, the session of who captures in it, and a program's key."""

    workshop: str
    session: tuple[str, str]
    key: str
    is_over: threading.Event = field(default_factory=threading.Event)

    def cookies(self) -> list[Mapping[str, Any]]:
        """Give the session as a browser keeps it."""
        name, value = self.session
        here = {"domain": "localhost", "path": "/", "secure": True, "httpOnly": True, "sameSite": "Lax"}
        return [{"name": name, "value": value, **here}]


async def prepare(house: House) -> Day:
    """Invite a facilitator, plan a day, make a key."""
    engine, sessions = connect(house.settings.app_database_url)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        team = (await session.exec(select(Authority).where(Authority.siren == "130004930"))).one()
        place = (await session.exec(select(Authority).where(Authority.siren == "218901007"))).one()
        person = PersonIn(
            email="faults@example.org", name="Essai", roles=[Role("facilitator")], authority_id=team.id
        )
        token, _ = await links.make(session, await people.add(session, person, by=None), by=None)
        new = KeyIn(name="Collègue", role=KeyRole("admin"), authority_id=team.id)
        key, _ = await keys.create(session, new, by=None)
    await engine.dispose()
    headers = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=house.origin, timeout=30) as client:
        programme = (await client.get(f"{ROOM}/programmes", headers=headers)).json()["items"][0]["id"]
        planned = {"programme_id": programme, "authority_id": str(place.id), "held_on": "2026-11-24"}
        made = await client.post(f"{ROOM}/workshops", json=planned, headers=headers)
        signed = await client.post(
            "/api/identity/v1/sessions", json={"token": token}, headers={"sec-fetch-site": "same-origin"}
        )
        crumb = signed.headers["set-cookie"].partition(";")[0].partition("=")
    return Day(made.json()["id"], (crumb[0], crumb[2]), key)


@dataclass(slots=True)
class Colleague:
    """Somebody with a good line, who corrects the latest notes at once."""

    house: House
    day: Day
    ledger: Ledger

    def work(self) -> None:
        """Correct one note after another until the day is over, whatever is killed meanwhile."""
        draw = random.Random(7)
        headers = {"authorization": f"Bearer {self.day.key}"}
        with httpx.Client(base_url=self.house.origin, timeout=5, headers=headers) as client:
            while not self.day.is_over.is_set():
                with suppress(httpx.TransportError):
                    self._correct_one(client, draw)
                time.sleep(_PAUSE)

    def _correct_one(self, client: httpx.Client, draw: random.Random) -> None:
        answer = client.get(f"{ROOM}/workshops/{self.day.workshop}/overview", params={"limit": 8})
        if answer.status_code != 200 or not answer.json()["captures"]:
            return
        chosen = draw.choice(answer.json()["captures"])
        noun, field = _NOTES[chosen["kind"]]
        note = chosen["body"]
        text = self.ledger.words("Collègue")
        self.ledger.seen[text] = note[field]
        changed = client.patch(
            f"{ROOM}/{noun}/{note['id']}", json={field: text}, headers={"if-match": f'"{note["version"]}"'}
        )
        if changed.status_code == 200:
            self.ledger.tell(text, seen=note[field])
