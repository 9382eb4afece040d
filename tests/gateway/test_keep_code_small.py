"""What one look can hold: the size of files, functions and templates, and who may commit."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("services", "gateway", "web", "infra", "tests")


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_it_keeps_files_under_300_lines() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in sources()}

    assert len(lengths) > 150
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}


def test_it_keeps_functions_under_50_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 50
    ]

    assert long == []


def test_it_lets_only_the_kit_commit() -> None:
    found = [
        name(path)
        for path in sources()
        if path.parts[len(ROOT.parts)] in {"services", "gateway", "web"}
        and re.search(r"\.commit\(", path.read_text())
    ]

    assert found == ["services/kit/db.py"]


def test_it_keeps_the_kit_free_of_our_nouns() -> None:
    nouns = re.compile(r"workshop|hypothes|pain.point|facilitator|commune|arnia", re.IGNORECASE)
    kit = (path for path in (ROOT / "services" / "kit").rglob("*.py"))
    # A docstring may give one of our names as an example; code may not use one.
    found = [
        f"{name(path)}:{node.lineno}"
        for path in kit
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name | ast.arg | ast.Attribute | ast.FunctionDef | ast.ClassDef)
        and nouns.search(
            getattr(node, "id", "")
            or getattr(node, "arg", "")
            or getattr(node, "attr", "")
            or getattr(node, "name", "")
        )
    ]

    assert found == []
