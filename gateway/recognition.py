"""Turn a session cookie or an API key into the one header that services believe."""

import asyncio
import time
from dataclasses import replace
from urllib.parse import quote

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.identity import cookies, keys, known, sessions
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, session_for
from services.kit.errors import DomainError, Unauthenticated
from services.kit.principal import HEADER, REFUSAL, Principal, sign

ROOMS = ("workshops", "assistant", "metrics", "identity")


class Recognition:
    """Authenticate; never authorise: that is the services' part."""

    def __init__(self, app: ASGIApp, *, identity: FastAPI, settings: GatewaySettings) -> None:
        self._app = app
        self._identity = identity
        self._key = settings.principal_key.get_secret_value()
        self._asking = asyncio.Semaphore(4)
        self._cookie = cookies.name(settings.origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through, with who asks."""
        if scope["type"] == "http" and not scope["path"].startswith(("/static/", "/healthz", "/readyz")):
            await self._mark(scope)
        await self._app(scope, receive, send)

    async def _mark(self, scope: Scope) -> None:
        headers = MutableHeaders(raw=list(scope["headers"]))
        try:
            principal = await self._recognise(Headers(scope=scope))
        except DomainError as refusal:
            headers[REFUSAL] = quote(refusal.message)
            principal = None
        if principal is not None:
            principal = replace(principal, request_id=headers["x-request-id"])
            headers[HEADER] = sign(principal, key=self._key, audience=_audience(scope["path"]))
            scope.setdefault("state", {})["caller"] = str(principal.subject)
        scope["headers"] = headers.raw

    async def _recognise(self, headers: Headers) -> Principal | None:
        authorization = headers.get("authorization")
        cookie = cookie_parser(headers.get("cookie", "")).get(self._cookie)
        if authorization is None and not cookie:
            return None
        if authorization is not None:
            return await self._recognise_key(authorization)
        async with session_for(self._identity.state.sessions, PLATFORM) as session, session.begin():
            return await sessions.recognise(session, cookie or "")

    async def _recognise_key(self, authorization: str) -> Principal:
        kind, _, value = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise Unauthenticated("Présentez la clé dans l’en-tête « Authorization: Bearer … ».")
        key = value.strip()
        if principal := known.find(key):
            return principal
        async with self._asking:  # whoever waits behind the first finds its answer
            if principal := known.find(key):
                return principal
            asked_at = time.monotonic()
            async with session_for(self._identity.state.sessions, PLATFORM) as session, session.begin():
                principal = await keys.recognise(session, key)
            known.keep(key, principal, since=asked_at)
            return principal


def _audience(path: str) -> tuple[str, ...]:
    """Name who may read the header: the room called, or the pages with every room they call in turn."""
    segments = path.split("/")
    if len(segments) > 2 and segments[1] == "api":
        return (segments[2],) if segments[2] in ROOMS else ()
    return ("web", *ROOMS)
