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


def _json(event: object, **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=repr).decode()


def configure(*, as_json: bool) -> None:
    """Send structured logs to standard error, where a process manager expects them."""
    renderer = (
        structlog.processors.JSONRenderer(serializer=_json)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
