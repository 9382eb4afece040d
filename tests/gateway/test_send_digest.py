"""The monthly digest: sent by a real mail server, once to each address, to those who want it, under secrecy."""

import argparse
import asyncio
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from gateway import cli_digest
from gateway.cli_digest import MonthNotOver
from gateway.mail import BadMailServer, MailServer, NoMailServer
from gateway.settings import GatewaySettings
from tests.conftest import Client, SignIn
from tests.metrics.months import uses
from tests.servers import free_port

EVENTS = "/api/metrics/v1/events"
ME = "/api/identity/v1/me/digest"


class Mailbox:
    """What a mail server took charge of."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, *_: object
    ) -> str:
        if address in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.messages if address in str(one["To"])]


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    """A real mail server on loopback, and its address."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
async def readers(sign_in: SignIn, program: Client, authority: Callable[[str], UUID]) -> dict[str, Client]:
    """People of Chéroy and of the operator, and a month of uses by nine agents of Chéroy."""
    sent = await program.post(EVENTS, json=uses(authority("Chéroy"), 9))
    assert sent.status_code == 202
    return {
        "mayor": await sign_in("decision_maker", at="Chéroy", name="Maire", email="maire@example.org"),
        "agent": await sign_in("agent", at="Chéroy", name="Agente", email="agente@example.org"),
        "team": await sign_in("facilitator", at="ARNia", name="Équipe", email="equipe@example.org"),
    }


@pytest.fixture
async def program(sign_in: SignIn, authority: Callable[[str], UUID], house: object) -> Client:
    """A program of the operator."""
    admin = await sign_in("admin", at="ARNia", name="Clés", email="cles@example.org")
    asked = {"name": "Essai", "role": "partner", "authority_id": str(authority("ARNia"))}
    key = (await admin.post("/api/identity/v1/keys", json=asked)).json()["key"]
    await admin.put(ME, json={"is_wanted": False})
    client = Client(transport=admin._transport, base_url=admin.base_url)
    client.headers["authorization"] = f"Bearer {key}"
    return client


async def send(settings: GatewaySettings, url: str, *, month: str | None = None) -> None:
    """Run `terrain digest send`, as the command does."""
    told = settings.model_copy(
        update={"smtp_url": SecretStr(url), "mail_from": "Terrain <bilan@example.org>"}
    )
    await asyncio.to_thread(cli_digest.send, told, argparse.Namespace(month=month))


def deliveries(owner: psycopg.Connection) -> int:
    row = owner.execute("select count(*) from digest_delivery").fetchone()
    assert row
    return int(row[0])


async def test_it_tells_each_reader_what_they_may_read(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], readers: dict[str, Client]
) -> None:
    box, url = mailbox
    await send(settings, url)
    told_to = {one["To"].addresses[0].addr_spec for one in box.messages}
    assert told_to == {"maire@example.org", "equipe@example.org"}, "agents are not written to"
    (mayor,) = box.to("maire@example.org")
    text = mayor.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a message of two parts
    html = mayor.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for told in (text, html):
        assert "Usages, " in told
        assert "9\u00a0agents" in told
        assert "/mesures/decider" in told
        assert "/bilan-mensuel/arret/" in told
    (team,) = box.to("equipe@example.org")
    told = team.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "9\u00a0agents" not in told, "nine agents are too few across authorities"
    assert "masqué" in told.lower()
    assert mayor["List-Unsubscribe"].startswith("<https://terrain.test/bilan-mensuel/arret/")
    assert mayor["Message-ID"] != team["Message-ID"]


async def test_it_writes_once_to_each_address_for_a_month(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], readers: dict[str, Client], owner: psycopg.Connection,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    box, url = mailbox
    await send(settings, url, month="2026-01")
    await send(settings, url, month="2026-01")
    assert len(box.messages) == 2
    await send(settings, url, month="2026-02")
    assert (len(box.messages), deliveries(owner)) == (4, 4)
    assert "0 sent, 2 already sent" in capsys.readouterr().out


async def test_it_writes_once_when_two_runs_meet(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], readers: dict[str, Client]
) -> None:
    box, url = mailbox
    await asyncio.gather(send(settings, url), send(settings, url))
    assert len(box.messages) == 2


