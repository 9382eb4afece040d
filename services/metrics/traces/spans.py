"""A span as we read it: names and numbers. Attributes that may hold words are known by their names, and never read.

Names are those of OpenTelemetry's generative AI conventions 1.41, with those that LiteLLM, vLLM and OpenLIT still use.
Pure functions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from math import isfinite
from urllib.parse import quote

Scalar = str | int | float | bool

_CONTENT = re.compile(
    r"""^gen_ai\.(input|output)\.messages$ | ^gen_ai\.system_instructions$ | ^gen_ai\.tool\.definitions$
    | ^gen_ai\.(tool\.call|mcp)\.(arguments|result|input|output)$ | ^gen_ai\.tool\.(args|input|output)$
    | ^gen_ai\.(prompt|completion|content|request\.messages|response\.content|choice)(\.|$)
    | ^gen_ai\.(prompt_template|entity)\. | ^gen_ai\.retrieval\.(query\.text|documents)$ | ^gen_ai\.evaluation\.explanation$
    | (^|\.)(input|output)\.value$ | (^|\.)(input|output)_messages(\.|$) | (^|\.)messages(\.|$) | (^|\.)(prompts?|completions?)$
    | (^|\.)(prompts|completions|choices)\. | (^|\.)content$ | ^traceloop\.entity\.(input|output)$
    | (^|\.)(request|response)\.body$ | ^(db|retrieval)\.(query\.text|statement|documents)(\.|$)""",
    re.VERBOSE,
)
"""What was asked or answered, whoever writes it."""
_ANSWERING = frozenset({"chat", "text_completion", "generate_content", "completion", "acompletion"})
_NAMELESS = frozenset({"", "default_user_id", "default_end_user_id", "None"})
"""What LiteLLM writes when it does not know who asks."""
_WHO = (
    "terrain.agent", "enduser.pseudo.id", "litellm.end_user.id", "metadata.user_api_key_end_user_id", "llm.user",
    "gen_ai.request.user", "gen_ai.user", "user.hash", "user.id", "enduser.id",
    "litellm.metadata.user_api_key_user_id", "metadata.user_api_key_user_id",
)  # fmt: skip
_INPUT = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.usage.prompt_tokens")
_OUTPUT = ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.usage.completion_tokens")
_PLAIN = re.compile(r"[A-Za-z0-9._:~-]{1,64}")
_UNWRITABLE = re.compile(r"[^\w .,'’&/+()-]")
_OPTIONAL = {
    "gen_ai.operation.name": ("gen_ai.operation.name",),
    "gen_ai.provider.name": ("gen_ai.provider.name", "gen_ai.system"),
    "gen_ai.request.model": ("gen_ai.request.model",),
    "gen_ai.response.model": ("gen_ai.response.model",),
    "authority_id": ("terrain.authority_id",),
    "use_case": ("terrain.use_case",),
    "job_family": ("terrain.job_family",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span: its resource's attributes under its own. Only single values are held, and none that may be words."""

    trace: str
    id: str
    parent: str
    end: int
    """Nanoseconds since 1970."""
    has_failed: bool
    told: Mapping[str, Scalar]
    content: str = ""
    """The name of the first attribute that holds what was said; its value was not read."""

    @property
    def is_answer(self) -> bool:
        """Tell whether a model wrote something in it."""
        operation = self.told.get("gen_ai.operation.name")
        if operation is not None:
            return operation in _ANSWERING
        # vLLM, and LiteLLM unless it is asked to, do not name the operation: they count what was written.
        return _number(self.told, _OUTPUT) > 0


def is_content(name: str) -> bool:
    """Tell whether an attribute holds what was asked or answered."""
    return _CONTENT.search(name) is not None


def uses(spans: Iterable[Span]) -> list[Span]:
    """Keep the spans that are uses: a model answered, and no outer span of the same trace says so already."""
    known = {(span.trace, span.id): span for span in spans}
    return [
        span
        for span in known.values()
        if span.is_answer and not span.has_failed and not _is_within_another(span, known)
    ]


def event(span: Span) -> dict[str, object]:
    """Write a use as the event that programs send, known again by its trace and its span."""
    service = _text(span.told, ("service.name",)) or "unknown_service"
    tool = _text(span.told, ("terrain.tool",)) or service
    data: dict[str, object] = {
        "tool": _UNWRITABLE.sub(" ", tool)[:60].strip() or "OTLP",
        "agent": pseudonym(_text(span.told, _WHO)),
        "gen_ai.usage.input_tokens": _number(span.told, _INPUT),
        "gen_ai.usage.output_tokens": _number(span.told, _OUTPUT),
    }
    data |= {name: told for name, names in _OPTIONAL.items() if (told := _text(span.told, names))}
    if "use_case" not in data:
        data["family"] = _text(span.told, ("terrain.family",)) or "other"
    return {
        "specversion": "1.0", "type": "terrain.use", "id": f"{span.trace}-{span.id}", "source": source(service),
        "time": datetime.fromtimestamp(span.end / 1e9, UTC), "data": data,
    }  # fmt: skip


def source(service: str) -> str:
    """Name the sender of a service's spans, as `POST /erasures` takes it."""
    return f"/otlp/{quote(service, safe='')}"[:200]


def pseudonym(who: str) -> str:
    """Make an identifier one that says nothing: what is not a plain code, such as an address, becomes its SHA-256."""
    if who in _NAMELESS:
        return ""
    return who if _PLAIN.fullmatch(who) else sha256(who.encode()).hexdigest()


def _is_within_another(span: Span, known: Mapping[tuple[str, str], Span]) -> bool:
    seen = {span.id}
    while (outer := known.get((span.trace, span.parent))) and outer.id not in seen:
        if outer.is_answer:
            return True
        seen.add(outer.id)
        span = outer
    return False


def _text(told: Mapping[str, Scalar], names: Iterable[str]) -> str:
    found = (str(told[name]) for name in names if name in told)
    return next((text for text in found if text not in _NAMELESS), "")


def _number(told: Mapping[str, Scalar], names: Iterable[str]) -> int:
    found = (told[name] for name in names if name in told)
    return next((int(value) for value in found if not isinstance(value, str) and isfinite(value)), 0)
