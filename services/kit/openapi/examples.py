"""Examples of requests and answers, written from the schemas and the examples that their fields carry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
"""A part of an OpenAPI document: JSON, whose shape the specification gives."""

_FORMATS = {
    "uuid": "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70",
    "date-time": "2026-09-15T09:30:00Z",
    "date": "2026-09-15",
    "time": "09:30:00",
    "email": "secretariat@example.org",
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict,
}  # fmt: skip
_ENDINGS = ("In", "Change", "Out", "Made", "Detail", "Capture", "Entry")
_NONE = object()
"""No example: unlike None, which is one."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes examples from the schemas of one document."""

    schemas: Mapping[str, Document]
    is_request: bool
    """A request leaves out what it need not say; an answer holds everything."""

    def write(self, schema: Document) -> object:
        """Give one value that this schema accepts."""
        return self._value(schema, name="", owner="", above=())

    def _value(self, schema: Document, *, name: str, owner: str, above: tuple[str, ...]) -> object:
        found = self._given(schema)
        if found is _NONE:
            found = self._borrowed(schema, name, owner)
        return self._made(schema, name, owner, above) if found is _NONE else found

    def _given(self, schema: Document) -> object:
        """Give the example that the schema itself carries, if it does."""
        if schema.get("examples"):
            return schema["examples"][0]
        for key in ("example", "const"):
            if key in schema:
                return schema[key]
        if schema.get("enum"):
            return schema["enum"][0]
        if schema.get("default") is not None:
            return schema["default"]
        # `X | None`: the example stands on the branch that is not null.
        return next((one["examples"][0] for one in schema.get("anyOf", ()) if one.get("examples")), _NONE)

    def _borrowed(self, schema: Document, name: str, owner: str) -> object:
        """Give the example of the same word beside it: in the same noun's schemas, or the only one of the room."""
        known = [value for noun, value in self._words(name) if noun == _noun(owner) and _fits(value, schema)]
        if known:
            return known[0]
        anywhere = [value for _, value in self._words(name) if _fits(value, schema)]
        return anywhere[0] if anywhere and all(value == anywhere[0] for value in anywhere) else _NONE

    def _words(self, name: str) -> Iterator[tuple[str, object]]:
        for owner, schema in self.schemas.items():
            given = schema.get("properties", {}).get(name, {})
            branches = (given, *given.get("anyOf", ()))
            yield from ((_noun(owner), one["examples"][0]) for one in branches if one.get("examples"))

    def _made(self, schema: Document, name: str, owner: str, above: tuple[str, ...]) -> object:
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2], name, above)
        if branches := schema.get("anyOf") or schema.get("oneOf"):
            is_null = not self.is_request and {"type": "null"} in branches
            return None if is_null else self._value(branches[0], name=name, owner=owner, above=above)
        if schema.get("type") == "object":
            return self._object(schema, owner or schema.get("title", ""), above)
        if schema.get("type") == "array":
            items = schema.get("items", {})
            return [self._value(items, name=name, owner=owner, above=above)] if items else []
        return _plain(schema, name)

    def _named(self, target: str, name: str, above: tuple[str, ...]) -> object:
        if target in above:
            return None
        schema = self.schemas[target]
        found = self._given(schema)
        return self._made(schema, name, target, (*above, target)) if found is _NONE else found

    def _object(self, schema: Document, owner: str, above: tuple[str, ...]) -> Document:
        required = schema.get("required", ())
        fields = schema.get("properties", {})
        if self.is_request:
            fields = {
                name: field for name, field in fields.items() if name in required or self._is_told(field)
            }
        if self.is_request and not required:
            # A change: what is left out stays, so two fields show it as well as ten.
            fields = dict(list(self._known_fields(schema, owner).items())[:2])
        return {
            name: self._value(field, name=name, owner=owner, above=above) for name, field in fields.items()
        }

    def _is_told(self, field: Document) -> bool:
        return any(one.get("examples") for one in (field, *field.get("anyOf", ())))

    def _known_fields(self, schema: Document, owner: str) -> Document:
        fields = schema.get("properties", {}).items()
        return {
            name: field
            for name, field in fields
            if self._is_told(field) or self._borrowed(field, name, owner) is not _NONE
        }


def _noun(owner: str) -> str:
    return next((owner.removesuffix(end) for end in _ENDINGS if owner.endswith(end)), owner)


def _fits(value: object, schema: Document) -> bool:
    """Tell whether a value is of one of the types that the schema takes."""
    branches = schema.get("anyOf") or [schema]
    kinds = [one["type"] for one in branches if one.get("type") not in {None, "null"}]
    formats = [one["format"] for one in branches if "format" in one]
    return not formats and any(isinstance(value, _TYPES[kind]) for kind in kinds)


def _plain(schema: Document, name: str) -> object:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        return int(least) if float(least).is_integer() else least
    if kind == "boolean":
        return False
    if kind == "string":
        return _text(schema, name)
    return None if kind == "null" else {}


def _text(schema: Document, name: str) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if name == "id" or name.endswith("_id"):
        return _FORMATS["uuid"]
    words = name.replace("_", " ") or "text"
    return words.ljust(schema.get("minLength", 0), "-")[: schema.get("maxLength")]
