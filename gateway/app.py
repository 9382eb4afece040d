"""The composition root: the only module that knows every room."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus

import httpx
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from gateway import docs, refusals
from gateway.direct import Direct
from gateway.identity.app import create_app as identity
from gateway.key_holders import KeyHolders
from gateway.limits import BodyLimit, Buckets, RateLimit
from gateway.origin import OriginCheck
from gateway.recognition import Recognition
from gateway.rooms import SERVICES, pages_of, service
from gateway.settings import GatewaySettings
from gateway.traffic import Traffic
from gateway.upstream import Upstream, in_process, remote
from services.kit import exposition
from services.kit.errors import NotFound
from services.kit.telemetry import UNTOLD


class House(FastAPI):
    """The edge. Known programs at the busiest doors go in before any layer; everybody else through all of them."""

    direct: Direct

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.direct(scope, receive, send)

    async def through_every_layer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request the long way."""
        await super().__call__(scope, receive, send)


def create_app(settings: GatewaySettings) -> House:
    """Stand the whole house up, each room here or next door.

    The settings come resolved: `infra.database.running` filled in the addresses and the key.
    """
    who = identity(settings)
    upstreams = {name: _upstream(name, settings) for name in SERVICES} | {
        "identity": in_process("identity", who)
    }
    clients = {name: upstream.client for name, upstream in upstreams.items()}
    pages = remote(settings.web_url) if settings.web_url else in_process("web", pages_of(clients, settings))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            for upstream in (*upstreams.values(), pages):
                await stack.enter_async_context(upstream.lifespan)
            yield

    app = House(
        lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None, telemetry=UNTOLD
    )  # fmt: skip
    _add_probes(app, clients | ({"web": pages.client} if settings.web_url else {}))
    docs.add_portal(app, {name: clients[name] for name in ("workshops", "assistant", "metrics", "identity")})
    for name, upstream in upstreams.items():
        app.mount(f"/api/{name}", upstream.app)
    app.mount("/api", _nowhere)
    app.add_exception_handler(HTTPException, _no_route)
    app.mount("/", pages.app)

    holders = KeyHolders(who)
    buckets, is_https = Buckets(per_minute=settings.rate_per_minute), settings.origin.startswith("https://")
    # The last one added is the first one met.
    app.add_middleware(OriginCheck)
    app.add_middleware(RateLimit, buckets=buckets)
    app.add_middleware(Recognition, identity=who, holders=holders, settings=settings)
    app.add_middleware(BodyLimit, limit=settings.body_limit, document_limit=settings.document_limit)
    app.add_middleware(Traffic, is_https=is_https)
    near = {name: room.app for name, room in upstreams.items() if isinstance(room.app, FastAPI)}
    app.direct = Direct(
        app.through_every_layer, rooms=near, holders=holders, buckets=buckets, limit=settings.body_limit, is_https=is_https
    )  # fmt: skip
    return app


def _upstream(name: str, settings: GatewaySettings) -> Upstream:
    url: str = getattr(settings, f"{name}_url")
    return remote(url) if url else in_process(name, service(name)(settings))


def _add_probes(app: FastAPI, clients: dict[str, httpx.AsyncClient]) -> None:
    @app.get("/healthz")
    async def alive() -> Response:
        return PlainTextResponse("ok")

    @app.get("/readyz")
    async def ready() -> Response:
        states = {name: await _is_ready(client) for name, client in clients.items()}
        missing = [name for name, is_ready in states.items() if not is_ready]
        return PlainTextResponse(
            "ok" if not missing else f"not ready: {', '.join(missing)}", 503 if missing else 200
        )

    @app.get("/prometheus")
    async def expose(_: Request) -> Response:
        return exposition.answer()


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    answer = refusals.answer(scope, status=404, code="not_found", detail=NotFound.sentence)
    await answer(scope, receive, send)


async def _no_route(request: Request, error: Exception) -> Response:
    # An address that not even a mount takes, such as one with a line break in it; a method that a probe refuses.
    status = error.status_code if isinstance(error, HTTPException) else 404
    code = HTTPStatus(status).phrase.lower().replace(" ", "_")
    return refusals.answer(request.scope, status=status, code=code, detail=NotFound.sentence)


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz", timeout=2)).status_code == 200
    except httpx.TransportError:
        return False
