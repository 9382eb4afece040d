"""A model's Markdown as HTML that can do nothing: no image, no style, no handler, links that say where they go."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from services.assistant.citations import numbers

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
_MARK = re.compile("[\ue000\ue001]")
_MARKED = re.compile("\ue000(\\d{1,2})\ue001")
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_FIRST_LEVEL = 3
_BOX = '<div class="table" role="group" aria-label="Tableau" tabindex="0">'
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def render(text: str, *, cited: Mapping[int, str] | None = None) -> str:
    """Render Markdown: this will be HTML that is safe to show inside a page, headings below its own.

    `cited` are the numbers that may stand between brackets as links to this house, and where each leads.
    """
    import nh3  # with the parser three megabytes, which a process that only relays does without

    reader = parser(is_citing=bool(cited))
    tokens = reader.parse(numbers.spread(_MARK.sub("", text)) if cited else text)
    _place_headings(tokens)
    _mark(tokens, cited or {})
    clean = nh3.clean(
        reader.renderer.render(tokens, reader.options, {}), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    # A wide table scrolls in its own box, by keyboard too, rather than widen the page.
    boxed = clean.replace("<table>", _BOX + "<table>").replace("</table>", "</table></div>")
    shown = _LINK.sub(_show_host, boxed)
    return _MARKED.sub(lambda mark: _cite(int(mark[1]), cited[int(mark[1])]), shown) if cited else shown


@cache
def parser(*, is_citing: bool = False) -> "MarkdownIt":
    """Read Markdown. Where numbers cite, no text may define « [1] » as a link to somewhere else."""
    from markdown_it import MarkdownIt

    off = ["image", "reference"] if is_citing else ["image"]
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(off)


def plain(text: str) -> str:
    """Render text that is no Markdown: this will keep its lines, and its paragraphs apart."""
    paragraphs = re.split(r"\n\s*\n", escape(text.replace("\r\n", "\n").strip()))
    return "".join(f"<p>{paragraph}</p>".replace("\n", "<br>") for paragraph in paragraphs if paragraph)


def split(text: str) -> int:
    """Tell where the blocks that nothing can change any more end: after the last blank line outside a fence."""
    end, position, fence = 0, 0, ""
    for line in text.splitlines(keepends=True):
        position += len(line)
        fence = _after(line, fence)
        if not fence and not line.strip() and line.endswith("\n"):
            end = position
    return end


def _place_headings(tokens: "Sequence[Token]") -> None:
    """Put headings under the page's own, without skipping a level whatever the model wrote."""
    above: list[tuple[int, int]] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1][0] >= written:
                above.pop()
            above.append((written, min(above[-1][1] + 1 if above else _FIRST_LEVEL, 6)))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{above[-1][1]}"


def _mark(tokens: "Sequence[Token]", cited: Mapping[int, str]) -> None:
    """Mark the numbers that cite, in plain text alone: not in code, not inside another link."""

    def mark(found: re.Match[str]) -> str:
        return f"\ue000{int(found[1])}\ue001" if int(found[1]) in cited else found[0]

    for token in tokens if cited else ():
        depth = 0
        for child in token.children or ():
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "text" and not depth:
                child.content = numbers.NUMBER.sub(mark, child.content)


def _cite(number: int, address: str) -> str:
    return f'<a href="{escape(address)}" aria-label="Passage [{number}]">[{number}]</a>'


def _after(line: str, fence: str) -> str:
    """Give the fence that is open after this line: none, or the one that must close."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    mark, rest = found[1], found[2].strip()
    if not fence:
        return "" if mark[0] == "`" and "`" in rest else mark
    return "" if mark[0] == fence[0] and len(mark) >= len(fence) and not rest else fence


def _show_host(link: re.Match[str]) -> str:
    try:
        address = urlsplit(unescape(link[1]))
        scheme, host = address.scheme, address.hostname
    except ValueError:  # no address at all, such as an unclosed [
        return link[3]
    if not scheme:  # it would lead inside this house, or to another under the page's own scheme
        return link[3]
    if not host or host in unescape(link[3]):
        return link[0]
    return f'<a href="{link[1]}"{link[2]}>{link[3]}</a> ({escape(host)})'
