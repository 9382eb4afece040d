"""A conversation taken away as a file: to read in a word processor, with the sources that it cites."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import httpx
import pytest

from services.assistant.conversations import odt_file
from services.assistant.extraction.process import extract
from tests.assistant.test_hold_collections import opened, put
from tests.assistant.test_hold_conversations import begin, read
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("settled")
MARKDOWN = (
    "# Titre & suite\n\n## Réponse\n\nUn mot **gras**, un *penché*, `code  espacé` <b>.\n\n- un\n- deux\n  - trois\n\n"
    "1. premier\n\n| Poste | Prix |\n|---|---|\n| Salle | 180 € |\n\n```\nligne  1\n```\n\n---\n\nFin\x01 ![x](https://evil.example/a.png)"
)


async def test_it_is_read_back_by_our_own_reader() -> None:
    found = await extract(odt_file.write(MARKDOWN, title="T"), "a.odt", turns=asyncio.Semaphore(1))

    assert [place for place, _ in found.parts] == ["section « Titre & suite »", "section « Réponse »"]
    for words in ("Un mot gras, un penché", "trois", "Poste | Prix\nSalle | 180 €", "ligne 1", "Fin"):
        assert words in found.text
    assert odt_file.write(MARKDOWN, title="T") == odt_file.write(MARKDOWN, title="T")


@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
async def test_it_is_opened_by_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_bytes(odt_file.write(MARKDOWN, title="T"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.odt"),
    ]
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    assert await child.wait() == 0
    text = (tmp_path / "a.txt").read_text("utf-8-sig")

    for words in (
        "Titre & suite",
        "Un mot gras, un penché, code  espacé <b>.",
        "deux",
        "180 €",
        "1. premier",
        "ligne  1",
    ):
        assert words in text, text


async def test_it_names_the_sources_that_an_answer_cites(sign_in: SignIn) -> None:
    keeper = await sign_in("champion", at="Chéroy", name="Référente")
    collection = await opened(keeper)
    await put(
        keeper, collection, "salle.md", b"# Caution\nLa caution de 500 euros est rendue sous huit jours."
    )
    here = await begin(keeper)
    asked = {"content": "Quand la caution est-elle rendue ?", "collection_id": collection.rpartition("/")[2]}
    made: httpx.Response = await keeper.post(f"{here}/messages", json=asked)
    await read(keeper, f"{here}/messages/{made.json()['answer']['id']}")
    files = {
        form: await keeper.get(f"{here}/file", params={"format": form}) for form in ("md", "odt", "json")
    }

    assert "Sources citées :\n\n- [1] salle.md, section « Caution »" in files["md"].text
    assert files["odt"].headers["content-type"] == odt_file.MEDIA_TYPE
    text = (await extract(files["odt"].content, "c.odt", turns=asyncio.Semaphore(1))).text
    assert "[1] salle.md, section « Caution »" in text
    told = json.loads(files["json"].content)["messages"][1]["citations"]
    assert told == [{"number": 1, "document": "salle.md", "place": "section « Caution »"}]
    page = await keeper.get(f"/assistant/{here.rpartition('/')[2]}/fichier?forme=odt")
    assert page.content == files["odt"].content
