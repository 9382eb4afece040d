"""Each operation, completed from its route: who may call it, how it refuses, what a call looks like."""

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from services.kit.idempotency import IdempotentRoute
from services.kit.openapi.examples import Document, Writer
from services.kit.paging import read_window
from services.kit.principal import Requirement, read_caller

_UNSAFE = {"post", "put", "patch", "delete"}

PARAMETERS: Document = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Any text of your own, different for each write. The same write sent again with the same key "
        "within 24 hours is answered as it was the first time, and happens once.",
        "schema": {"type": "string", "maxLength": 255},
        "example": "import-2026-09-15-0001",
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": 'The `ETag` read last, which is the `version` between quotes: `"1"`. Without it the change is '
        "refused (428), and after somebody else's change as well (412).",
        "schema": {"type": "string"},
        "example": '"1"',
    },
}


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks of its caller, read from its dependencies."""

    is_open: bool
    """True when nobody has to be known."""
    is_paged: bool
    requirements: tuple[Requirement, ...]

    @property
    def scopes(self) -> list[str]:
        """The scopes that a key must hold, all of them."""
        return sorted({one.scope for one in self.requirements})

    @property
    def roles(self) -> list[str]:
        """The roles of which one is needed. Empty: any."""
        return list(dict.fromkeys(role for one in self.requirements for role in one.roles))

    @classmethod
    def of(cls, dependant: Dependant) -> "Access":
        """Walk through everything that a route depends on."""
        calls = list(_calls(dependant))
        return cls(
            is_open=read_caller not in calls,
            is_paged=read_window in calls,
            requirements=tuple(one for one in calls if isinstance(one, Requirement)),
        )


def _calls(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)


def complete(document: Document, routes: Sequence[BaseRoute]) -> None:
    """Write into every operation what its route shows."""
    schemas = document["components"]["schemas"]
    for context in iter_route_contexts(routes):
        if not isinstance(context.original_route, APIRoute) or not context.include_in_schema:
            continue
        for method in context.methods or ():
            operation = document["paths"][context.path_format][method.lower()]
            _complete(operation, context, method.lower())
            _exemplify(operation, schemas)


def _complete(operation: Document, context: RouteContext, method: str) -> None:
    access = Access.of(context.dependant)
    operation["operationId"] = context.original_route.name  # type: ignore[attr-defined]  # an APIRoute: complete() looked
    operation |= _words(operation, context, access)
    operation["security"] = [] if access.is_open else [{"apiKey": access.scopes}]
    operation |= {"x-scopes": access.scopes, "x-roles": access.roles}
    for status, response in operation["responses"].items():
        if response.get("description") in {None, "Successful Response"}:
            response["description"] = HTTPStatus(int(status)).phrase
    # FastAPI's own refusal of a body: nothing here answers it.
    if "HTTPValidationError" in str(operation["responses"].get("422")):
        del operation["responses"]["422"]
    is_replayed = isinstance(context.original_route, IdempotentRoute) and not access.is_open
    _add_headers(operation, takes_key=is_replayed and method in _UNSAFE)
    # A route that declares a whole range speaks another convention than ours: its refusals are its own.
    if not {"4XX", "default"} & operation["responses"].keys():
        _add_refusals(operation, access, method)


def _words(operation: Document, context: RouteContext, access: Access) -> Document:
    """Make the summary from the docstring's first line, and the description from the rest and who may call."""
    text = inspect.cleandoc(operation.get("description", ""))
    summary = operation["operationId"].replace("_", " ").capitalize()
    if context.endpoint and context.endpoint.__doc__:
        summary, _, text = text.partition("\n")
        summary = summary.removesuffix(".")
    return {"summary": summary, "description": f"{text.strip()}\n\n{_permission(access)}".strip()}


def _permission(access: Access) -> str:
    if access.is_open:
        return "Open: no key is needed."
    scopes = ", ".join(f"`{scope}`" for scope in access.scopes)
    roles = ", ".join(f"`{role}`" for role in access.roles)
    needs = f"Needs the scope {scopes}" if scopes else "Any key"
    return f"{needs}, and one of the roles {roles}." if roles else f"{needs}."


def _add_headers(operation: Document, *, takes_key: bool) -> None:
    kept = [one for one in operation.get("parameters", []) if one.get("name", "").lower() != "if-match"]
    if len(kept) < len(operation.get("parameters", [])):
        kept.append({"$ref": "#/components/parameters/IfMatch"})
    if takes_key:
        kept.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if kept:
        operation["parameters"] = kept


def _add_refusals(operation: Document, access: Access, method: str) -> None:
    parameters = operation.get("parameters", [])
    has_body, is_write = "requestBody" in operation, method in _UNSAFE and not access.is_open
    is_edit = any(one.get("$ref", "").endswith("/IfMatch") for one in parameters)
    places = {one.get("in") for one in parameters}
    met = {
        ("400", "Unreadable"): has_body or access.is_paged,
        ("401", "Unauthenticated"): not access.is_open,
        ("403", "Forbidden"): method in _UNSAFE or bool(access.requirements),
        ("404", "NotFound"): "path" in places,
        ("409", "Conflict"): is_write,
        ("412", "VersionChanged"): is_edit,
        ("413", "TooLarge"): has_body,
        ("422", "Invalid"): has_body or is_write or bool(places - {None}),
        ("428", "VersionRequired"): is_edit,
        ("429", "TooMany"): True,
        ("5XX", "Failed"): True,
    }
    for (status, name), is_met in met.items():
        if is_met:
            operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{name}"})


def _exemplify(operation: Document, schemas: Document) -> None:
    """Put an example beside each schema of a request or an answer that has none."""
    contents = [(operation.get("requestBody", {}).get("content", {}), True)]
    contents += [(answer.get("content", {}), False) for answer in operation["responses"].values()]
    for content, is_request in contents:
        for kind, media in content.items():
            if kind.endswith("json") and media.get("schema") and not {"example", "examples"} & media.keys():
                media["example"] = Writer(schemas, is_request=is_request).write(media["schema"])
    for parameter in operation.get("parameters", ()):
        given = parameter.get("schema", {}).get("examples")
        if parameter.get("in") == "path" and "example" not in parameter:
            parameter["example"] = (given or [Writer(schemas, is_request=True).write(parameter["schema"])])[0]
