"""The guide names every refusal, event and operation there is, and asks nothing of anybody else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from gateway.docs import add_portal
from tests.conftest import ORIGIN, Client
from tests.gateway.documentation import Document, Page, operations, read_document, read_guide

ROOT = Path(__file__).parents[2]
EXAMPLE = "https://terrain.example.org"
"""Stands in examples of answers, and leads nowhere: nobody may own this name (RFC 2606)."""


@pytest.fixture
async def document(visitor: Client) -> Document:
    return await read_document(visitor)


@pytest.fixture
async def guide(visitor: Client) -> Page:
    return await read_guide(visitor)


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
        codes |= {str(one.value) for one in literals if isinstance(one, ast.Constant)}
    return codes


async def test_it_explains_every_code_that_can_be_raised(document: Document, guide: Page) -> None:
    codes = {problem["code"] for problem in document["x-problems"]}

    assert raised() - codes == set()
    assert codes <= guide.ids.keys()
    assert all(problem["description"] and problem["detail"] for problem in document["x-problems"])


async def test_it_says_more_than_the_name_of_a_code_or_an_event(document: Document) -> None:
    told = [(one["code"], one["description"]) for one in document["x-problems"]]
    told += [(one["name"].rpartition(".")[2], one["description"]) for one in document["x-events"]]

    assert len(told) > 60
    # What the kit makes of a class without a docstring.
    assert [name for name, meaning in told if meaning == f"{name.replace('_', ' ').capitalize()}."] == []


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
        str(node.value.value)
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
        found = set(re.findall(r"(?:https?:)?//[a-z0-9][\w.-]*", answer.text)) - {ORIGIN, EXAMPLE}
        assert [one for one in found if not one.startswith("//docs")] == [], path


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
