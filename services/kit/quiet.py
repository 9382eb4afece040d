"""The outermost layer of a process: what breaks is noted without what people wrote, and answered."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit import logs
from services.kit.errors import CRASHED, problem


class AnswerCut(Exception):
    """The answer had begun and cannot be ended as if it were whole: the server drops the connection."""


class Quiet:
    """Keep exceptions from the server's own log, which would print the row or the request they quote."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        last: Message | None = None

        def send_and_note(message: Message) -> Awaitable[None]:
            nonlocal last
            last = message
            return send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:  # noqa: BLE001  the outermost loop: nobody is left to mend it
            await self._end(error, last, scope=scope, send=send)

    async def _end(self, error: Exception, last: Message | None, *, scope: Scope, send: Send) -> None:
        request_id = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        if last is None:
            logs.crash(error, request_id=request_id)
            await problem(500, "unexpected", CRASHED)(scope, _nothing, send)
        elif last["type"] == "http.response.start" or last.get("more_body"):
            logs.crash(error, request_id=request_id)
            raise AnswerCut from None
        # Otherwise the answer left whole: the app's own handler wrote it, and noted the crash.


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
