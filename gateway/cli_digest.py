"""The monthly digest from the command line: composed for each reader, sent once to each address."""

import argparse
import asyncio
import hashlib
import smtplib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import formataddr

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import digests as readers, sessions as signing
from gateway.identity.tables import Authority, Person
from gateway.mail import MailServer
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, Sessions, connect, session_for
from services.kit.principal import HEADER, Principal, sign
from services.metrics.app import create_app
from services.metrics.schemas import MeasuresOut
from web import french
from web.pages import digest_messages
from web.pages.digest_messages import Digest, Frame
from web.pages.digests import last_month


class MonthNotOver(Exception):
    """A digest tells of months that are over."""

    def __init__(self) -> None:
        super().__init__("Indiquez un mois terminé, comme 2026-10.")


class _Nothing(Exception):
    """Nothing may be told to this reader yet: nothing is sent, and nothing noted."""


@dataclass(slots=True)
class Sent:
    """How many received it, had it already, have nothing to read yet, and could not be reached."""

    sent: int = 0
    already: int = 0
    nothing: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.already} already sent, {self.nothing} with nothing to tell, {self.failed} failed"


@dataclass(slots=True)
class Round:
    """One run: for which month, by which server, with what has been read so far."""

    settings: GatewaySettings
    month: date
    server: MailServer
    room: httpx.AsyncClient
    _read: dict[object, MeasuresOut] = field(default_factory=dict)

    async def measures(self, reader: Principal) -> MeasuresOut:
        """Read the measures as this reader may; those of one authority read the same."""
        audience = "operator" if reader.is_operator else reader.authority
        if audience not in self._read:
            key = self.settings.principal_key.get_secret_value()
            asked = {"question": [one.value for one in digest_messages.QUESTIONS]}
            headers = {HEADER: sign(reader, key=key, audience=("metrics",))}
            answer = (await self.room.get("/measures", params=asked, headers=headers)).raise_for_status()
            self._read[audience] = MeasuresOut.model_validate_json(answer.content)
        return self._read[audience]

    async def compose(self, person: Person, authority: Authority) -> EmailMessage:
        """Write the message for one reader.

        Raises: _Nothing.
        """
        key = self.settings.principal_key.get_secret_value()
        stop = f"{self.settings.origin}/bilan-mensuel/arret/{readers.token(person.id, key=key)}"
        frame = Frame(month=self.month, origin=self.settings.origin, stop=stop)
        digest = digest_messages.compose(await self.measures(signing.principal_of(person, authority)), frame)
        if digest is None:
            raise _Nothing
        return _message(digest, person, sender=self.settings.mail_from, stop=stop, month=self.month)


def send(settings: GatewaySettings, asked: argparse.Namespace) -> None:
    """Send the digest of a month; one that went already to an address is not sent again.

    Raises: NoMailServer, BadMailServer, MonthNotOver; ends with code 1 where somebody could not be reached.
    """
    server = MailServer.at(settings.smtp_url.get_secret_value())
    sent = asyncio.run(_send(settings, _month(asked.month), server))
    print(sent)
    if sent.failed:
        sys.exit(1)


async def _send(settings: GatewaySettings, month: date, server: MailServer) -> Sent:
    engine, sessions = connect(settings.app_database_url, pool_size=2)
    counted = Sent()
    try:
        async with _room(settings) as room:
            turn = Round(settings, month, server, room)
            async with session_for(sessions, PLATFORM) as session:
                found = await readers.wanting(session)
            for person, authority in found:
                await _send_one(sessions, turn, (person, authority), counted)
    finally:
        await engine.dispose()
    return counted


async def _send_one(sessions: Sessions, turn: Round, reader: tuple[Person, Authority], counted: Sent) -> None:
    """Note it and send it in one transaction: what could not leave is not noted, and leaves next time."""
    person, authority = reader
    try:
        async with session_for(sessions, PLATFORM) as session, session.begin():
            if await _deliver(session, turn, person, authority):
                counted.sent += 1
            else:
                counted.already += 1
    except _Nothing:
        counted.nothing += 1
    except (OSError, smtplib.SMTPException) as error:
        counted.failed += 1
        print(f"could not be sent to one person: {type(error).__name__}", file=sys.stderr)


async def _deliver(session: AsyncSession, turn: Round, person: Person, authority: Authority) -> bool:
    if not await readers.claim(session, person, turn.month):
        return False
    message = await turn.compose(person, authority)
    await asyncio.to_thread(turn.server.send, message)
    return True


@asynccontextmanager
async def _room(settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://metrics/v1") as room,
    ):
        yield room


def _message(digest: Digest, person: Person, *, sender: str, stop: str, month: date) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = digest.subject
    message["From"] = sender
    message["To"] = formataddr((person.name, person.email))
    # The same month to the same address is the same message: a server that sees it twice may tell.
    mark = hashlib.sha256(f"{month}{person.id}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<bilan-{month:%Y-%m}-{mark}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["List-Unsubscribe"] = f"<{stop}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.text)
    message.add_alternative(digest.html, subtype="html")
    return message


def _month(text: str | None) -> date:
    latest = last_month(datetime.now(french.PARIS).date())
    if not text:
        return latest
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise MonthNotOver from error
    if month > latest or len(text) != len("2026-10"):
        raise MonthNotOver
    return month
