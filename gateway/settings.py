"""The edge's configuration. An empty address means: run that room in this process."""

from pydantic import Field, SecretStr

from services.kit.settings import KitSettings

KEEP_ALIVE = 75
"""Seconds that a connection may stay open between two requests."""
GRACE = 5
"""Seconds that open answers have to finish once a process is asked to stop."""


class GatewaySettings(KitSettings):
    """Everything one process may need when all rooms are mounted in it."""

    workshops_url: str = Field(
        default="", description="Where the workshops service runs. Empty: in this process."
    )
    assistant_url: str = Field(
        default="", description="Where the assistant service runs. Empty: in this process."
    )
    metrics_url: str = Field(
        default="", description="Where the metrics service runs. Empty: in this process."
    )
    web_url: str = Field(default="", description="Where the pages are made. Empty: in this process.")
    host: str = Field(default="127.0.0.1", description="The address that `terrain serve` listens on.")
    body_limit: int = Field(default=1_048_576, ge=1024, description="Largest request body, in bytes.")
    document_limit: int = Field(
        default=10_747_904, ge=1024,
        description="Largest request body at addresses that take a document (they end in `/documents`), in bytes.",
    )  # fmt: skip
    rate_per_minute: int = Field(
        default=600, ge=1, description="Requests a minute for each person, key or unknown client address."
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="The mail server, `smtps://user:password@host:465` or `smtp://…:587` with STARTTLS. Empty: no mail.",
    )
    mail_from: str = Field(default="terrain@localhost", description="The address that mail comes from.")
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Addresses whose X-Forwarded-For is believed, separated by commas."
    )
