"""The sheet, the vendored files and the templates keep their promises."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from infra import vendor
from web import render

SHEET = (render.STATIC / "site.css").read_text("utf-8")
TOKENS = dict(re.findall(r"--([\w-]+): light-dark\(([^)]*)\)", SHEET))
TEMPLATES = sorted((render.HERE / "templates").rglob("*.html"))

TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-soft", "wine", "vine", "ochre", "slate")
    for ground in ("ground", "paper", "raised")
] + [(tone, f"{tone}-wash") for tone in ("wine", "vine", "ochre", "slate")] + [
    (ink, f"{tone}-wash") for ink in ("ink", "ink-soft") for tone in ("wine", "vine", "ochre", "slate")
]  # fmt: skip

MAILS = [render.HERE / "templates/digest/mail.html"]
"""They leave the house: no mail program fetches a style sheet."""


def colour(token: str, theme: int) -> str:
    return TOKENS[token].split(",")[theme].strip().lstrip("#")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(code: str) -> float:
        code = "".join(c * 2 for c in code) if len(code) == 3 else code
        parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_it_writes_text_that_can_be_read(theme: int) -> None:
    for ink, ground in TEXT:
        assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5, (ink, ground)
    for fill in ("wine-fill", "wine-deep"):
        assert contrast("fff", colour(fill, theme)) >= 4.5, fill


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_it_draws_controls_that_can_be_seen(theme: int) -> None:
    for ground in ("ground", "paper", "raised"):
        assert contrast(colour("line-strong", theme), colour(ground, theme)) >= 3, ground
        assert contrast(colour("slate", theme), colour(ground, theme)) >= 3, ground


def test_it_stays_a_light_sheet() -> None:
    assert len(gzip.compress(SHEET.encode(), 9)) <= 8192
    assert "@import" not in SHEET
    assert "://" not in SHEET


def test_it_takes_nothing_from_the_design_system_of_the_state() -> None:
    everything = SHEET + "".join(path.read_text("utf-8") for path in TEMPLATES)

    assert not re.search(r"marianne|dsfr|spectral|\bfr-[a-z]|#000091|#e1000f", everything, re.IGNORECASE)


def test_it_preloads_the_very_font_that_the_sheet_asks_for() -> None:
    head = (render.HERE / "templates/layouts/_head.html").read_text("utf-8")
    asked = re.search(r'url\("(vendor/[^"]+\.woff2\?v=[^"]+)"\)', SHEET)

    assert asked
    assert f'href="/static/{asked[1]}"' in head


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_keeps_templates_small_and_free_of_inline_code(path: Path) -> None:
    source = path.read_text("utf-8")
    markup = re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)

    assert len(markup.splitlines()) <= 80
    assert not re.search(r'\sstyle="|\son[a-z]+="', markup)
    assert "<style" not in markup or path in MAILS
    for tag in re.findall(r"<[a-z][^>]*\shx-[a-z:-]+=[^>]*>", markup):
        assert "hx-nonce" in tag, f"write it with hx(...), or it is removed: {tag}"


def test_it_serves_vendored_files_as_they_were_reviewed() -> None:
    vendor.check()
    named = {file.name for file in vendor.listed()} | {"VENDOR.json"}

    present = (path for path in vendor.VENDOR.rglob("*") if path.is_file())
    assert named == {path.relative_to(vendor.VENDOR).as_posix() for path in present}


def test_it_keeps_a_licence_for_each_vendored_package() -> None:
    for package in json.loads((vendor.VENDOR / "VENDOR.json").read_text("utf-8")):
        assert package["licence"]
        assert any(file["name"].endswith("LICENSE") for file in package["files"])


def test_it_refuses_a_vendored_file_that_has_changed(tmp_path: Path) -> None:
    shutil.copytree(vendor.VENDOR, tmp_path, dirs_exist_ok=True)
    (tmp_path / "htmx.min.js").write_bytes(b"changed")

    with pytest.raises(vendor.FileChanged, match=r"htmx\.min\.js"):
        vendor.check(tmp_path)
