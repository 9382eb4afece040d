"""A supplier that talks, streams, calls a tool and gives vectors, so that real clients have all of it to read."""

import json
from typing import Any

from tests.assistant.supplier import USAGE, FakeSupplier, Send, event, more, piece, start, whole

WORDS = ("Bonjour", " à", " tous.")
CALL = {
    "index": 0, "id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"town": "Lormes"}'},
}  # fmt: skip


class TalkingSupplier(FakeSupplier):
    """Answers whatever the model is called."""

    async def _answer(self, asked: dict[str, Any], send: Send) -> None:
        if "input" in asked:
            await super()._answer(asked, send)
        elif asked.get("stream"):
            await self._stream("", asked, send)
        else:
            message: dict[str, Any] = {"role": "assistant", "content": "".join(WORDS)}
            if asked.get("tools"):
                message = {"role": "assistant", "content": None, "tool_calls": [CALL]}
            reason = "tool_calls" if asked.get("tools") else "stop"
            choice = {"index": 0, "message": message, "finish_reason": reason}
            answer = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
            await whole(send, json.dumps(answer | {"usage": USAGE}, ensure_ascii=False).encode())

    async def _stream(self, how: str, asked: dict[str, Any], send: Send) -> None:
        await start(send, 200, b"text/event-stream")
        for word in WORDS:
            await more(send, piece(word))
        await more(send, event(choices=[{"index": 0, "delta": {}, "finish_reason": "stop"}]))
        if (asked.get("stream_options") or {}).get("include_usage"):
            await more(send, event(choices=[], usage=USAGE))
        await more(send, b"data: [DONE]\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})
