"""The OpenAPI document says what the rooms do: every operation whole, every example valid, every scope the real one."""

import json
import re
from collections import Counter
from collections.abc import Iterator

import httpx
import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from gateway.identity.schemas import Scope
from tests.conftest import Client
from tests.gateway.documentation import (
    UNSAFE,
    Document,
    examples,
    is_openai,
    is_otlp,
    key,
    operations,
    parameters,
    read_document,
)


@pytest.fixture
async def document(visitor: Client) -> Document:
    return await read_document(visitor)


async def test_it_is_valid_openapi(document: Document) -> None:
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []

    pointers = set(re.findall(r'"\$ref": "#/components/([^"]+)"', json.dumps(document)))
    known = {f"{kind}/{name}" for kind, named in document["components"].items() for name in named}
    assert pointers <= known


async def test_it_gives_every_room_a_document_as_good_as_the_whole(
    visitor: Client, document: Document
) -> None:
    for room in ("workshops", "assistant", "metrics", "identity"):
        own = (await visitor.get(f"/api/{room}/openapi.json")).json()

        assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(own)] == []
        for method, path, operation in operations(own):
            merged = document["paths"][f"/api/{room}{path}"][method]
            same = ("summary", "description", "x-scopes", "x-roles", "security")
            assert {name: merged[name] for name in same} == {name: operation[name] for name in same}
            assert merged["responses"].keys() == operation["responses"].keys()


async def test_it_describes_every_operation(document: Document) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(document))

    assert len(names) > 40
    assert [name for name, times in names.items() if times > 1] == []
    for _, path, operation in operations(document):
        room = path.split("/")[2]
        assert operation["summary"][0].isupper(), path
        assert operation["description"], path
        assert operation["tags"] == [room]
        assert operation["operationId"].startswith(f"{room}_")
        assert set(operation["x-scopes"]) <= {str(scope) for scope in Scope}
        assert all(f"`{scope}`" in operation["description"] for scope in operation["x-scopes"])


async def test_it_names_the_refusals_of_every_operation(document: Document) -> None:
    assert "HTTPValidationError" not in json.dumps(document)
    for method, path, operation in operations(document):
        if is_openai(path) or is_otlp(path):
            continue
        is_known, is_write = operation["security"] != [], method in UNSAFE
        headers = {one["name"] for one in parameters(document, operation) if one["in"] == "header"}
        expected = {
            "401": is_known or operation["operationId"] == "identity_sign_in",
            "403": is_write or bool(operation["x-scopes"]),
            "404": "{" in path,
            "409": is_write and is_known,
            "412": "If-Match" in headers,
            "413": "requestBody" in operation,
            "422": is_write and is_known,
            "428": "If-Match" in headers,
            "429": True,
        }
        missing = {status for status, is_met in expected.items() if is_met} - operation["responses"].keys()
        assert missing == set(), f"{method} {path}"
        # What shows a secret once cannot be replayed, and says so.
        is_told = "`Idempotency-Key` has no effect" in operation["description"]
        assert ("Idempotency-Key" in headers) == (is_write and is_known and not is_told), f"{method} {path}"
        assert method != "patch" or "If-Match" in headers, path


async def test_it_leaves_the_openai_convention_its_own_refusals(document: Document) -> None:
    own = [(path, operation) for _, path, operation in operations(document) if is_openai(path)]

    assert len(own) >= 3
    for path, operation in own:
        assert "components/responses" not in json.dumps(operation["responses"]), path
        refused = operation["responses"]["4XX"]["content"]["application/json"]
        assert "error" in json.dumps(refused), path


async def test_it_refuses_in_the_openai_shape_that_it_describes(
    agent: Client, visitor: Client, document: Document
) -> None:
    chat = document["paths"]["/api/assistant/v1/chat/completions"]["post"]
    schema = chat["responses"]["4XX"]["content"]["application/json"]["schema"]
    whole = {"$ref": "#/it", "it": schema, "components": document["components"]}
    answers = [
        await visitor.get("/api/assistant/v1/models"),
        await agent.get("/api/assistant/v1/models/nobody"),
        await agent.post("/api/assistant/v1/chat/completions", json={"messages": "bonjour"}),
    ]

    assert [answer.status_code for answer in answers] == [401, 404, 400]
    for answer in answers:
        jsonschema_rs.validate(whole, answer.json())


