"""The process that reads one document: `python -m services.assistant.extraction.child <ending>`, file in, JSON out.

It shares nothing with the service: what a file makes it do ends with it. The bounds are set before a byte is read.
"""

import json
import os
import resource
import sys

from services.assistant.extraction.parts import LARGEST, Parts, Unreadable, Why

MEMORY = 768 * 1024 * 1024
SECONDS = 20
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")


def main(ending: str) -> None:
    """Read the document on standard input and write its parts, or why not, on standard output."""
    _bound()
    data = sys.stdin.buffer.read(LARGEST + 1)
    try:
        if len(data) > LARGEST:
            raise Unreadable(Why.TOO_HEAVY)  # noqa: TRY301 - one way out
        parts = read(data, ending)
        told: dict[str, object] = {
            "kind": parts.kind, "pages": parts.pages, "unread_pages": parts.unread_pages, "parts": parts.whole(),
        }  # fmt: skip
    except Unreadable as refusal:
        told = {"why": refusal.why.value}
    except (MemoryError, RecursionError):
        told = {"why": Why.TOO_HEAVY.value}
    sys.stdout.write(json.dumps(told))


def read(data: bytes, ending: str) -> Parts:
    """Read a document by what it holds; its ending only tells text from tables.

    Raises: Unreadable.
    """
    if b"%PDF-" in data[:1024]:
        from services.assistant.extraction import pdf

        return pdf.read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(_OLD):
        raise Unreadable(Why.ENCRYPTED if _LOCKED in data else Why.OLD)
    from services.assistant.extraction import plain

    return plain.read_csv(data) if ending == "csv" else plain.read_text(data)


def _office(data: bytes) -> Parts:
    from services.assistant.extraction import packages, sheets, texts

    package = packages.Package(data)
    if "word/document.xml" in package.names:
        return texts.read_docx(package)
    if "xl/workbook.xml" in package.names:
        return sheets.read_xlsx(package)
    if "content.xml" in package.names:
        is_sheet = b"spreadsheet" in package.read("mimetype")
        return sheets.read_ods(package) if is_sheet else texts.read_odt(package)
    raise Unreadable(Why.UNKNOWN)


def _bound() -> None:
    """Take away what a document could misuse: memory, time, files, the network, other programs."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64),
    ):  # fmt: skip
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open":
        mode, flags = arguments[1] or "", arguments[2]
        if any(sign in str(mode) for sign in "wax+") or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError(event)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
