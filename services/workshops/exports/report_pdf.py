"""A closing report as a tagged PDF (PDF/UA-1): headings, tables with header rows, title and language."""

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from services.workshops.exports import report
from services.workshops.exports.bundle import Bundle

_TEMPLATE = Path(__file__).with_name("report.typ").read_bytes()
# What the compiler's own fonts hold: PDF/UA refuses a letter without a glyph, and system fonts would change the bytes.
_UNKNOWN = re.compile(
    r"[^ -~\u00a0-\u024f\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u2010-\u2027\u202f-\u203a\u20a0-\u20b0\u2190-\u2199"
    r"\u2200-\u2265\u25a0-\u25ff\u2713]"
)
_MISSING = "□"


def write(bundle: Bundle) -> bytes:
    """Write the report of an authority.

    Raises: NotOneAuthority.
    """
    return compiled(_TEMPLATE, report.draw(bundle), made_at=bundle.made_at)


def compiled(template: bytes, made: BaseModel, *, made_at: datetime) -> bytes:
    """Set a report, dated from its snapshot, in the fonts that the compiler brings: same bytes everywhere.

    Words reach the template as data, never as markup. A letter without a glyph is written « □ ».
    """
    import typst  # seven megabytes, for who prints

    written = typst.compile(
        template, format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()),
        ignore_system_fonts=True, sys_inputs={"report": printable(made).model_dump_json()},
    )  # fmt: skip
    if not isinstance(written, bytes):
        raise TypeError("a PDF is one file")
    return written


def printable(made: BaseModel) -> BaseModel:
    """Give the report with only letters that the fonts hold; lines are joined."""
    return type(made).model_validate(cleaned(made.model_dump()))


def cleaned(value: object) -> object:
    """Give a value with only letters that the fonts hold, in every string that it is made of."""
    match value:
        case str():
            return letters(value)
        case dict():
            return {name: cleaned(one) for name, one in value.items()}
        case tuple() | list():
            return tuple(cleaned(one) for one in value)
        case _:
            return value


def letters(words: str) -> str:
    """Compose accents, join lines, drop what joins or varies letters, and mark letters without a glyph."""
    one_line = re.sub(r"\s*[\n\r\t]\s*", " ", unicodedata.normalize("NFC", words))
    seen = "".join(one for one in one_line if unicodedata.category(one) not in {"Cf", "Mn"})
    return _UNKNOWN.sub(_MISSING, seen)
