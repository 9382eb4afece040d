"""The closing report of a programme as a tagged PDF (PDF/UA-1)."""

from pathlib import Path

from services.workshops.exports import regional, report_pdf
from services.workshops.exports.bundle import Bundle

_TEMPLATE = Path(__file__).with_name("regional.typ").read_bytes()


def write(bundle: Bundle) -> bytes:
    """Write the report of a programme.

    Raises: NotRegional.
    """
    return report_pdf.compiled(_TEMPLATE, regional.draw(bundle), made_at=bundle.made_at)
