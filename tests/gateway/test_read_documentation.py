"""What the documentation says is what the house does: nothing missing, nothing invented, every example works."""

import ast
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from fastapi import FastAPI
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from gateway.docs import add_portal
from gateway.identity.schemas import Scope
from gateway.settings import GatewaySettings
from tests.conftest import ORIGIN, Client
from tests.servers import serving

ROOT = Path(__file__).parents[2]
SAMPLE_ID = "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70"
UNSAFE = {"post", "put", "patch", "delete"}
Document = dict[str, Any]


class Page(HTMLParser):
    """The ids, links and programs of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.programs: list[tuple[str, str]] = []
        self._kind = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.ids.update([named["id"]] if "id" in named else [])
        self.links += [named[name] for name in ("href", "src") if name in named]
        if named.get("data-run"):
            self._kind = named["data-run"]
            self.programs.append((self._kind, ""))

    def handle_endtag(self, tag: str) -> None:
        self._kind = "" if tag == "pre" else self._kind

    def handle_data(self, data: str) -> None:
        if self._kind:
            self.programs[-1] = (self._kind, self.programs[-1][1] + data)


@pytest.fixture
async def document(visitor: Client) -> Document:
    answer = await visitor.get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


@pytest.fixture
async def guide(visitor: Client) -> Page:
    answer = await visitor.get("/docs")
    assert answer.status_code == 200
    return Page(answer.text)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def is_openai(path: str) -> bool:
    return path.startswith(("/api/assistant/v1/chat/", "/api/assistant/v1/models"))


def parameters(document: Document, operation: Document) -> list[Document]:
    named = document["components"]["parameters"]
    given = operation.get("parameters", [])
    return [named[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in given]


def examples(operation: Document) -> Iterator[tuple[Document, object]]:
    contents = [operation.get("requestBody", {}), *operation["responses"].values()]
    for holder in contents:
        for media in holder.get("content", {}).values():
            named = [one["value"] for one in media.get("examples", {}).values()]
            for example in [media["example"]] if "example" in media else named:
                yield media["schema"], example


async def key(admin: Client, role: str, *scopes: str) -> str:
    asked = {"name": f"Programme {role}", "role": role} | ({"scopes": list(scopes)} if scopes else {})
    answer = await admin.post("/api/identity/v1/keys", json=asked)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["key"])


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
        if is_openai(path):
            continue
        is_known, is_write = operation["security"] != [], method in UNSAFE
        headers = {one["name"] for one in parameters(document, operation) if one["in"] == "header"}
        expected = {
            "401": is_known,
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
        assert ("Idempotency-Key" in headers) == (is_write and is_known), f"{method} {path}"
        assert method != "patch" or "If-Match" in headers, path


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


def address(document: Document, path: str, operation: Document) -> str:
    found = {
        one["name"]: str(one["example"]) for one in parameters(document, operation) if one["in"] == "path"
    }
    return re.sub(r"\{(\w+)\}", lambda name: found[name[1]], path)


async def test_it_asks_for_the_scopes_that_it_names(
    admin: Client, visitor: Client, document: Document
) -> None:
    everything = {str(scope) for scope in Scope}
    without = {scope: await key(admin, "admin", *sorted(everything - {scope})) for scope in everything}
    alone = {scope: await key(admin, "admin", scope) for scope in everything}
    tried = 0
    for method, path, operation in operations(document):
        for scope in operation["x-scopes"]:
            body = operation.get("requestBody", {}).get("content", {})
            kind, media = next(iter(body.items()), ("application/json", {}))
            call = {
                "method": method,
                "url": address(document, path, operation),
                "content": json.dumps(media.get("example")) if body else None,
            }
            refused, taken = [
                await visitor.request(
                    **call, headers={"authorization": f"Bearer {keys[scope]}", "content-type": kind}
                )
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


def sources() -> Iterator[ast.Module]:
    for folder in ("services", "gateway"):
        for file in (ROOT / folder).rglob("*.py"):
            yield ast.parse(file.read_text("utf-8"))


def raised() -> set[str]:
    """Every code in the source: classes below DomainError, and the literals that the edge and the kit write."""
    trees = list(sources())
    parents = {
        node.name: {
            base.id if isinstance(base, ast.Name) else getattr(base, "attr", "") for base in node.bases
        }
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    refusals = {"DomainError"}
    while more := {name for name, bases in parents.items() if bases & refusals} - refusals:
        refusals |= more
    codes = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in refusals - {"DomainError"}}
    for call in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        literals = [one.value for one in call.keywords if one.arg == "code"]
        if isinstance(call.func, ast.Name) and call.func.id == "problem":
            literals += call.args[1:2]
        codes |= {one.value for one in literals if isinstance(one, ast.Constant)}
    return codes


async def test_it_explains_every_code_that_can_be_raised(document: Document, guide: Page) -> None:
    codes = {problem["code"] for problem in document["x-problems"]}

    assert raised() - codes == set()
    assert codes <= guide.ids.keys()
    assert all(problem["description"] and problem["detail"] for problem in document["x-problems"])


async def test_it_explains_the_codes_of_the_framework(visitor: Client, admin: Client, guide: Page) -> None:
    answers = [
        await visitor.get("/api/identity/v1/nothing"),
        await visitor.delete("/api/identity/v1/me", headers={"authorization": "Bearer x"}),
        await admin.post("/api/identity/v1/keys", content=b"{", headers={"content-type": "application/json"}),
        await admin.post("/api/identity/v1/keys", json={}),
    ]

    assert [answer.status_code for answer in answers] == [404, 405, 400, 422]
    for answer in answers:
        page, _, anchor = answer.json()["type"].partition("#")
        assert page == "/docs"
        assert anchor in guide.ids


async def test_it_lists_every_event(document: Document, guide: Page) -> None:
    written = {
        node.value.value
        for tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "name"
        if isinstance(node.value, ast.Constant) and re.fullmatch(r"[a-z]+\.[a-z_]+", str(node.value.value))
    }
    names = [event["name"] for event in document["x-events"]]

    assert "identity.signed_in" in written
    assert sorted(names) == sorted(written)
    assert set(names) <= guide.ids.keys()
    assert all(
        "authority_id" in {field["name"] for field in event["fields"]} for event in document["x-events"]
    )


async def test_it_lists_every_operation_and_links_nowhere_in_vain(document: Document, guide: Page) -> None:
    assert {operation["operationId"] for _, _, operation in operations(document)} <= guide.ids.keys()
    assert [name for name, times in guide.ids.items() if times > 1] == []
    assert {link[1:] for link in guide.links if link.startswith("#")} <= guide.ids.keys()


async def test_it_asks_nothing_of_another_origin(visitor: Client) -> None:
    for path in ("/docs", "/docs/reference", "/openapi.json", "/static/docs.css", "/static/docs.js"):
        answer = await visitor.get(path)
        assert answer.status_code == 200, path
        found = re.findall(r"(?:https?:)?//[a-z0-9][\w.-]*", answer.text)
        assert [one for one in found if one != ORIGIN and not one.startswith("//docs")] == [], path


async def test_it_serves_what_its_pages_link(visitor: Client, guide: Page) -> None:
    reference = Page((await visitor.get("/docs/reference")).text)

    for link in {*guide.links, *reference.links} - {"/"}:
        if link.startswith("/"):
            assert (await visitor.get(link.partition("#")[0])).status_code == 200, link


async def test_it_forbids_all_script_but_the_viewer_s_own(visitor: Client) -> None:
    guide, reference = [
        (await visitor.get(path)).headers["content-security-policy"] for path in ("/docs", "/docs/reference")
    ]

    assert "script-src" not in guide
    assert "default-src 'none'" in guide
    assert "script-src 'self'; connect-src 'self'" in reference
    assert "unsafe" not in reference


async def test_it_says_so_when_a_service_does_not_answer() -> None:
    app = FastAPI(openapi_url=None)
    async with Client(base_url="http://127.0.0.1:1") as nobody:
        add_portal(app, {"workshops": nobody})
        async with Client(transport=httpx.ASGITransport(app), base_url=ORIGIN) as reader:
            for path in ("/docs", "/openapi.json"):
                answer = await reader.get(path)
                assert (answer.status_code, answer.json()["code"]) == (502, "service_unavailable")


def read_curl(command: str, *, key: str) -> dict[str, Any]:
    """Read a curl command as a call, as the shell would."""
    words = iter(shlex.split(command.replace("$TERRAIN_KEY", key).replace("\\\n", " "))[1:])
    call: dict[str, Any] = {"method": "GET", "headers": {}}
    for word in words:
        if word == "-X":
            call["method"] = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            call["headers"][name] = value
        elif word == "--data":
            call["content"] = next(words).encode()
        else:
            call["url"] = word
    return call


async def plan(admin: Client, document: Document) -> str:
    """Plan a workshop as the documentation shows it, in the first authority of the programme."""
    programme = (await admin.get("/api/workshops/v1/programmes")).json()["items"][0]
    body = document["paths"]["/api/workshops/v1/workshops"]["post"]["requestBody"]
    asked = body["content"]["application/json"]["example"] | {
        "programme_id": programme["id"], "authority_id": programme["authorities"][0]["authority_id"],
    }  # fmt: skip
    answer = await admin.post("/api/workshops/v1/workshops", json=asked)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_it_shows_calls_that_work(
    admin: Client, visitor: Client, document: Document, guide: Page
) -> None:
    partner, facilitator = await key(admin, "partner"), await key(admin, "facilitator")
    workshop = await plan(admin, document)
    commands = [text for kind, text in guide.programs if kind == "shell"]
    answers = []
    for command in commands:
        secret = facilitator if "/operations" in command else partner
        call = read_curl(command.replace(f"workshops/{SAMPLE_ID}", f"workshops/{workshop}"), key=secret)
        answer = await visitor.request(**call)
        assert answer.is_success, f"{command}\n{answer.text}"
        answers.append(answer.json())

    me, completion, receipt, batch = answers
    assert me["scopes"]
    assert completion["choices"][0]["message"]["content"]
    assert "refused" not in receipt or receipt["refused"] == []
    assert [one["outcome"] for one in batch["items"]] == ["created"]


async def test_it_shows_programs_that_work(
    admin: Client, document: Document, settings: GatewaySettings
) -> None:
    secret = await key(admin, "partner")
    await plan(admin, document)
    with serving(settings, is_split=False) as origin:
        page = Page(httpx.get(f"{origin}/docs").text)
        programs = [text for kind, text in page.programs if kind == "python"]
        said = [
            subprocess.run(
                [sys.executable, "-c", program], env={"TERRAIN_KEY": secret}, text=True, capture_output=True,
                timeout=60, check=False,
            )
            for program in programs
        ]  # fmt: skip

    assert [(one.returncode, one.stderr) for one in said] == [(0, "")] * 2
    assert "Mairie" in said[0].stdout
    assert "parents" in said[1].stdout.lower()
