"""A refusal in OpenAI's shape, whoever raised it."""

import json

from services.kit.errors import DomainError, Forbidden, NotFound, Unauthenticated, code_of

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES: dict[type[DomainError], str] = {
    Unauthenticated: "invalid_api_key",
    Forbidden: "insufficient_permissions",
    NotFound: "not_found",
}


def shape(error: DomainError) -> dict[str, object]:
    """Give the body that OpenAI's clients read their typed errors from."""
    code = getattr(error, "code", None) or next(
        (code for kind, code in _CODES.items() if isinstance(error, kind)), code_of(type(error))
    )
    return _shape(error.status, code, error.message, error.more.get("param"))


def reshape(status: int, problem: bytes) -> dict[str, object]:
    """Turn a problem document, such as an unexpected error's, into that body."""
    document = json.loads(problem)
    return _shape(status, document["code"], document["detail"], None)


def _shape(status: int, code: str, message: str, param: str | None) -> dict[str, object]:
    kind = _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def event(error: DomainError) -> bytes:
    """Write the refusal as the last event of a stream that had begun. No `[DONE]` follows: it is not whole."""
    return b"\ndata: " + json.dumps(shape(error), ensure_ascii=False).encode() + b"\n\n"
