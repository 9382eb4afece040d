"""Mail by SMTP, when a server is given: encrypted, except to this very machine."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 30
_PORTS = {"smtps": 465, "smtp": 587}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class NoMailServer(Exception):
    """No mail server is set."""

    def __init__(self) -> None:
        super().__init__("Aucun serveur de courriel n’est réglé. Renseignez TERRAIN_SMTP_URL.")


class BadMailServer(Exception):
    """The address of the mail server cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "TERRAIN_SMTP_URL se lit smtps://compte:secret@serveur:465 ou smtp://compte:secret@serveur:587."
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail leaves from."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str

    @classmethod
    def at(cls, url: str) -> "MailServer":
        """Read a server's address.

        Raises: NoMailServer, BadMailServer.
        """
        if not url:
            raise NoMailServer
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError) as error:
            raise BadMailServer from error
        if not parts.hostname:
            raise BadMailServer
        return cls(
            parts.hostname, port, parts.scheme == "smtps", unquote(parts.username or ""),
            unquote(parts.password or ""),
        )  # fmt: skip

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; returned, the server has taken charge of it.

        Raises: OSError, smtplib.SMTPException.
        """
        with self._connect() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=secure)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        if self.host not in _HERE:
            server.starttls(context=secure)
        return server
