"""A trial of a supplier: its list of models is asked for, as the relay would ask."""

import time

from services.assistant import relay
from services.assistant.administration.schemas import TrialOut
from services.assistant.offers import Endpoint
from services.assistant.relay import Pool
from services.assistant.suppliers import addresses
from services.assistant.suppliers.addresses import AddressForbidden, Network
from services.kit.errors import DomainError

_SHOWN = 200
_KEY_LOST = "La clé enregistrée ne s’ouvre plus : le secret de l’installation a changé. Donnez-la à nouveau."


async def run(pool: Pool, endpoint: Endpoint | None, *, allowed: tuple[Network, ...]) -> TrialOut:
    """Ask, and say what came of it. Nothing is kept."""
    if endpoint is None:
        return TrialOut(is_reachable=False, milliseconds=0, models=[], failure=_KEY_LOST)
    started = time.perf_counter()
    try:
        await addresses.check(endpoint.base_url, allowed=allowed)
        found = await relay.models(pool, endpoint)
    except (AddressForbidden, DomainError) as refusal:
        return _told(started, failure=refusal.message)
    return _told(started, models=found[:_SHOWN])


def _told(started: float, *, models: list[str] | None = None, failure: str = "") -> TrialOut:
    spent = round((time.perf_counter() - started) * 1000)
    return TrialOut(is_reachable=not failure, milliseconds=spent, models=models or [], failure=failure)
