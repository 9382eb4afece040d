"""What a process built at its start lives as long as it does: the garbage collector need not look at it again.

Measured on the whole house: looking through it took 0.3 to 0.4 seconds each time, with every answer waiting.
"""

import gc
from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_YOUNG = 10_000
"""Objects made between two looks at the youngest."""


class Settled:
    """Set what is there aside once the app has started."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass one request through; at the start, settle."""
        if scope["type"] != "lifespan":
            return self._app(scope, receive, send)

        async def send_and_settle(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                gc.collect()
                gc.freeze()
                gc.set_threshold(_YOUNG)
            await send(message)

        return self._app(scope, receive, send_and_settle)