async def test_it_describes_a_stream_as_a_stream(document: Document) -> None:
    path = "/api/assistant/v1/conversations/{conversation_id}/messages/{message_id}/stream"
    followed = document["paths"][path]["get"]["responses"]["200"]["content"]
    completed = document["paths"]["/api/assistant/v1/chat/completions"]["post"]["responses"]["200"]["content"]

    assert list(followed) == ["text/event-stream"]
    assert set(completed) == {"application/json", "text/event-stream"}


async def test_it_says_what_every_parameter_is(document: Document) -> None:
    asked = [
        (path, one["name"])
        for _, path, operation in operations(document)
        for one in parameters(document, operation)
        if one["in"] != "path" and not one.get("description")
    ]

    assert asked == []


async def test_it_shows_examples_that_its_own_schemas_accept(document: Document) -> None:
    seen = 0
    for method, path, operation in operations(document):
        body = operation.get("requestBody", {}).get("content", {})
        assert all({"example", "examples"} & media.keys() for media in body.values()), f"{method} {path}"
        for schema, example in examples(operation):
            whole = {"$ref": "#/it", "it": schema, "components": document["components"]}
            faults = list(
                jsonschema_rs.Draft202012Validator(whole, validate_formats=True).iter_errors(example)
            )
            assert [str(fault) for fault in faults] == [], f"{method} {path}"
            seen += 1
    assert seen > 40


def texts(example: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an example, with the name of the field that holds it."""
    if isinstance(example, dict):
        for field, value in example.items():
            yield from texts(value, field)
    elif isinstance(example, list):
        for value in example:
            yield from texts(value, name)
    elif isinstance(example, str):
        yield name, example


async def test_it_shows_values_and_not_the_names_of_fields(document: Document) -> None:
    for method, path, operation in operations(document):
        for status, answer in operation["responses"].items():
            for kind, media in answer.get("content", {}).items():
                assert {"example", "examples"} & media.keys(), f"{method} {path} {status} {kind}"
        named = [
            name
            for _, example in examples(operation)
            for name, text in texts(example)
            # What the kit writes for a field that gives no example of its own.
            if text.rstrip("-") == (name.replace("_", " ") or "text")
        ]
        assert named == [], f"{method} {path}"


async def test_it_shows_the_answer_that_its_request_gets(facilitator: Client, document: Document) -> None:
    sentence = document["paths"]["/api/workshops/v1/sentences"]["post"]
    asked = sentence["requestBody"]["content"]["application/json"]["example"]
    answer = await facilitator.post("/api/workshops/v1/sentences", json=asked)

    assert answer.json() == sentence["responses"]["200"]["content"]["application/json"]["example"]


def address(document: Document, path: str, operation: Document) -> str:
    found = {
        one["name"]: str(one["example"]) for one in parameters(document, operation) if one["in"] == "path"
    }
    return re.sub(r"\{(\w+)\}", lambda name: found[name[1]], path)


def call(visitor: Client, document: Document, shown: tuple[str, str, Document], secret: str) -> httpx.Request:
    """Write the call that the documentation shows, with this key."""
    method, path, operation = shown
    headers, content = {"authorization": f"Bearer {secret}"}, None
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        headers["content-type"], content = kind, json.dumps(media["example"])
    return visitor.build_request(method, address(document, path, operation), headers=headers, content=content)


async def test_it_asks_for_the_scopes_that_it_names(
    admin: Client, visitor: Client, document: Document
) -> None:
    everything = {str(scope) for scope in Scope}
    without = {scope: await key(admin, "admin", *sorted(everything - {scope})) for scope in everything}
    alone = {scope: await key(admin, "admin", scope) for scope in everything}
    tried = 0
    for method, path, operation in operations(document):
        for scope in operation["x-scopes"]:
            refused, taken = [
                await visitor.send(call(visitor, document, (method, path, operation), keys[scope]))
                for keys in (without, alone)
            ]
            # What an address names may be looked for before the scope is.
            assert refused.status_code == 403 or (refused.status_code == 404 and "{" in path), refused.url
            assert "n’ouvre pas la portée" not in taken.text, taken.url
            tried += 1
    assert tried > 30


async def test_it_refuses_whoever_has_no_key_where_it_says_so(visitor: Client, document: Document) -> None:
    for method, path, operation in operations(document):
        answer = await visitor.request(
            method, address(document, path, operation), headers={"authorization": "Bearer terrain_nobody"}
        )
        if operation["security"]:
            assert answer.status_code == 401, f"{method} {path}"
