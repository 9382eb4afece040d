"""An answer on its way back: the real words in the place of placeholders, in OpenAI's shape, streamed or not."""

import json
from collections.abc import Mapping

from services.assistant.safeguards.masking import Unmasking, unmasked

Json = dict[str, object]
_TEXTS = ("content", "refusal", "reasoning", "reasoning_content")
_DONE = b"[DONE]"


class Answer:
    """The way back of one answer. Of a request in which nothing was masked, no byte is read."""

    __slots__ = ("_arguments", "_originals", "_said")

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._originals = originals
        self._arguments = _escaped(originals)
        self._said: dict[tuple[object, ...], Unmasking] = {}

    def whole(self, body: bytes) -> bytes:
        """Put the real words back in an answer given at once. What is no completion passes untouched."""
        if not self._originals or not isinstance(answer := _parse(body), dict):
            return body
        for choice in _objects(answer.get("choices")):
            self._put_back(choice.get("message"))
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")

    def lines(self, part: bytes) -> bytes:
        """Put the real words back in whole lines of a stream; a placeholder may be cut over any number of them."""
        if not self._originals:
            return part
        return b"".join(self._line(line) for line in part.splitlines(keepends=True))

    def _line(self, line: bytes) -> bytes:
        if not line.startswith(b"data:"):
            return line
        data = line[5:].strip()
        if data == _DONE:
            return self._rest() + line
        if not isinstance(event := _parse(data), dict) or "choices" not in event:
            return line
        for choice in _objects(event["choices"]):
            self._continue(choice)
        return b"data: " + json.dumps(event).encode() + line[len(line.rstrip(b"\r\n")) :]

    def _continue(self, choice: Json) -> None:
        index, delta = choice.get("index", 0), choice.get("delta")
        if isinstance(delta, dict):
            for name in _TEXTS:
                if isinstance(said := delta.get(name), str):
                    delta[name] = self._unmasking(index, name).feed(said)
            for call, where in _calls(delta):
                if isinstance(said := call.get("arguments"), str):
                    call["arguments"] = self._unmasking(index, "arguments", where).feed(said)
        if choice.get("finish_reason"):
            choice["delta"] = self._with_rest(index, delta if isinstance(delta, dict) else {})

    def _unmasking(self, *place: object) -> Unmasking:
        known = self._arguments if "arguments" in place else self._originals
        return self._said.setdefault(place, Unmasking(known))

    def _with_rest(self, index: object, delta: Json) -> Json:
        """Add what was held back, at the end of a choice: it was no placeholder after all."""
        for place in [place for place in self._said if place[0] == index]:
            if not (held := self._said.pop(place).end()):
                continue
            if place[1] == "arguments":
                call = {"index": place[2], "function": {"arguments": held}}
                delta["tool_calls"] = [*_objects(delta.get("tool_calls")), call]
            else:
                delta[str(place[1])] = str(delta.get(str(place[1])) or "") + held
        return delta

    def _rest(self) -> bytes:
        """Write what is still held back where a stream ends without saying why."""
        choices = [
            {"index": index, "delta": delta, "finish_reason": None}
            for index in {place[0] for place in self._said}
            if (delta := self._with_rest(index, {}))
        ]
        return b"data: " + json.dumps({"choices": choices}).encode() + b"\n\n" if choices else b""

    def _put_back(self, message: object) -> None:
        if not isinstance(message, dict):
            return
        for name in _TEXTS:
            if isinstance(said := message.get(name), str):
                message[name] = unmasked(said, self._originals)
        for call, _ in _calls(message):
            if isinstance(said := call.get("arguments"), str):
                call["arguments"] = unmasked(said, self._arguments)


def _escaped(originals: Mapping[str, str]) -> dict[str, str]:
    """Write names and words as they stand inside a JSON text, where a tool receives them."""
    return {
        form: json.dumps(words, ensure_ascii=False)[1:-1]
        for name, words in originals.items()
        for form in (name, json.dumps(name)[1:-1])
    }


def _calls(said: Json) -> list[tuple[Json, object]]:
    calls = [(one.get("function"), one.get("index", 0)) for one in _objects(said.get("tool_calls"))]
    calls.append((said.get("function_call"), -1))
    return [(call, where) for call, where in calls if isinstance(call, dict)]


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _parse(data: bytes) -> object:
    try:
        parsed: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return parsed
