"""What pages ask of the assistant service."""

from dataclasses import dataclass

from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class AssistantClient:
    """The assistant service, typed."""

    api: Api
