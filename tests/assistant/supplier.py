"""A supplier on loopback that speaks the OpenAI convention, well or badly: the model's name chooses how."""

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from tests.assistant import concepts

Send = Callable[[dict[str, Any]], Awaitable[None]]
WORDS = ("Madame,", " Monsieur,", " votre", " demande", " est", " bien", " reçue.")
USAGE = {"prompt_tokens": 12, "completion_tokens": 7, "total_tokens": 19}


def event(**more: Any) -> bytes:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps(head | more, ensure_ascii=False).encode() + b"\n\n"


def piece(word: str) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": word}, "finish_reason": None}])


class FakeSupplier:
    """What it was asked, and who left before the end."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.left = asyncio.Event()
        self.elsewhere = ""

    def forget(self) -> None:
        self.asked, self.bodies, self.headers = [], [], []
        self.left = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while (message := await receive()).get("more_body") or message.get("body"):
            body += message["body"]
            if not message["more_body"]:
                break
        if scope["path"].endswith("/models"):
            listed = [{"id": name, "object": "model"} for name in ("good", "slow")]
            await whole(send, json.dumps({"object": "list", "data": listed}).encode())
            return
        asked = json.loads(body)
        self.asked.append(asked)
        self.bodies.append(body)
        self.headers.append({k.decode(): v.decode() for k, v in scope["headers"]})
        answering = asyncio.create_task(self._answer(asked, send))
        leaving = asyncio.create_task(self._watch(receive))
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        answering.cancel()
        leaving.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)

    async def _watch(self, receive: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        self.left.set()

    async def _answer(self, asked: dict[str, Any], send: Send) -> None:
        how = asked["model"]
        if how.startswith("status-"):
            status = int(how.removeprefix("status-"))
            error = {"error": {"message": f"because {status}", "type": "x", "param": None, "code": "y"}}
            extra = [(b"retry-after", b"7")] if status == 429 else []
            await whole(send, json.dumps(error).encode(), status=status, headers=extra)
        elif how == "moved":
            await whole(send, b"", status=302, headers=[(b"location", self.elsewhere.encode())])
        elif "input" in asked:
            await _vectors(asked, send)
        elif how == "html":
            await whole(send, b"<html>", content_type=b"text/html")
        elif how == "mute":
            await asyncio.sleep(30)
        elif how == "echo":
            await echo(asked, send)
        elif asked.get("stream"):
            await self._stream(how, asked, send)
        else:
            choice = {"index": 0, "message": {"role": "assistant", "content": "".join(WORDS)}}
            answer = {"id": "c", "object": "chat.completion", "created": 1, "model": how, "choices": [choice]}
            await whole(send, json.dumps(answer | {"usage": USAGE, "x_own": [1, 2]}).encode())

    async def _stream(self, how: str, asked: dict[str, Any], send: Send) -> None:
        await start(send, 200, b"text/event-stream; charset=utf-8")
        for index, word in enumerate(WORDS):
            await more(send, piece(word))
            if how == "slow":
                await asyncio.sleep(0.2)
            if index == 2 and how == "cut":
                await more(send, b'data: {"id": "chatcmpl-1", "choi')
                await asyncio.sleep(0.05)
                raise ConnectionAbortedError  # the server drops the connection in the middle of an event
            if index == 2 and how == "stall":
                await asyncio.sleep(30)
        if how == "short":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        if (asked.get("stream_options") or {}).get("include_usage"):
            await more(send, event(choices=[], usage=USAGE))
        await more(send, b"data: [DONE]\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _vectors(asked: dict[str, Any], send: Send) -> None:
    if asked["model"].startswith("concepts"):
        await concepts.answer(asked, send)
        return
    vector = {"object": "embedding", "index": 0, "embedding": [0.5, -0.25]}
    usage = {"prompt_tokens": 8, "total_tokens": 8}
    answer = {"object": "list", "data": [vector], "model": asked["model"], "usage": usage}
    await whole(send, json.dumps(answer).encode())


async def echo(asked: dict[str, Any], send: Send) -> None:
    """Say the last message again, streamed in pieces as long as `cut` says."""
    text = asked["messages"][-1]["content"]
    if not asked.get("stream"):
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        await whole(send, json.dumps({"id": "c", "choices": [choice], "usage": USAGE}).encode())
        return
    await start(send, 200, b"text/event-stream")
    cuts = [*asked.get("cut", [1, 2, 3]), len(text)]
    events = b""
    for size in cuts:
        events += piece(text[:size])
        text = text[size:]
    events += event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}]) + b"data: [DONE]\n\n"
    await send({"type": "http.response.body", "body": events, "more_body": False})


async def start(send: Send, status: int, content_type: bytes, headers: Any = ()) -> None:
    headers = [(b"content-type", content_type), *headers]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await asyncio.sleep(0.002)


async def whole(
    send: Send,
    body: bytes,
    *,
    status: int = 200,
    content_type: bytes = b"application/json",
    headers: Any = (),
) -> None:
    await start(send, status, content_type, headers)
    await send({"type": "http.response.body", "body": body, "more_body": False})


@asynccontextmanager
async def serving(app: Any, *, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve an app on a free port of loopback; its lifespan is the caller's."""
    listener = free_port(host)
    config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://{host}:{listener.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    await task


def free_port(host: str = "127.0.0.1") -> socket.socket:
    """Bind a port below the ephemeral range."""
    for port in random.sample(range(20000, 32000), 50):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
        else:
            return listener
    raise RuntimeError("no free port")
