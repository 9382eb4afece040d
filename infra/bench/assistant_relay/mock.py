"""A supplier that costs next to nothing: a bare protocol whose behaviour the model's name chooses.

`mock-l60` waits 60 ms before it answers; `mock-n100-i100` streams 100 events, one every 100 ms.
"""

import asyncio
import json
import re
import sys
from typing import cast

import uvloop

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_MODEL = re.compile(rb'"model": ?"([^"]*)"')
_PART = re.compile(r"([lni])(\d+)")
_USAGE = {"prompt_tokens": 120, "completion_tokens": 40, "total_tokens": 160}
_WORDS = "Madame, Monsieur, votre demande est bien reçue. " * 4


def _whole() -> bytes:
    message = {"role": "assistant", "content": _WORDS}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    answer = {"id": "c", "object": "chat.completion", "created": 1, "model": "mock", "choices": [choice]}
    body = json.dumps(answer | {"usage": _USAGE}, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _event(**more: object) -> bytes:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "mock"}
    return _chunk(b"data: " + json.dumps(head | more).encode() + b"\n\n")


WHOLE = _whole()
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
PIECE = _event(choices=[{"index": 0, "delta": {"content": " mot"}, "finish_reason": None}])
STOP = _event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}])
END = STOP + _event(choices=[], usage=_USAGE) + _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


class Supplier(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._held = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is none of asyncio's

    def connection_lost(self, _: Exception | None) -> None:
        """Answer nobody any more."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self._held += data
        while (cut := self._held.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._held, 0, cut)
            end = cut + 4 + (int(length[1]) if length else 0)
            if len(self._held) < end:
                return
            body, self._held = self._held[cut + 4 : end], self._held[end:]
            self._answer(body)

    def _answer(self, body: bytes) -> None:
        named = _MODEL.search(body)
        asked = dict(_PART.findall(named[1].decode())) if named else {}
        wait = int(asked.get("l", 0)) / 1000
        if b'"stream": true' in body or b'"stream":true' in body:
            asyncio.get_running_loop().call_later(wait, self._begin, asked)
        elif wait:
            asyncio.get_running_loop().call_later(wait, self._send, WHOLE)
        else:
            self._send(WHOLE)

    def _begin(self, asked: dict[str, str]) -> None:
        self._send(STREAM)
        self._go_on(int(asked.get("n", 50)), int(asked.get("i", 0)) / 1000)

    def _go_on(self, left: int, every: float) -> None:
        if not every:
            self._send(PIECE * left + END)
        elif left and self._transport:
            self._send(PIECE)
            asyncio.get_running_loop().call_later(every, self._go_on, left - 1, every)
        else:
            self._send(END)

    def _send(self, data: bytes) -> None:
        if self._transport:
            self._transport.write(data)


async def main(port: int) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Supplier, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
