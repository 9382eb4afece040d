"""A project exported over HTTP, opened by programs of qualitative analysis. `make qda` installs them and runs this.

QDA_PYTHON is the interpreter of their virtual environment. Without it the tests say that they are skipped.
"""

import asyncio
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.workshops.schemas import CaptureKind, Theme
from tests.workshops.photographing import take

SCRIPTS = Path(__file__).parents[1] / "qda"
PYTHON = os.environ.get("QDA_PYTHON", "")
pytestmark = pytest.mark.skipif(not PYTHON, reason="`make qda` installs the programs and runs this")

ROOM = "/api/workshops/v1"
NOTES = (
    ("observations", "text", {"text": "Trois « appels »\ndans l’heure"}),
    ("observations", "text", {"text": "🗂️ Le registre <papier> & l’e\u0301cran"}),
    ("pain-points", "statement", {"statement": "Triple saisie", "theme": "citizens", "severity": 2}),
    ("pain-points", "statement", {"statement": "Dossiers introuvables", "theme": "documents", "severity": 3}),
    ("wishes", "text", {"text": "Une seule saisie"}),
    ("tasks", "label", {"label": "Saisir une demande"}),
)
CODES = [*(theme.label for theme in Theme), *(kind.label for kind in CaptureKind if kind != "pain_point")]


@pytest.fixture
async def days(facilitator, plan) -> list[str]:
    """The same notes in two days of Chéroy, held on the same date, and in one of Lormes."""
    addresses = []
    for at in ("Chéroy", "Chéroy", "Lormes"):
        day = f"{ROOM}/workshops/{(await plan(at))['id']}"
        addresses.append(day)
        for noun, _, body in NOTES:
            answer = await facilitator.post(f"{day}/{noun}", json=body)
            assert answer.status_code == 201, answer.text
    return addresses


async def export(facilitator, programme, path: Path) -> Path:
    """Freeze the programme and keep its project."""
    made = await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})
    file = await facilitator.get(f"{ROOM}/snapshots/{made.json()['id']}/files/qdpx")
    path.write_bytes(file.content)
    return path


def opened(program: str, path: Path) -> Any:
    ended = subprocess.run(
        [PYTHON, str(SCRIPTS / program), str(path)], capture_output=True, text=True, timeout=100
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


async def test_it_is_read_by_qdapy_with_equal_words_at_each_coded_position(
    facilitator, programme, days, tmp_path: Path
) -> None:
    _, taken = await take(facilitator, days[0], caption="Le registre", is_blurred=True)
    assert taken.status_code == 200
    exported = await export(facilitator, programme, tmp_path / "project.qdpx")
    found = await asyncio.to_thread(opened, "use_qdapy.py", exported)
    assert len(found["sources"]) == len(set(found["sources"])) == 3
    assert [code.rpartition("/")[2] for code in found["codes"] if "/" in code] == CODES
    assert found["skipped"]["PictureSource"] == 1  # it counts pictures, and reads texts
    words = [body[field] for _, field, body in NOTES]
    assert sorted(one["text"] for one in found["passages"]) == sorted([*words * 3, "Le registre"])
    assert all(int(one["end"]) - int(one["start"]) == len(one["text"]) for one in found["passages"])
    assert {one["text"]: one["code"] for one in found["passages"]}["Triple saisie"] == (
        f"Irritants/{Theme.CITIZENS.label}"
    )
    assert found["coders"] == ["Équipe projet"]
    assert all(one["at"] for one in found["passages"])


async def test_it_is_imported_by_qualitative_coding_with_each_code_on_its_line(
    facilitator, programme, days, tmp_path: Path
) -> None:
    """Without photos: version 1.7.8 fails on any source that is not text, where it means to pass over it."""
    exported = await export(facilitator, programme, tmp_path / "project.qdpx")
    found = await asyncio.to_thread(opened, "use_qc.py", exported)
    assert len(found["sources"]) == 3
    assert set(CODES) < set(found["codes"])
    lines = {name: text.split("\n") for name, text in found["sources"].items()}
    coded = [
        (lines[name][line].partition(" : ")[2], code, coder) for name, line, code, coder in found["passages"]
    ]
    first_lines = sorted(body[field].split("\n")[0] for _, field, body in NOTES)
    assert sorted(words for words, _, _ in coded) == sorted(first_lines * 3)
    assert ("Triple saisie", Theme.CITIZENS.label, "Équipe projet") in coded
