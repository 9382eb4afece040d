"""The document and its guide, taken apart for the tests."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.conftest import Client

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


async def read_document(visitor: Client) -> Document:
    answer = await visitor.get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


async def read_guide(visitor: Client) -> Page:
    answer = await visitor.get("/docs")
    assert answer.status_code == 200
    return Page(answer.text)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def is_otlp(path: str) -> bool:
    return path.startswith("/api/metrics/v1/otlp/")


def is_openai(path: str) -> bool:
    return path.startswith(
        ("/api/assistant/v1/chat/", "/api/assistant/v1/models", "/api/assistant/v1/embeddings")
    )


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
