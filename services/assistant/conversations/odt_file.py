"""A text document in OpenDocument, the State's recommended format, out of Markdown: what it says, in styles one can change."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from services.assistant import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
    for one in ("office", "text", "table", "style")
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><office:document-{{kind}} {_NAMES} {_FO} {_DC} office:version="1.3">'
_STYLES = (
    '<office:automatic-styles><style:style style:name="strong" style:family="text"><style:text-properties'
    ' fo:font-weight="bold"/></style:style><style:style style:name="em" style:family="text"><style:text-properties'
    ' fo:font-style="italic"/></style:style><text:list-style style:name="numbers"><text:list-level-style-number'
    ' text:level="1" style:num-suffix="." style:num-format="1"/></text:list-style></office:automatic-styles>'
)
_FILES = ("content.xml", "meta.xml")
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{one}" manifest:media-type="text/xml"/>' for one in _FILES
    )
    + "</manifest:manifest>"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("  +|^ | $|\t")
_BLOCKS = {
    "bullet_list_open": "<text:list>", "ordered_list_open": '<text:list text:style-name="numbers">', "bullet_list_close": "</text:list>",
    "ordered_list_close": "</text:list>", "list_item_open": "<text:list-item>", "list_item_close": "</text:list-item>",
    "paragraph_open": "<text:p>", "paragraph_close": "</text:p>", "heading_close": "</text:h>",
    "table_close": "</table:table>", "tr_open": "<table:table-row>", "tr_close": "</table:table-row>",
    **dict.fromkeys(("th_open", "td_open"), '<table:table-cell office:value-type="string"><text:p>'),
    **dict.fromkeys(("th_close", "td_close"), "</text:p></table:table-cell>"),
    "hr": "<text:p>* * *</text:p>",
}  # fmt: skip
_INLINE = {
    "strong_open": '<text:span text:style-name="strong">', "em_open": '<text:span text:style-name="em">',
    "strong_close": "</text:span>", "em_close": "</text:span>", "hardbreak": "<text:line-break/>", "softbreak": " ",
}  # fmt: skip


def write(text: str, *, title: str) -> bytes:
    """Write Markdown as a text document: this will open in any word processor, without link or image to anywhere."""
    content = "".join(_body(markdown.parser().parse(_NOT_XML.sub("\ufffd", text))))
    made = {
        "mimetype": MEDIA_TYPE,
        "content.xml": f"{_HEAD.format(kind='content')}{_STYLES}<office:body><office:text>{content}"
        "</office:text></office:body></office:document-content>",
        "meta.xml": f"{_HEAD.format(kind='meta')}<office:meta><dc:title>{escape(_NOT_XML.sub('', title))}</dc:title>"
        "</office:meta></office:document-meta>",
        "META-INF/manifest.xml": _MANIFEST,
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, written in made.items():
            entry = ZipInfo(name)  # a fixed date: same conversation, same bytes
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, written)
    return out.getvalue()


def _body(tokens: "Sequence[Token]") -> Iterator[str]:
    for index, token in enumerate(tokens):
        if token.type == "inline":
            yield from _line(token.children or ())
        elif token.type == "heading_open":
            yield f'<text:h text:outline-level="{token.tag[1]}">'
        elif token.type == "table_open":
            yield f'<table:table><table:table-column table:number-columns-repeated="{_columns(tokens[index:])}"/>'
        elif token.type in {"fence", "code_block"}:
            yield from (f"<text:p>{_text(line)}</text:p>" for line in token.content.splitlines())
        else:
            yield _BLOCKS.get(token.type, "")


def _columns(tokens: "Sequence[Token]") -> int:
    """Count the cells of the first row."""
    count = 0
    for token in tokens:
        if token.type == "tr_close":
            break
        count += token.type in {"th_open", "td_open"}
    return max(count, 1)


def _line(tokens: "Sequence[Token]") -> Iterator[str]:
    for token in tokens:
        yield _INLINE.get(token.type) or (_text(token.content) if token.content else "")


def _text(text: str) -> str:
    """Keep the spaces that OpenDocument would fold into one."""
    return _SPACES.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>',
        escape(text),
    )
