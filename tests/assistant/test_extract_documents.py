"""Documents become text with places; hostile ones are refused within their bounds, in a process that shares nothing."""

import asyncio
import resource
import sys
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from services.assistant.extraction import process
from services.assistant.extraction.process import Extracted, extract
from services.assistant.extraction.refusals import DocumentTooLarge, DocumentUnreadable
from tests.assistant import papers
from tests.assistant.papers import RULES, WORDS

BOUND = 25.0
"""Seconds within which any file is answered for: what a reader may compute, and the time to end it."""


async def read(data: bytes, name: str) -> Extracted:
    return await extract(data, name, turns=asyncio.Semaphore(2))


async def why(data: bytes, name: str) -> str:
    with pytest.raises(DocumentUnreadable) as refused:
        await read(data, name)
    assert refused.value.message.endswith(".")
    return str(refused.value.more["why"])


async def test_it_reads_each_page_of_a_pdf() -> None:
    found = await read(papers.pdf(f"= {RULES}\n{WORDS}", "La caution est de 150 €."), "Règlement.PDF")

    assert (found.kind, found.pages, found.unread_pages) == ("pdf", 2, 0)
    assert [place for place, _ in found.parts] == ["page 1", "page 2"]
    assert WORDS in found.parts[0][1]
    assert "150" in found.parts[1][1]


async def test_it_reads_a_pdf_that_only_forbids_to_print() -> None:
    assert WORDS in (await read(papers.locked_pdf(user=""), "a.pdf")).text


@pytest.mark.parametrize(("data", "kind"), [(papers.docx(), "docx"), (papers.odt(), "odt")])
async def test_it_reads_paragraphs_in_their_section(data: bytes, kind: str) -> None:
    found = await read(data, f"a.{kind}")

    assert found.kind == kind
    assert found.parts == ((f"section « {RULES} »", f"{RULES}\n{WORDS}\nCaution | 150 €"),)


async def test_it_reads_the_rows_of_sheets_and_writes_days_as_days() -> None:
    found = await read(
        papers.xlsx([["Poste", "Prix", "Depuis"], ["Salle", 12.5, date(2026, 11, 3)]]), "a.xlsx"
    )

    assert (found.kind, found.pages) == ("xlsx", 1)
    assert found.parts == (("feuille « Tarifs »", "Poste | Prix | Depuis\nSalle | 12.5 | 03/11/2026"),)
    assert (await read(papers.ods(), "a.ods")).parts == (("feuille « Tarifs »", "Caution | 150 €"),)


async def test_it_reads_text_and_tables_in_the_encodings_of_french_offices() -> None:
    written = "# Salle\n\nOuverte à l’été.\n\n## Clés\n\nÀ la mairie."
    found = await read(written.encode(), "a.md")
    assert [place for place, _ in found.parts] == ["section « Salle »", "section « Clés »"]
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        assert "Ouverte à l’été." in (await read(written.encode(encoding), "a.txt")).text

    table = "nom;prix\n" + "".join(f"Élément {n};{n}\n" for n in range(60))
    rows = await read(table.encode("cp1252"), "tarifs.csv")
    assert [place for place, _ in rows.parts] == ["lignes 1 à 50", "lignes 51 à 61"]
    assert "Élément 59 | 59" in rows.text


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (papers.locked_pdf(), "a.pdf", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (papers.pack(**{"META-INF__manifest_dot_xml": "<x encryption-data=''/>", "content_dot_xml": "?"}), "a.odt", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "old"),
        (papers.blank_pdf(3), "scan.pdf", "images"),
        (papers.blank_pdf(501), "long.pdf", "too_many_pages"),
        (b"%PDF-1.7\nnothing", "a.pdf", "broken"),
        (b"PK\x03\x04nothing", "a.docx", "broken"),
        (papers.pack(a_dot_txt="x"), "a.zip", "unknown"),
        (bytes(range(256)) * 40, "a.bin", "unknown"),
        (b"  \n", "a.txt", "empty"),
        (b"", "a.txt", "empty"),
        (b"mot " * 200_000, "a.txt", "too_long"),
        (papers.docx(head='<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'), "a.docx", "entities"),
        (papers.docx(head='<!DOCTYPE d SYSTEM "file:///etc/passwd">'), "a.docx", "entities"),
        (papers.docx(body="<w:p>" * 5_000), "a.docx", "swollen"),
        (papers.pack(word__document_dot_xml=b"<a>" + b" " * 200_000_000), "bomb.docx", "swollen"),
    ],
)  # fmt: skip
async def test_it_refuses_what_it_cannot_read_and_says_why(data: bytes, name: str, reason: str) -> None:
    began = time.monotonic()
    assert await why(data, name) == reason
    assert time.monotonic() - began < BOUND


