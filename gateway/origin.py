"""Cross-site protection without tokens: Fetch Metadata, else Origin, on every unsafe request of a browser.

A request that carries an Authorization header comes from a program: no browser adds one across sites by itself.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import refusals

_SAFE = {"GET", "HEAD", "OPTIONS"}


class OriginCheck:
    """Let through what our own pages send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and not is_ours(Headers(scope=scope)):
            sentence = "Cette demande ne vient pas d’une page de Terrain. Rien n’a été modifié."
            answer = refusals.answer(scope, status=403, code="cross_site", detail=sentence)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_ours(headers: Headers) -> bool:
    """Tell whether an unsafe request comes from our pages or from a program with a key."""
    if "authorization" in headers:
        return True
    if site := headers.get("sec-fetch-site"):
        return site in {"same-origin", "none"}
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == headers.get("host")
