"""OTLP/HTTP on the wire (OTLP 1.x): binary or JSON protobuf, gzip or not, into spans; and what is answered."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import DecodeError
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2

from services.kit.errors import DomainError
from services.metrics.traces.spans import Scalar, Span, is_content

BINARY, JSON = "application/x-protobuf", "application/json"
MOST_BYTES = 4 * 1024 * 1024
"""Once unpacked. A thousand spans weigh about a megabyte."""
_IDS = ("traceId", "spanId", "parentSpanId")


class UnknownTraceFormat(DomainError):
    """The content type or the encoding is none of those that traces come in."""

    status = 415
    sentence = f"Send {BINARY} or {JSON}, as it is or packed with gzip."


class BrokenTraces(DomainError):
    """The body is not an `ExportTraceServiceRequest`."""

    status = 400
    sentence = "The body is not an ExportTraceServiceRequest in the encoding that its content type announces."


class TracesTooLarge(DomainError):
    """Once unpacked, the body is too large. Send smaller batches."""

    status = 413
    sentence = f"Send at most {MOST_BYTES // 1024} KiB of spans at once, once unpacked."


@dataclass(frozen=True, slots=True)
class Form:
    """How a request speaks, and so how it is answered."""

    media_type: str
    encoding: str

    @property
    def is_binary(self) -> bool:
        """Tell whether it is binary protobuf."""
        return self.media_type == BINARY


def read(body: bytes, form: Form) -> list[Span]:
    """Read the spans of a request.

    Raises: UnknownTraceFormat, BrokenTraces, TracesTooLarge.
    """
    if form.media_type not in {BINARY, JSON}:
        raise UnknownTraceFormat
    plain = _unpack(body, form.encoding)
    request = ExportTraceServiceRequest()
    try:
        if form.is_binary:
            request.ParseFromString(plain)
        else:
            json_format.ParseDict(_told(plain), request, ignore_unknown_fields=True)
    except (DecodeError, json_format.ParseError, ValueError, TypeError, RecursionError) as error:
        raise BrokenTraces from error
    return list(_spans(request))


def answer(refused: int, why: str, form: Form) -> bytes:
    """Write what became of a request that was taken, wholly or in part."""
    response = ExportTraceServiceResponse()
    if refused:
        response.partial_success.rejected_spans = refused
        response.partial_success.error_message = why
    if form.is_binary:
        return response.SerializeToString()
    return json_format.MessageToJson(response, indent=None).encode()


def refusal(message: str, form: Form) -> bytes:
    """Write why a request was refused, as a `google.rpc.Status`."""
    status = Status(message=message)
    return status.SerializeToString() if form.is_binary else json_format.MessageToJson(status).encode()


def _unpack(body: bytes, encoding: str) -> bytes:
    if encoding in {"", "identity"}:
        plain = body
    elif encoding == "gzip":
        unpacking = zlib.decompressobj(wbits=31)
        try:
            plain = unpacking.decompress(body, MOST_BYTES + 1)
        except zlib.error as error:
            raise BrokenTraces from error
        if not unpacking.eof and len(plain) <= MOST_BYTES:
            raise BrokenTraces
    else:
        raise UnknownTraceFormat
    if len(plain) > MOST_BYTES:
        raise TracesTooLarge
    return plain


def _told(plain: bytes) -> Any:
    """Read JSON. OTLP writes ids as hexadecimal, where JSON protobuf would have base64."""
    told = json.loads(plain)
    for one in _each(told, "resourceSpans"):
        for scope in _each(one, "scopeSpans"):
            for span in _each(scope, "spans"):
                span.pop("links", None)  # their ids are in hexadecimal too, and nothing of them is read
                for name in _IDS:
                    if name in span:
                        span[name] = _base64(span[name])
    return told


def _each(holder: object, name: str) -> Iterator[dict[str, Any]]:
    if not isinstance(holder, dict) or not isinstance(inside := holder.get(name, []), list):
        raise BrokenTraces
    for one in inside:
        if not isinstance(one, dict):
            raise BrokenTraces
        yield one


def _base64(hexadecimal: object) -> str:
    if not isinstance(hexadecimal, str):
        raise BrokenTraces
    return b64encode(bytes.fromhex(hexadecimal)).decode()


def _spans(request: ExportTraceServiceRequest) -> Iterator[Span]:
    for resource in request.resource_spans:
        shared, hidden = _attributes(resource.resource.attributes)
        for scope in resource.scope_spans:
            for span in scope.spans:
                told, content = _attributes(span.attributes)
                for happened in span.events:
                    content = content or _attributes(happened.attributes)[1]
                yield Span(
                    trace=span.trace_id.hex(), id=span.span_id.hex(), parent=span.parent_span_id.hex(),
                    end=span.end_time_unix_nano or span.start_time_unix_nano, told=shared | told,
                    has_failed=span.status.code == trace_pb2.Status.STATUS_CODE_ERROR, content=content or hidden,
                )  # fmt: skip


def _attributes(pairs: Iterable[KeyValue]) -> tuple[dict[str, Scalar], str]:
    """Read single values, and name the first attribute that is content, whose value is left unread."""
    told: dict[str, Scalar] = {}
    content = ""
    for pair in pairs:
        kind = pair.value.WhichOneof("value")
        if is_content(pair.key):
            content = content or pair.key
        elif kind in {"string_value", "bool_value", "int_value", "double_value"}:
            told[pair.key] = getattr(pair.value, kind)
    return told, content
