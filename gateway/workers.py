"""Several workers on one address, forked from a parent that has read everything: what was read is in memory once.

The parent answers nobody. It replaces a worker that ends, and one whose event loop has not turned for half a minute.
"""

import gc
import os
from typing import Any, ClassVar

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from starlette.types import ASGIApp
from uvicorn_worker import UvicornWorker

from gateway.settings import GRACE, KEEP_ALIVE


class Worker(UvicornWorker):  # type: ignore[misc]  # it ships no types
    """A worker with our way of serving."""

    CONFIG_KWARGS: ClassVar[dict[str, Any]] = {
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE,
    }


class Workers(BaseApplication):
    """The house, served by several workers."""

    def __init__(self, host: str, port: int, *, count: int, trusted_proxies: str) -> None:
        self._settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}", "workers": count,
            "worker_class": Worker, "forwarded_allow_ips": trusted_proxies, "keepalive": KEEP_ALIVE,
            "graceful_timeout": GRACE + 2, "loglevel": "warning", "control_socket_disable": True,
            "preload_app": True, "when_ready": _settle,
        }  # fmt: skip
        super().__init__()

    def load_config(self) -> None:
        """Say how to serve."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> ASGIApp:
        """Build the house, once, in the parent."""
        from gateway.processes import gateway

        return gateway()

    def run(self) -> None:
        """Serve until told to stop.

        Raises: SystemExit in the parent alone.
        """
        _Parent(self).run()


class _Parent(Arbiter):
    def spawn_worker(self) -> int:
        parent = os.getpid()
        try:
            return super().spawn_worker()
        except SystemExit as leaving:
            if os.getpid() != parent:
                # What the parent holds, the embedded server among it, is the parent's to close.
                os._exit(leaving.code if isinstance(leaving.code, int) else 1)
            raise


def _settle(_: Arbiter) -> None:
    """Leave what was read out of every later collection: a collector that writes to a page has it copied."""
    gc.collect()
    gc.freeze()
