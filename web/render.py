"""From a template to an answer: the whole page, or only its main block when htmx asks for a part.

How the content security policy and htmx agree
    Every answer, whole or part, carries a fresh nonce in its own `Content-Security-Policy`. The browser keeps the
    policy of the page it loaded; when htmx fetches a part, hx-csp reads the nonce from the policy of that answer,
    makes sure that it came from our origin, and rewrites it into the nonce the page already holds. The page's own
    nonce never travels back to us: hx-csp erases it from any answer, because an attacker who read it could use it.
    So a template stamps `hx-nonce` through `hx(...)` and never thinks of it again; markup that someone else wrote
    (a model's answer, a note) has no nonce, and its `hx-*` attributes are removed before they live.

    Messages of an event stream do not pass through that rewriting: what they swap in holds no live `hx-*`.

    Nothing is evaluated: `hx-on`, `js:` values and trigger filters are refused by the policy, and by `hx(...)`.
    Trusted Types let htmx alone write HTML (`htmx`), and one policy of ours name the address of a worker (`terrain`).
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request

from web import french

HERE = Path(__file__).parent
STATIC = HERE / "static"

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types htmx terrain"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go: an entry of the navigation, of a trail, or the way out of a refusal."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Flash:
    """What has just happened, said once on the next page. Tones: vine (done), ochre (beware), wine (refused)."""

    text: str
    tone: str = "vine"


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Render a template, whole, or its main block alone for `HX-Request-Type: partial`.

    `me` (name, authority_name, role_labels), `navigation` (label, href, is_current) and `flash` (a sentence, or a
    `Flash`) come from `request.state` when they are there.
    """
    nonce = secrets.token_urlsafe(18)
    body = ENVIRONMENT.get_template(template).render(
        {**_frame(request), **context, "nonce": nonce, "request": request, "layout": _layout(request)}
    )
    headers = {
        "Content-Security-Policy": POLICY.format(nonce=nonce),
        "Vary": "HX-Request-Type",
        "Cache-Control": "private, no-cache",
    }
    return HTMLResponse(body, status_code=status, headers=headers)


def refusal(
    request: Request, *, status: int, title: str, detail: str, actions: Iterable[Link] = ()
) -> HTMLResponse:
    """Say no, or that something broke: what happened, and the ways on."""
    return page(
        request, "layouts/refusal.html", status=status, title=title, detail=detail, actions=tuple(actions)
    )


@cache
def static(path: str) -> str:
    """Give the address of a static file, which changes with its content, so that it can be kept for ever.

    Raises: FileNotFoundError, at rendering rather than in the reader's browser.
    """
    digest = sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


@pass_context
def hx(context: Context, **attributes: object) -> Markup:
    """Write htmx attributes, stamped with the nonce without which they are removed.

    `_` becomes `-` and `__` becomes `:`, so `hx(get="/x", push_url=True, target__inherited="#list",
    sse__connect="/y")`. A dictionary becomes JSON (`vals`, `headers`).

    Raises: ValueError for what the policy would silently block.
    """
    written = {"nonce": str(context["nonce"])} | {
        name.replace("__", ":").replace("_", "-"): _attribute_value(name, value)
        for name, value in attributes.items()
        if value is not None
    }
    return Markup(" ").join(Markup('hx-{}="{}"').format(name, value) for name, value in written.items())


def attributes(values: dict[str, object]) -> Markup:
    """Write HTML attributes, each after a space; None and False are left out, True is written bare.

    `aria_label` becomes `aria-label`.
    """
    shown = {
        name.replace("_", "-"): value
        for name, value in values.items()
        if value is not None and value is not False
    }
    return Markup("").join(
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)
        for name, value in shown.items()
    )


class BoundSpaces(Extension):
    """Set the templates' own words in French: no line ever begins with « : » nor ends with « « »."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Harden the spaces of the template's text and of its string literals."""
        for token in stream:
            if token.type in {"data", "string"}:
                yield Token(token.lineno, token.type, french.bound(token.value))
            else:
                yield token


def _frame(request: Request) -> dict[str, object]:
    state = request.state
    flash = getattr(state, "flash", None)
    return {
        "me": getattr(state, "me", None),
        "navigation": getattr(state, "navigation", ()),
        "flash": Flash(flash) if isinstance(flash, str) and flash else flash,
    }


def _layout(request: Request) -> str:
    wants_part = request.headers.get("hx-request-type") == "partial"
    return "layouts/fragment.html" if wants_part else "layouts/page.html"


def _attribute_value(name: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, bool | dict | list) else str(value)
    if name.startswith("on") or text.lstrip().startswith(("js:", "javascript:")):
        raise ValueError(f"hx-{name} would need code to be evaluated, which the page's policy forbids.")
    return text


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[BoundSpaces],
    )
    environment.filters.update(french.FILTERS)
    environment.globals.update(static=static, hx=hx, attributes=attributes, plural=french.plural)
    environment.globals.update(spread=french.spread)
    environment.globals.update(agree=french.agree, escape=escape, terrain_version=version("terrain"))
    return environment


ENVIRONMENT = _environment()
