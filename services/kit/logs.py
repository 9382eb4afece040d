"""Logs for people and for machines: one structured line, never a content or a secret."""

import logging
import sys
import traceback
from pathlib import Path

import msgspec
import structlog


def crash(error: BaseException, *, request_id: str) -> None:
    """Write where the code broke. Not what it said: a database's message quotes the row it refused."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    structlog.get_logger().error("crash", error=type(error).__name__, where=where, request_id=request_id)


_encode = msgspec.json.Encoder(enc_hook=repr).encode


def _json(event: object, **_: object) -> bytes:
    return _encode(event)


def configure(*, as_json: bool) -> None:
    """Send structured logs to standard error, where a process manager expects them."""
    factory: structlog.BytesLoggerFactory | structlog.PrintLoggerFactory
    renderer: structlog.processors.JSONRenderer | structlog.dev.ConsoleRenderer
    if as_json:
        renderer = structlog.processors.JSONRenderer(serializer=_json)
        factory = structlog.BytesLoggerFactory(sys.stderr.buffer)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        factory = structlog.PrintLoggerFactory(sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
