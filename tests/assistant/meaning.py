"""What tests of search by meaning share: a document, a supplier of vectors, and waiting for both."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import psycopg
import pytest

from services.assistant.desk import Desk
from tests.assistant.test_hold_collections import keeper, opened, put
from tests.conftest import Client

__all__ = [
    "ASKED",
    "HEAP",
    "RULES",
    "VECTORS",
    "Add",
    "embedded",
    "found",
    "hidden",
    "keeper",
    "moment",
    "pgvector",
    "shelved",
]
Add = Callable[..., Awaitable[dict[str, Any]]]
VECTORS: dict[str, Any] = {"settings": {"kind": "embeddings"}}
HEAP = "Les meubles hors d’usage sont enlevés le premier mardi du mois."
RULES = f"{HEAP}\n" + "\n".join(f"Article {n} : la salle numéro {n} ferme à minuit. " * 22 for n in range(6))
ASKED = "Où jeter un vieux canapé ?"


@pytest.fixture
def pgvector(owner: psycopg.Connection) -> None:
    """Only where the server has pgvector; the plain server of the continuous checks has none."""
    if not owner.execute("select to_regtype('vector') is not null").fetchone()[0]:  # type: ignore[index]
        pytest.skip("this server has no pgvector: see test_it_goes_on_by_words_without_pgvector")


@pytest.fixture
async def hidden(owner: psycopg.Connection) -> AsyncIterator[None]:
    """Take pgvector away for the time of a test, where it is."""
    there = owner.execute("select 1 from pg_extension where extname = 'vector'").fetchone()
    if there:
        owner.execute("create schema if not exists elsewhere")
        owner.execute("alter extension vector set schema elsewhere")
    yield
    if there:
        owner.execute("alter extension vector set schema public")


async def shelved(person: Client) -> str:
    """Open a collection with the rules in it; give its address."""
    here = await opened(person)
    await put(person, here, "dechets.txt", RULES.encode())
    return here


async def found(person: Client, here: str, asked: str = ASKED) -> list[tuple[str, list[str]]]:
    answer = await person.get(f"{here}/passages", params={"q": asked})
    assert answer.status_code == 200, answer.text
    return [(one["text"].partition("\n")[0], one["by"]) for one in answer.json()["items"]]


async def embedded(person: Client, here: str, desk: Desk, *, passages: int | None = None) -> None:
    """Wait until every passage of a collection, or so many, are found by meaning."""
    for _ in range(250):
        shelf = (await person.get(here)).json()
        if shelf["passages"] and shelf["by_meaning"] == (passages or shelf["passages"]):
            return
        desk.deposited.set()
        await moment()
    raise AssertionError(shelf)


async def moment() -> None:
    """Let other tasks work."""
    await asyncio.sleep(0.02)
