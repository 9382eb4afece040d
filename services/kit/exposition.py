"""What operators watch, for Prometheus: numbers about the service, never about people."""

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy import QueuePool
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.responses import Response

_USED = Gauge("terrain_database_connections", "Database connections in use.", ["room"])
_MOST = Gauge("terrain_database_connections_most", "Database connections that may be in use.", ["room"])


def watch_pool(engine: AsyncEngine, *, room: str, most: int) -> None:
    """Show how many connections of a pool are in use, when asked."""
    pool = engine.pool
    if isinstance(pool, QueuePool):
        _USED.labels(room).set_function(pool.checkedout)
    _MOST.labels(room).set(most)


def answer() -> Response:
    """Show everything that this process counts."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
