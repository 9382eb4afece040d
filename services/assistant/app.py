"""The assistant as an ASGI app."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from services.assistant import relay, retention
from services.assistant.completions import refusing
from services.assistant.convention.routes import DOORS, PATHS
from services.assistant.conversations import generations
from services.assistant.desk import Desk
from services.assistant.embedding import background
from services.assistant.ledger import Ledger
from services.assistant.quotas.holding import Quotas
from services.assistant.routes import router
from services.assistant.settings import AssistantSettings
from services.assistant.suppliers import addresses
from services.assistant.suppliers.registry import Registry
from services.assistant.suppliers.sealing import Seal
from services.kit.app import Room, create_service
from services.kit.direct import add_doors
from services.kit.errors import DomainError
from services.kit.settings import KitSettings

ROOM = Room(
    name="assistant",
    title="Terrain assistant",
    description="The OpenAI convention over several suppliers and an embedded engine; conversations; uses.",
    router=router,
)


def create_app(settings: KitSettings) -> FastAPI:
    """Build the assistant service."""
    own = _own(settings)
    app = create_service(ROOM, own)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        guard = partial(addresses.guarded_socket, allowed=own.supplier_networks)
        async with inner(app), relay.opened(guard) as pool:
            registry = Registry(
                app.state.sessions, own.suppliers, Seal(own.supplier_key or own.principal_key)
            )
            ledger = Ledger(own.app_database_url, Quotas(app.state.sessions))
            ledger.start()
            desk = app.state.desk = Desk(
                app.state.sessions, registry, pool, ledger, allowed=own.supplier_networks,
                content_days=own.content_days, document_characters=own.document_characters,
                retrieval_model=own.retrieval_model,
            )  # fmt: skip
            tasks = [
                asyncio.create_task(retention.keep_clean(app.state.sessions, content_days=own.content_days)),
                asyncio.create_task(background.keep_embedded(desk)),
            ]
            yield
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await generations.close(desk)
            await ledger.stop()
            await ledger.quotas.give_back(everything=True)

    app.router.lifespan_context = lifespan
    _speak_openai(app)
    add_doors(app, DOORS)
    return app


def _own(settings: KitSettings) -> AssistantSettings:
    """Read our own part of the environment beside what the process has already resolved."""
    if isinstance(settings, AssistantSettings):
        return settings
    return AssistantSettings(**{name: getattr(settings, name) for name in KitSettings.model_fields})


def _speak_openai(app: FastAPI) -> None:
    """Refuse in OpenAI's shape on OpenAI's addresses, and as a problem document elsewhere."""
    for error, usual in list(app.exception_handlers.items()):
        app.add_exception_handler(error, _either(usual))


def _either(usual: Callable[..., Any]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refuse(request: Request, error: Exception) -> Response:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        is_openai = path.startswith(PATHS)
        if is_openai and isinstance(error, DomainError):
            after = error.more.get("retry_after")
            headers = {"retry-after": str(after)} if after else {}
            return JSONResponse(refusing.shape(error), status_code=error.status, headers=headers)
        answer: Response = await usual(request, error)
        if is_openai:
            return JSONResponse(refusing.reshape(answer.status_code, bytes(answer.body)), answer.status_code)
        return answer

    return refuse
