"""A spreadsheet in OpenDocument, the State's recommended format: content.xml streamed into a zip, typed cells."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from services.workshops.exports.archives import Archive
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.csv_files import number
from services.workshops.exports.readme import lines
from services.workshops.exports.tables import Column, Kind, Row, Table, Value, filled

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("meta", "meta"),
    )
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content {_NAMES} xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3">'
    "<office:automatic-styles>"
    '<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>'
    '<number:date-style style:name="M"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>'
    '<style:style style:name="moment" style:family="table-cell" style:data-style-name="M"/>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("  +|^ | $|\t")
_LINE_ENDS = re.compile("\r\n?")


def write(bundle: Bundle) -> bytes:
    """Write every table, after a sheet that says what they are."""
    with Archive() as files:
        files.add("mimetype", MEDIA_TYPE.encode(), is_stored=True)
        with files.stream("content.xml") as target:
            for piece in _content(bundle):
                target.write(piece.encode())
        files.add("meta.xml", _meta(bundle).encode())
        files.add("META-INF/manifest.xml", _MANIFEST.encode())
    return files.content


def plain(text: str) -> str:
    """Put a replacement sign where XML allows no character, one for one; and one kind of line end."""
    return _NOT_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def _content(bundle: Bundle) -> Iterator[str]:
    yield _HEAD
    yield from _sheet("lisez-moi", ([_text(line)] for line in lines(bundle)))
    for table, rows in filled(bundle.tables):
        yield from _sheet(table.name, _cells(table, rows))
    yield _TAIL


def _cells(table: Table, rows: Iterable[Row]) -> Iterator[list[str]]:
    yield [_text(column.name, style="head") for column in table.columns]
    for row in rows:
        yield [_cell(row[column.name], column) for column in table.columns]


def _sheet(name: str, rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(name)}><table:table-column/>"
    for row in rows:
        yield f"<table:table-row>{''.join(row)}</table:table-row>"
    yield "</table:table>"


def _cell(value: Value, column: Column) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            word = "true" if value else "false"
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{word}"/>'
        case int() | float():
            return f'<table:table-cell office:value-type="float" office:value="{number(value)}"/>'
        case str() if column.kind is Kind.DAY:
            return f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{value}"/>'
        case str() if column.kind is Kind.MOMENT:
            moment = datetime.fromisoformat(value).astimezone(UTC)
            return f'<table:table-cell table:style-name="moment" office:value-type="date" office:date-value="{moment:%Y-%m-%dT%H:%M:%S}"/>'
        case str():
            return _text(value)


def _text(text: str, *, style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    lines_of = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in plain(text).split("\n"))
    return f'<table:table-cell{styled} office:value-type="string">{lines_of}</table:table-cell>'


def _spaced(line: str) -> str:
    """Keep the spaces that OpenDocument would fold into one."""
    written = escape(line)
    return _SPACES.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', written
    )


def _meta(bundle: Bundle) -> str:
    made = bundle.made_at.astimezone(UTC)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {_NAMES} office:version="1.3"><office:meta>'
        f"<meta:creation-date>{made:%Y-%m-%dT%H:%M:%S}</meta:creation-date></office:meta></office:document-meta>"
    )
