"""What one would write in an afternoon: FastAPI and a pooled httpx client. No key, no quota, no scan, no usage."""

import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(
        base_url=os.environ["BENCH_SUPPLIER"], timeout=60, limits=limits
    ) as app.state.client:
        yield


app = FastAPI(lifespan=_lifespan)


@app.post("/v1/chat/completions")
async def complete(request: Request) -> Response:
    """Pass a request on, and its answer back."""
    body = await request.body()
    client: httpx.AsyncClient = request.app.state.client
    sent = client.build_request(
        "POST", "/chat/completions", content=body, headers={"content-type": "application/json"}
    )
    answer = await client.send(sent, stream=True)
    if "event-stream" not in answer.headers["content-type"]:
        return Response(await answer.aread(), answer.status_code, media_type="application/json")

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in answer.aiter_bytes():
            yield piece
        await answer.aclose()

    return StreamingResponse(pieces(), media_type="text/event-stream")
