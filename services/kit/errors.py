"""Refusals the domain raises and HTTP speaks: RFC 9457 problem details."""

import re
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from services.kit import logs

MEDIA_TYPE = "application/problem+json"
CRASHED = "Une erreur inattendue s’est produite. Rien n’a été modifié ; elle a été notée."
_BROKEN = "Le corps de la requête n’est pas du JSON lisible."


class DomainError(Exception):
    """A refusal that the reader may see. Not a bug: it is never logged as one."""

    status: ClassVar[int] = 400
    sentence: ClassVar[str] = "Cette demande n’a pas pu être traitée."

    def __init__(self, message: str = "", **more: Any) -> None:
        super().__init__(message or self.sentence)
        self.message = message or self.sentence
        self.more = more
        """Members added to the problem, such as the two versions of a conflict."""


class Unauthenticated(DomainError):
    """No key, or no session."""

    status = 401
    sentence = "Connectez-vous pour continuer."


class Forbidden(DomainError):
    """The key's scopes or the caller's roles do not allow this."""

    status = 403
    sentence = "Votre rôle ne permet pas cette action."


class NotFound(DomainError):
    """Nothing is here, or nothing that the caller may see."""

    status = 404
    sentence = "Cette page ou cet élément n’existe pas, ou ne vous est pas ouvert."


class Conflict(DomainError):
    """The present state does not allow this."""

    status = 409
    sentence = "L’état actuel ne permet pas cette action."


class Invalid(DomainError):
    """Some fields are wrong: `errors` names each one."""

    status = 422
    sentence = "Certains champs sont à corriger."


class TooMany(DomainError):
    """Too many requests in a short time. Wait for the seconds in `Retry-After`."""

    status = 429
    sentence = "Trop de demandes en peu de temps. Réessayez dans un instant."


def problem(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    """Render one refusal. `code` is stable and documented, `detail` is a sentence for people."""
    body = {"type": f"/docs#{code}", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    body |= {"detail": detail, **{name: value for name, value in more.items() if value is not None}}
    headers = {"retry-after": str(more.get("retry_after", 1))} if status in {429, 503} else None
    return JSONResponse(jsonable_encoder(body), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def code_of(error: type[Exception]) -> str:
    """Turn a class name into the code programs compare: WorkshopClosed → workshop_closed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", error.__name__).lower()


def render_problems(app: FastAPI) -> None:
    """Make every refusal of `app` a problem document, its own and the framework's."""
    handlers: dict[type[Exception], ExceptionHandler] = {
        DomainError: _refuse,
        RequestValidationError: _invalid,
        HTTPException: _framework,
        Exception: _crash,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


async def _refuse(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)  # noqa: S101  narrows what Starlette hands over
    more = {"request_id": _request_id(request), **error.more}
    return problem(error.status, code_of(type(error)), error.message, **more)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  narrows what Starlette hands over
    if any(item["type"] == "json_invalid" for item in error.errors()):
        return problem(400, "broken_json", _BROKEN, request_id=_request_id(request))
    # The refused value itself is left out: it may be personal, and an answer ends up in logs.
    faults = [
        {
            "pointer": _pointer(item["loc"]),
            "message": item["msg"],
            "type": item["type"],
            "limits": {name: n for name, n in item.get("ctx", {}).items() if isinstance(n, int | float)},
        }
        for item in error.errors()
    ]
    return problem(422, "invalid", Invalid.sentence, errors=faults, request_id=_request_id(request))


async def _framework(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  narrows what Starlette hands over
    if error.status_code == 400:  # what FastAPI raises for a body that no parser can read
        return problem(400, "broken_json", _BROKEN, request_id=_request_id(request))
    sentences = {404: NotFound.sentence, 405: "Cette adresse n’accepte pas cette méthode."}
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    detail = sentences.get(error.status_code, DomainError.sentence)
    response = problem(error.status_code, code, detail, request_id=_request_id(request))
    response.headers.update(error.headers or {})
    return response


async def _crash(request: Request, error: Exception) -> JSONResponse:
    logs.crash(error, request_id=_request_id(request) or "")
    return problem(500, "unexpected", CRASHED, request_id=_request_id(request))


def _pointer(location: tuple[int | str, ...]) -> str:
    return "/" + "/".join(str(part) for part in location[1:])


def _request_id(request: Request) -> str | None:
    return request.headers.get("x-request-id")