async def test_it_refuses_more_than_ten_megabytes() -> None:
    with pytest.raises(DocumentTooLarge):
        await read(b"a" * (10 * 1024 * 1024 + 1), "a.txt")


async def test_it_outlives_a_pdf_that_unfolds_without_end() -> None:
    """A page of 300 MB of instructions in a file of 300 kB: the reader stops, this process neither grows nor waits."""
    bomb = heavy_pdf(b"(x) Tj " * 43_000_000)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    async with beating() as heard:
        assert await why(bomb, "a.pdf") in {"too_heavy", "images", "broken"}

    assert time.monotonic() - began < BOUND
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert max(heard, default=0) < 1


async def test_it_ends_a_reader_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_PATIENCE", 1.5)
    heavy = heavy_pdf(b"BT /F 9 Tf (abcdefghij) Tj ET\n" * 200_000, pages=400)
    began = time.monotonic()
    async with beating() as heard:
        assert await why(heavy, "a.pdf") == "too_heavy"
        assert time.monotonic() - began < 3
        assert (await read(b"Bonjour", "a.txt")).text == "Bonjour", (
            "the next document is read as if nothing happened"
        )
    assert max(heard) < 1


def heavy_pdf(content: bytes, *, pages: int = 1) -> bytes:
    """Make a small file whose pages share one stream that is long once unfolded."""
    writer, stream = PdfWriter(), StreamObject()
    stream.update({NameObject("/Filter"): NameObject("/FlateDecode")})
    stream._data = zlib.compress(content, 9)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(name): NameObject(value) for name, value in font.items()})
    fonts = DictionaryObject({NameObject("/F"): named})
    shared = writer._add_object(stream)
    for _ in range(pages):
        page = writer.add_blank_page(9, 9)
        page[NameObject("/Contents")] = shared
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return papers.written(writer)


@asynccontextmanager
async def beating() -> AsyncIterator[list[float]]:
    """Listen to this process's own loop: how long it was deaf, each time."""
    heard: list[float] = []

    async def beat() -> None:
        while True:
            last = time.monotonic()
            await asyncio.sleep(0.05)
            heard.append(time.monotonic() - last)

    task = asyncio.create_task(beat())
    await asyncio.sleep(0.06)
    yield heard
    task.cancel()


async def test_it_gives_the_reader_no_network_no_file_and_no_program() -> None:
    tried = (
        "from services.assistant.extraction import child\n"
        "import socket, subprocess, pathlib\n"
        "child._bound()\n"
        "for one in (lambda: socket.socket(), lambda: subprocess.run(['true']), lambda: open('/tmp/never-made', 'w'),\n"
        "            lambda: pathlib.Path('/tmp/never-made').touch(), lambda: bytearray(2 * 1024**3)):\n"
        "    try: one()\n"
        "    except (PermissionError, MemoryError) as refused: print(type(refused).__name__)\n"
        "    else: print('free')\n"
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-B", "-c", tried, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await child.communicate()

    assert said.decode().split() == ["PermissionError"] * 4 + ["MemoryError"]
