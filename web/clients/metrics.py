"""What pages ask of the metrics service."""

from dataclasses import dataclass

from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class MetricsClient:
    """The metrics service, typed."""

    api: Api
