"""What every room answers when it refuses, in the words of OpenAPI."""

from http import HTTPStatus

from services.kit import attending, errors, etags, idempotency, paging
from services.kit.errors import MEDIA_TYPE, DomainError, code_of
from services.kit.openapi import facts
from services.kit.openapi.examples import Document

_KIT: dict[type[DomainError], str] = {
    paging.BadCursor: "The cursor is not one of ours. Begin the list again, without a cursor.",
    errors.Unauthenticated: "No key, or no session.",
    errors.Forbidden: "The key's scopes or the caller's roles do not allow this.",
    errors.NotFound: "Nothing is here, or nothing that the caller may see.",
    errors.Conflict: "The present state does not allow this.",
    errors.Invalid: "Some fields are wrong: `errors` names each one.",
    errors.TooMany: "Too many requests in a short time. Wait for the seconds in `Retry-After`.",
    idempotency.KeyReused: "This `Idempotency-Key` has served for another request.",
    idempotency.StillRunning: "The same request is under way. Try again in a second: its answer will be given.",
    etags.VersionRequired: "Say which version you change, in `If-Match`.",
    etags.VersionChanged: "Somebody changed this since it was read. Read it again first.",
    attending.ReaderLeft: "Nobody reads this any more: the status is for the log.",
}
_FRAMEWORK = (
    (400, "broken_json", "The body is not JSON.", "Le corps de la requête n’est pas du JSON."),
    (400, "bad_request", "The body cannot be read as its content type says.", DomainError.sentence),
    (405, "method_not_allowed", "This address does not take this method.",
     "Cette adresse n’accepte pas cette méthode."),
    (500, "unexpected", "Something broke on our side. Nothing was changed; it has been written down.",
     "Une erreur inattendue s’est produite. Rien n’a été modifié ; elle a été notée."),
)  # fmt: skip

SCHEMAS: Document = {
    "Problem": {
        "type": "object",
        "title": "Problem",
        "description": "A refusal (RFC 9457). Compare `code`; `detail` is a French sentence for people.",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string", "description": "Where the code is explained: `/docs#<code>`."},
            "title": {"type": "string", "description": "The status in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "code": {"type": "string", "description": "Stable, for programs."},
            "detail": {"type": "string", "description": "For people, in French."},
            "request_id": {"type": "string", "description": "Quote it when you report a fault."},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        },
        "additionalProperties": True,
    },
    "Fault": {
        "type": "object",
        "title": "Fault",
        "description": "What is wrong with one field. The value itself is never repeated.",
        "properties": {
            "pointer": {"type": "string", "description": "The field, as a JSON Pointer.", "examples": ["/name"]},
            "message": {"type": "string"},
            "type": {"type": "string", "examples": ["missing"]},
            "limits": {"type": "object", "additionalProperties": {"type": "number"}},
        },
        "additionalProperties": True,
    },
}  # fmt: skip
SHARED_SCHEMAS = tuple(SCHEMAS)
"""The same in every room: whoever merges documents keeps one."""


def _response(error: type[DomainError], description: str = "") -> Document:
    return _answer(error.status, code_of(error), error.sentence, description or _KIT[error])


def _answer(status: int, code: str, sentence: str, description: str) -> Document:
    example = {
        "type": f"/docs#{code}", "title": HTTPStatus(status).phrase, "status": status, "code": code,
        "detail": sentence, "request_id": "3f6a1c2e-4b70-4d58-9a3b-0199f2a47c1e",
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema, "example": example}}}


_WAIT = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "RateLimit": {"description": "What is left of the limit.", "schema": {"type": "string"}},
}
RESPONSES: Document = {
    "Unreadable": _answer(
        400, "broken_json", _FRAMEWORK[0][3], "The body is not JSON, or the cursor is not one of ours."
    ),
    "Unauthenticated": _response(errors.Unauthenticated),
    "Forbidden": _response(errors.Forbidden),
    "NotFound": _response(errors.NotFound),
    "Conflict": _response(
        errors.Conflict,
        "The present state does not allow this, or the same request is still running (`still_running`).",
    ),
    "VersionChanged": _response(etags.VersionChanged),
    "TooLarge": _answer(
        413, "body_too_large", DomainError.sentence, "The body is larger than the operator allows."
    ),
    "Invalid": _response(errors.Invalid),
    "VersionRequired": _response(etags.VersionRequired),
    "TooMany": _response(errors.TooMany) | {"headers": _WAIT},
    "Failed": _answer(500, *_FRAMEWORK[-1][1::2], "Something broke, or a service does not answer."),
}
"""The refusals that operations refer to, by name."""


def problems(package: str, *, room: str) -> list[Document]:
    """Describe each refusal of a room, and those of the kit that any room may give."""
    own = [_told(one, room) for one in facts.descendants(DomainError) if facts.belongs(one, package)]
    shared = [_told(one, "") for one in _KIT]
    framework = [
        {"code": code, "status": status, "room": "", "description": meaning, "detail": sentence}
        for status, code, meaning, sentence in _FRAMEWORK
    ]
    return sorted(own + shared + framework, key=lambda one: (one["status"], one["code"]))


def _told(one: type[DomainError], room: str) -> Document:
    code = code_of(one)
    also = getattr(one, "code", code)
    told = {"code": code, "status": one.status, "room": room, "detail": one.sentence}
    told["description"] = _KIT.get(one) or facts.told(one)
    return told | ({"also": also} if also != code else {})
