"""Traces over OTLP/HTTP: any OpenTelemetry exporter may send them, with a key, to `<origin>/api/metrics/v1/otlp`."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from prometheus_client import Counter

from services.kit.errors import DomainError
from services.kit.principal import Principal, requires
from services.metrics.routes.events import door_for
from services.metrics.traces import intake, wire
from services.metrics.traces.wire import BINARY, JSON, Form

_SPANS = Counter("terrain_usage_spans_total", "Spans that gateways sent.", ["result"])
_BYTES = {"schema": {"type": "string", "format": "binary"}, "example": "…"}
_ID = {"type": "string", "pattern": "^[0-9a-f]+$"}
_ATTRIBUTES = {
    "type": "array",
    "items": {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}},
}
_SPAN = {
    "type": "object",
    "properties": {
        "traceId": _ID, "spanId": _ID, "name": {"type": "string"}, "endTimeUnixNano": {"type": "string"},
        "attributes": _ATTRIBUTES,
    },
}  # fmt: skip
_EXAMPLE = {
    "resourceSpans": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "litellm"}}]},
        "scopeSpans": [{"spans": [{
            "traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "name": "chat mistral-small",
            "endTimeUnixNano": "1789459200000000000",
            "attributes": [
                {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                {"key": "gen_ai.request.model", "value": {"stringValue": "mistral-small-latest"}},
                {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "240"}},
                {"key": "enduser.pseudo.id", "value": {"stringValue": "7f3a9c"}},
            ],
        }]}],
    }],
}  # fmt: skip
_REQUEST: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "properties": {
                    "resourceSpans": {"type": "array", "items": {"type": "object", "properties": {
                        "resource": {"type": "object", "properties": {"attributes": _ATTRIBUTES}},
                        "scopeSpans": {"type": "array", "items": {
                            "type": "object", "properties": {"spans": {"type": "array", "items": _SPAN}},
                        }},
                    }}},
                },
            },
            "example": _EXAMPLE,
        },
    },
}  # fmt: skip
_PROBLEM = {
    "type": "/docs#too_many", "title": "Too Many Requests", "status": 429, "code": "too_many",
    "detail": "Trop de demandes en peu de temps. Réessayez dans un instant.",
}  # fmt: skip
_STATUS: dict[str, Any] = {
    "type": "object",
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
}
_PARTIAL: dict[str, Any] = {
    "type": "object",
    "properties": {
        "partialSuccess": {
            "type": "object",
            "properties": {"rejectedSpans": {"type": "string"}, "errorMessage": {"type": "string"}},
        }
    },
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Committed. `partialSuccess` tells how many spans were refused, and why; it is empty otherwise.",
        "content": {JSON: {"schema": _PARTIAL, "example": {}}, BINARY: _BYTES},
    },
    "4XX": {
        "description": "Refused, as a `google.rpc.Status`; by the edge, as a problem. Do not send the same again.",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": _PROBLEM,
            },
            JSON: {"schema": _STATUS, "example": {"message": wire.BrokenTraces.sentence}},
            BINARY: _BYTES,
        },
    },
}


class OtlpRoute(APIRoute):
    """A route that refuses as OTLP says: in the encoding of the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the route."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await answer(request)
            except DomainError as error:
                form = read_form(request)
                return _answer(wire.refusal(error.message, form), form, status=error.status)

        return handle


router = APIRouter(route_class=OtlpRoute)
Sender = Annotated[Principal, Depends(requires(scope="metrics:write"))]


def read_form(request: Request) -> Form:
    """Read how the request speaks."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    return Form(kind, request.headers.get("content-encoding", "").strip().lower())


@router.post(
    "/otlp/v1/traces",
    openapi_extra={"requestBody": _REQUEST},
    responses={**_RESPONSES},
    response_class=Response,
)
async def send_traces(
    request: Request, caller: Sender, form: Annotated[Form, Depends(read_form)]
) -> Response:
    """Send spans in OTLP/HTTP, as any OpenTelemetry exporter does: those in which a model answered are uses.

    Set `OTEL_EXPORTER_OTLP_ENDPOINT` to `<origin>/api/metrics/v1/otlp` and the key in `OTEL_EXPORTER_OTLP_HEADERS`.
    Read from the `gen_ai.*` conventions 1.41, and as LiteLLM, vLLM and OpenLIT write them: the model, the tokens, the
    tool (`service.name`), who asked as a pseudonym (`enduser.pseudo.id`, `user.id`), and what for
    (`terrain.use_case`, `terrain.family`). A span that bears what was asked or answered is refused. A use is known by
    its trace and its span: sent again, it changes nothing. Of nested answers, the outer one counts. Binary protobuf
    (`application/x-protobuf`) is taken as well as JSON, either of them packed with gzip or not.
    """
    sent = await to_thread.run_sync(wire.read, await request.body(), form)
    receipt = await intake.take(sent, by=caller, door=door_for(request, caller))
    for result, n in (
        ("accepted", receipt.accepted),
        ("duplicate", receipt.duplicates),
        ("refused", len(receipt.refused)),
    ):
        _SPANS.labels(result).inc(n)
    return _answer(wire.answer(len(receipt.refused), receipt.why, form), form)


def _answer(body: bytes, form: Form, *, status: int = 200) -> Response:
    return Response(body, status, media_type=BINARY if form.is_binary else JSON)
