"""A supplier that fails in every way one may: a bare socket server, the fault chosen by the model's name."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable

Writer = asyncio.StreamWriter
Fault = Callable[[Writer, bool], Awaitable[None]]

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_FOREVER = 3600.0
WORDS = [" Madame,", " votre", " demande", " est", " reçue."]
USAGE = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}


def whole(content: str = "".join(WORDS)) -> bytes:
    """Write a whole answer."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    answer = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return json.dumps(answer | {"usage": USAGE}).encode()


def event(**more: object) -> bytes:
    """Write one event of a stream."""
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return b"data: " + json.dumps(head | more).encode() + b"\n\n"


def piece(word: str) -> bytes:
    """Write the event of one word."""
    return event(choices=[{"index": 0, "delta": {"content": word}, "finish_reason": None}])


DONE = b"data: [DONE]\n\n"


async def begin(writer: Writer, is_streamed: bool, *, length: int | None = None) -> None:
    """Send the head of a good answer; without a length, it is in chunks."""
    kind = b"text/event-stream" if is_streamed else b"application/json"
    size = b"transfer-encoding: chunked" if length is None else b"content-length: %d" % length
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: " + kind + b"\r\n" + size + b"\r\n\r\n")
    await writer.drain()


async def chunk(writer: Writer, data: bytes) -> None:
    """Send one chunk."""
    writer.write(b"%x\r\n" % len(data) + data + b"\r\n")
    await writer.drain()


async def some(writer: Writer, is_streamed: bool) -> None:
    """Send the beginning of a good answer."""
    await begin(writer, is_streamed)
    await chunk(writer, piece(WORDS[0]) if is_streamed else whole()[:40])
    await asyncio.sleep(0.02)


async def answer(writer: Writer, is_streamed: bool) -> None:
    """Answer well."""
    await begin(writer, is_streamed)
    for part in [*map(piece, WORDS), event(choices=[], usage=USAGE), DONE] if is_streamed else [whole()]:
        await chunk(writer, part)
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def status(code: int, *, headers: bytes = b"", body: bytes = b'{"error":{"message":"x"}}') -> Fault:
    """Answer with a status."""

    async def fail(writer: Writer, _: bool) -> None:
        head = b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n" % (
            code,
            len(body),
        )
        writer.write(head + headers + b"\r\n" + body)
        await writer.drain()

    return fail


def raw(data: bytes, *, then: float = 0) -> Fault:
    """Send bytes as they are, wait, and hang up."""

    async def fail(writer: Writer, _: bool) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(then)

    return fail


def after_some(data: bytes = b"", *, then: float = 0, resets: bool = False) -> Fault:
    """Begin well, send bytes, wait, and hang up or reset."""

    async def fail(writer: Writer, is_streamed: bool) -> None:
        await some(writer, is_streamed)
        if data:
            await chunk(writer, data)
        await asyncio.sleep(then)
        if resets:
            writer.transport.abort()

    return fail


async def drip(writer: Writer, is_streamed: bool) -> None:
    """Send a byte now and then, and never a line."""
    await begin(writer, is_streamed)
    while True:
        await chunk(writer, b" ")
        await asyncio.sleep(0.05)


async def comments(writer: Writer, is_streamed: bool) -> None:
    """Say again and again that one is still there, and nothing else."""
    await begin(writer, is_streamed)
    while True:
        await chunk(writer, b": still there\n\n")
        await asyncio.sleep(0.05)


async def endless_line(writer: Writer, is_streamed: bool) -> None:
    """Send one line that never ends."""
    await begin(writer, is_streamed)
    while True:
        await chunk(writer, b"x" * 65_536)


async def short(writer: Writer, is_streamed: bool) -> None:
    """Announce more than is sent."""
    body = piece(WORDS[0]) if is_streamed else whole()
    await begin(writer, is_streamed, length=len(body) + 100)
    writer.write(body)
    await writer.drain()


async def no_done(writer: Writer, is_streamed: bool) -> None:
    """End properly before the end: a stream without its last word, an object without its last brace."""
    await begin(writer, is_streamed)
    await chunk(writer, piece(WORDS[0]) if is_streamed else whole()[:-1])
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def wrong_kind(writer: Writer, _: bool) -> None:
    """Send a page where data were asked for."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>")
    await writer.drain()


async def error_first(writer: Writer, is_streamed: bool) -> None:
    """Say in the stream itself, or in a body with the status of success, that it has failed."""
    await begin(writer, is_streamed)
    error = b'{"error": {"message": "overloaded", "code": 529}}'
    await chunk(writer, b"data: " + error + b"\n\n" if is_streamed else error)
    writer.write(b"0\r\n\r\n")
    await writer.drain()


FAULTS: dict[str, tuple[Fault, frozenset[str]]] = {
    # name: what happens, and the codes that name it
    "hangs-up-at-once": (raw(b""), frozenset({"supplier_failed"})),
    "says-nothing": (raw(b"", then=_FOREVER), frozenset({"supplier_timeout"})),
    "half-a-head": (raw(b"HTTP/1.1 200 OK\r\ncontent-ty"), frozenset({"supplier_failed", "supplier_interrupted"})),
    "head-and-silence": (raw(b"HTTP/1.1 200 OK\r\n", then=_FOREVER), frozenset({"supplier_timeout"})),
    "no-http": (raw(b"220 smtp ready\r\n\r\n"), frozenset({"supplier_failed"})),
    "huge-head": (raw(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n"), frozenset({"supplier_failed"})),
    "400": (status(400), frozenset({"rejected_by_supplier"})),
    "401": (status(401), frozenset({"supplier_refused"})),
    "403": (status(403), frozenset({"supplier_refused"})),
    "404": (status(404), frozenset({"supplier_refused"})),
    "429": (status(429, headers=b"retry-after: 30\r\n"), frozenset({"rate_limit_exceeded"})),
    "500": (status(500), frozenset({"supplier_failed"})),
    "503": (status(503, body=b"<html>"), frozenset({"supplier_failed"})),
    "504": (status(504), frozenset({"supplier_timeout"})),
    "redirects": (status(307, headers=b"location: http://127.0.0.1:9/\r\n"), frozenset({"supplier_refused"})),
    "wrong-kind": (wrong_kind, frozenset({"supplier_failed"})),
    "error-inside": (error_first, frozenset({"supplier_failed"})),
    "stalls-after-some": (after_some(then=_FOREVER), frozenset({"supplier_timeout"})),
    "hangs-up-after-some": (after_some(), frozenset({"supplier_interrupted"})),
    "resets-after-some": (after_some(resets=True), frozenset({"supplier_interrupted"})),
    "broken-chunk": (after_some(b"data: {\n\n", then=0), frozenset({"supplier_interrupted"})),
    "shorter-than-said": (short, frozenset({"supplier_interrupted"})),
    "ends-too-soon": (no_done, frozenset({"supplier_interrupted", "supplier_failed"})),
    "drips": (drip, frozenset({"supplier_timeout"})),
    "only-comments": (comments, frozenset({"supplier_timeout"})),
    "endless-line": (endless_line, frozenset({"supplier_failed", "supplier_timeout"})),
}  # fmt: skip


async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
    """Read one request after the other, and answer each as its model says."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            asked = json.loads(await reader.readexactly(int(length[1]) if length else 0))
            fault, _ = FAULTS.get(asked["model"], (answer, frozenset()))
            await fault(writer, bool(asked.get("stream")))
            if fault is not answer:
                return
    except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        return
    finally:
        writer.close()
