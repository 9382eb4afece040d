"""What the edge answers when it lets nothing through, in the convention of whoever asks."""

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from services.kit.errors import problem

_OPENAI = "/api/assistant/v1/"
_OPENAI_NOUNS = ("chat/completions", "models", "embeddings")
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}

_PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title} · Terrain</title>
<link rel="stylesheet" href="/static/site.css"></head><body><main><h1>{title}</h1><p>{detail}</p>
<p><a href="/">Revenir à l’accueil</a></p></main></body></html>"""
_TITLES = {
    403: "Demande refusée",
    413: "Envoi trop volumineux",
    429: "Trop de demandes",
    502: "Service momentanément indisponible",
}


def answer(scope: Scope, *, status: int, code: str, detail: str, retry_after: int | None = None) -> Response:
    """Render one refusal: OpenAI's shape, a problem document or a page."""
    path = scope["path"]
    response: Response
    if path.startswith(_OPENAI) and path.removeprefix(_OPENAI).startswith(_OPENAI_NOUNS):
        kind = _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
        body = {"error": {"message": detail, "type": kind, "param": None, "code": code}}
        response = JSONResponse(body, status_code=status)
    elif path.startswith("/api/") or "text/html" not in Headers(scope=scope).get("accept", ""):
        response = problem(status, code, detail, request_id=Headers(scope=scope).get("x-request-id"))
    else:
        title = _TITLES.get(status, "Demande refusée")
        response = HTMLResponse(_PAGE.format(title=escape(title), detail=escape(detail)), status_code=status)
        response.headers["content-security-policy"] = "default-src 'none'; style-src 'self'; font-src 'self'"
    if retry_after is not None:
        response.headers["retry-after"] = str(retry_after)
    return response