async def test_it_sends_again_what_could_not_leave(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], readers: dict[str, Client], owner: psycopg.Connection,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    box, url = mailbox
    box.refused.add("maire@example.org")
    with pytest.raises(SystemExit):
        await send(settings, url)
    assert (len(box.messages), deliveries(owner)) == (1, 1)
    assert "maire" not in "".join(capsys.readouterr())
    box.refused.clear()
    await send(settings, url)
    assert (len(box.messages), deliveries(owner)) == (2, 2)
    with pytest.raises(SystemExit):
        await send(settings, f"smtp://127.0.0.1:{free_port()}", month="2026-01")
    assert deliveries(owner) == 2


async def test_it_says_nothing_before_a_month_is_over(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], decision_maker: Client, owner: psycopg.Connection
) -> None:
    box, url = mailbox
    await send(settings, url)
    assert (box.messages, deliveries(owner)) == ([], 0)
    for month in ("2999-01", "hier", "2026-1"):
        with pytest.raises(MonthNotOver):
            await send(settings, url, month=month)


async def test_it_stops_by_the_address_it_bears_and_starts_again_from_the_account(
    settings: GatewaySettings, mailbox: tuple[Mailbox, str], readers: dict[str, Client], visitor: Client
) -> None:
    box, url = mailbox
    await send(settings, url, month="2026-01")
    (mayor,) = box.to("maire@example.org")
    address = mayor["List-Unsubscribe"].strip("<>").removeprefix("https://terrain.test")
    asked = await visitor.get(address)
    assert (asked.status_code, "Ne plus le recevoir" in asked.text) == (200, True)
    assert (await readers["mayor"].get(ME)).json() == {"is_wanted": True, "is_offered": True}
    done = await visitor.post(address, headers={"sec-fetch-site": "same-origin"})
    assert "C’est fait" in done.text
    assert not (await readers["mayor"].get(ME)).json()["is_wanted"]

    await send(settings, url, month="2026-02")
    assert len(box.to("maire@example.org")) == 1
    assert "Vous ne le recevez pas" in (await readers["mayor"].get("/compte")).text
    await readers["mayor"].post("/compte/bilan-mensuel", data={"wanted": "1"})
    await send(settings, url, month="2026-02")
    assert len(box.to("maire@example.org")) == 2


async def test_it_is_stopped_by_nobody_else(
    visitor: Client, readers: dict[str, Client], agent: Client
) -> None:
    me = (await readers["mayor"].get("/api/identity/v1/me")).json()["id"]
    forged = me.replace("-", "") + "0" * 32
    headers = {"sec-fetch-site": "same-origin"}
    answer = await visitor.post("/api/identity/v1/digest-refusals", json={"token": forged}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_refusal")
    assert (await visitor.post(f"/bilan-mensuel/arret/{forged}", headers=headers)).status_code == 404
    assert (await readers["mayor"].get(ME)).json()["is_wanted"]
    assert (await agent.get(ME)).json() == {"is_wanted": True, "is_offered": False}
    assert (await agent.get("/api/identity/v1/digest")).status_code == 403


async def test_it_is_shown_to_administrators_before_it_leaves(
    sign_in: SignIn, readers: dict[str, Client]
) -> None:
    admin = await sign_in("admin", at="ARNia", name="Admin", email="admin.bilan@example.org")
    page = await admin.get("/administration/bilan-mensuel")
    assert (page.status_code, "terrain digest send" in page.text) == (200, True)
    mail = await admin.get("/administration/bilan-mensuel/courriel")
    assert mail.status_code == 200
    assert "unsafe-inline" in mail.headers["content-security-policy"]
    assert "script" not in mail.text
    for address in ("/administration/bilan-mensuel", "/administration/bilan-mensuel/courriel"):
        assert (await readers["mayor"].get(address)).status_code == 403


@pytest.mark.parametrize("url", ["smtp:///", "https://mail.example.org", "smtp://host:port", "nonsense"])
def test_it_refuses_a_mail_server_that_it_cannot_read(url: str) -> None:
    with pytest.raises(BadMailServer):
        MailServer.at(url)


def test_it_says_that_no_mail_server_is_set() -> None:
    with pytest.raises(NoMailServer):
        MailServer.at("")


def test_it_reads_an_account_and_a_secret_from_the_address() -> None:
    server = MailServer.at("smtps://moi%40example.org:s%3Aecret@mail.example.org")
    assert (server.host, server.port, server.is_tls) == ("mail.example.org", 465, True)
    assert (server.user, server.password) == ("moi@example.org", "s:ecret")
