"""The document as the guide shows it: services, their operations, an example call for each."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from services.kit.openapi.examples import Document


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a call may say beside its body."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str
    example: object


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    id: str
    room: str
    method: str
    path: str
    summary: str
    description: str
    is_open: bool
    scopes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    media_type: str
    request: str
    """An example body, as JSON; empty when there is none."""
    status: str
    refusals: tuple[str, ...]

    def curl(self, origin: str) -> str:
        """Write the call for a terminal. The key is read from `$TERRAIN_KEY`."""
        words = [f"curl {shlex.quote(origin + self._address())}"]
        if self.method != "GET":
            words[0] = f"curl -X {self.method} {shlex.quote(origin + self._address())}"
        if not self.is_open:
            words.append('-H "Authorization: Bearer $TERRAIN_KEY"')
        headers = {
            one.name: one.example for one in self.parameters if one.place == "header" and one.is_required
        }
        if self.request:
            headers["Content-Type"] = self.media_type
        words += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
        if self.request:
            words.append(f"--data {shlex.quote(self.request)}")
        return " \\\n  ".join(words)

    def _address(self) -> str:
        named = {one.name: str(one.example) for one in self.parameters if one.place == "path"}
        path = re.sub(r"\{(\w+)\}", lambda found: named.get(found[1], found[1]), self.path)
        asked = {one.name: one.example for one in self.parameters if one.place == "query" and one.is_required}
        return f"{path}?{urlencode(asked)}" if asked else path


@dataclass(frozen=True, slots=True)
class Room:
    """One service and what it offers."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that the guide shows of the document."""

    rooms: tuple[Room, ...]
    problems: tuple[Document, ...]
    events: tuple[Document, ...]

    @property
    def operations(self) -> dict[str, Operation]:
        """Every operation by its id."""
        return {one.id: one for room in self.rooms for one in room.operations}

    @property
    def scopes(self) -> dict[str, list[Operation]]:
        """What each scope opens."""
        found: dict[str, list[Operation]] = {}
        for one in self.operations.values():
            for scope in one.scopes:
                found.setdefault(scope, []).append(one)
        return dict(sorted(found.items()))


def read(document: Document) -> Guide:
    """Read the merged document."""
    operations = list(_operations(document))
    rooms = tuple(
        Room(tag["name"], tag["description"], tuple(one for one in operations if one.room == tag["name"]))
        for tag in document["tags"]
    )
    return Guide(rooms, tuple(document["x-problems"]), tuple(document["x-events"]))


def _operations(document: Document) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield _operation(document, f"{method.upper()} {path}", operation)


def _operation(document: Document, call: str, operation: Document) -> Operation:
    method, _, path = call.partition(" ")
    media_type, request = _example(operation.get("requestBody", {}))
    status = min(status for status in operation["responses"] if status < "3")
    parameters = (_resolved(document, one) for one in operation.get("parameters", ()))
    return Operation(
        id=operation["operationId"], room=operation["tags"][0], method=method, path=path,
        summary=operation["summary"], description=operation["description"],
        is_open=operation["security"] == [], scopes=tuple(operation["x-scopes"]),
        parameters=tuple(_parameter(document, one) for one in parameters),
        media_type=media_type, request=request, status=status,
        refusals=tuple(status for status in operation["responses"] if status > "3"),
    )  # fmt: skip


def _example(holder: Document) -> tuple[str, str]:
    """Give the first media type that has an example, and the example."""
    for media_type, media in holder.get("content", {}).items():
        named = media.get("examples") or {}
        examples = [media["example"]] if "example" in media else [one["value"] for one in named.values()]
        if examples:
            first = examples[0]
            return media_type, first if isinstance(first, str) else json.dumps(
                first, ensure_ascii=False, indent=2
            )
    return "", ""


def _parameter(document: Document, parameter: Document) -> Parameter:
    schema = parameter.get("schema", {})
    return Parameter(
        name=parameter["name"], place=parameter["in"], kind=_kind(document, schema),
        is_required=parameter.get("required", False), description=parameter.get("description", ""),
        example=parameter.get("example", (schema.get("examples") or [parameter["name"]])[0]),
    )  # fmt: skip


def _kind(document: Document, schema: Document) -> str:
    """Say in a few words what a value looks like."""
    schema = _resolved(document, schema)
    if branches := [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]:
        return " or ".join(_kind(document, one) for one in branches)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    kind = schema.get("format") or schema.get("type", "any")
    if kind == "array":
        return f"{_kind(document, schema.get('items', {}))}, repeated"
    limits = [
        f"{word} {schema[name]:g}"
        for name, word in (("minimum", "from"), ("maximum", "to"))
        if name in schema
    ]
    default = [f"by default {schema['default']}"] if schema.get("default") not in {None, ""} else []
    return ", ".join([" ".join([kind, *limits]), *default])


def _resolved(document: Document, node: Document) -> Document:
    while "$ref" in node:
        _, kind, name = node["$ref"].removeprefix("#/").split("/")
        node = document["components"][kind][name]
    return node
