"""PDF, page by page."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError

from services.assistant.extraction.parts import MOST_PAGES, Parts, Unreadable, Why

_FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, AssertionError)
"""What a broken file makes the library raise: its own refusals, and its surprises."""


def read_pdf(data: bytes) -> Parts:
    """Read the text of each page. One that opens without a password is read, whatever it forbids to print.

    Raises: Unreadable.
    """
    parts = Parts("pdf")
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Why.ENCRYPTED)
        parts.pages = len(reader.pages)
    except (FileNotDecryptedError, NotImplementedError) as error:
        raise Unreadable(Why.ENCRYPTED) from error
    except (*_FAULTS, RecursionError) as error:
        raise Unreadable(Why.BROKEN) from error
    if parts.pages > MOST_PAGES:
        raise Unreadable(Why.TOO_MANY_PAGES)
    for number in range(parts.pages):
        text = _page(reader, number)
        parts.unread_pages += not text.strip()
        parts.add(f"page {number + 1}", text)
    if parts.pages and parts.unread_pages == parts.pages:
        raise Unreadable(Why.IMAGES)
    return parts


def _page(reader: PdfReader, number: int) -> str:
    """Give the text of a page; of one that is broken, none: the others are read all the same."""
    try:
        return reader.pages[number].extract_text()
    except (*_FAULTS, RecursionError):
        return ""
