"""What pages ask of the workshops service."""

from dataclasses import dataclass

from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class WorkshopsClient:
    """The workshops service, typed."""

    api: Api
