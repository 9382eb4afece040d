"""The papers of a meeting as a tagged PDF (PDF/UA-1): the same frozen pack gives the same bytes."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from services.workshops.exports.report_pdf import cleaned

_TEMPLATE = Path(__file__).with_name("committee.typ").read_bytes()


def write(pack: Mapping[str, object], *, made_at: datetime) -> bytes:
    """Write the pack, dated from the moment it was frozen and set in the fonts that the compiler brings.

    Words reach the template as data, never as markup. A letter without a glyph is written « □ ».
    """
    import typst  # seven megabytes, for who prints

    written = typst.compile(
        _TEMPLATE, format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()),
        ignore_system_fonts=True, sys_inputs={"pack": json.dumps(cleaned(dict(pack)), ensure_ascii=False)},
    )  # fmt: skip
    if not isinstance(written, bytes):
        raise TypeError("a PDF is one file")
    return written
