"""Documents made for tests: each format as small as it can be, and the hostile ones."""

import zipfile
from io import BytesIO

import openpyxl
import typst
from pypdf import PdfReader, PdfWriter

RULES = "Règlement de la salle"
WORDS = "Mme Durand tient les clés."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def pack(**entries: str | bytes) -> bytes:
    """Make an archive; two underscores stand for a slash, one dollar for a dot."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """Make a PDF with these pages."""
    text = "\n#pagebreak()\n".join(pages or (f"= {RULES}\n{WORDS}",))
    return bytes(typst.compile(text.encode()))


def locked_pdf(*, user: str = "secret") -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(pdf())))
    writer.encrypt(user, "owner", algorithm="AES-256")
    return written(writer)


def blank_pdf(pages: int = 1) -> bytes:
    """Make a PDF as a scanner does: pages without a letter."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return written(writer)


def docx(head: str = "", body: str = "") -> bytes:
    """Make a Word document with a heading, a paragraph, a table and a removed word."""
    said = body or (
        f'<w:p><w:pPr><w:pStyle w:val="Titre1"/></w:pPr><w:r><w:t>{RULES}</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>{WORDS}</w:t></w:r><w:del><w:r><w:delText>Secret</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Caution</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>150 €</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    return pack(word__document_dot_xml=f"{head}<w:document {_W}><w:body>{said}</w:body></w:document>")


def odt() -> bytes:
    content = (
        f"<office:document-content {_O}><office:body><office:text><text:h>{RULES}</text:h><text:p>{WORDS}"
        "<office:annotation><text:p>Secret</text:p></office:annotation></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Caution</text:p></table:table-cell>"
        "<table:table-cell><text:p>150 €</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    return pack(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml=content)


def ods() -> bytes:
    cells = "".join(
        f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in ("Caution", "150 €")
    )
    content = (
        f'<office:document-content {_O}><office:body><office:spreadsheet><table:table table:name="Tarifs">'
        f"<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return pack(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=content)


def xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tarifs"
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
