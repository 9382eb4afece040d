"""A photo taken without a network: blurred before it is kept, kept once, sent once, and never as it was."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Locator, expect

from infra.faults.line import Line
from tests.browser.tablet import Tablet
from tests.browser.visit import Visit
from tests.servers import free_port
from tests.workshops.photographing import PART, PLACE, picture

CAPTION = "Le registre des demandes"
Link = Callable[..., Awaitable[str]]
KEPT = """async () => {
  const found = []
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((resolve) => { const asked = indexedDB.open(name); asked.onsuccess = () => resolve(asked.result) })
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((resolve) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => resolve(asked.result) })
      for (const { bytes, ...row } of rows) {
        let text = ''
        for (const byte of new Uint8Array(bytes ?? 0)) text += String.fromCharCode(byte)
        found.push({ name, store, ...row, bytes: btoa(text) })
      }
    }
    base.close()
  }
  return found
}"""


@pytest.fixture
def line(browsed: str) -> Iterator[Line]:
    """The line to the house."""
    with Line(port=free_port(), target=urlsplit(browsed).port or 0).laid() as line:
        yield line


@pytest.fixture
async def tablet(page, line: Line, link_for: Link) -> AsyncIterator[Tablet]:
    """A facilitator's tablet, on the capture page of a day in Chéroy."""
    tablet = Tablet(Visit(page), line)
    await tablet.sign_in(await link_for("facilitator", at="ARNia", name="Dominique Exemple"))
    await tablet.plan()
    return tablet


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A photo as a camera makes it: wide, heavy, with where it was taken."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(picture(2400, 1800, grain=6))
    return path


async def choose(tablet: Tablet, original: Path) -> None:
    if await tablet.page.locator("#photo").get_attribute("open") is None:
        await tablet.page.get_by_text("Prendre une photo").click()
    await tablet.page.locator("#photo-file").set_input_files(original)
    await expect(tablet.page.locator("#photo-add")).to_be_focused()


async def kept(tablet: Tablet) -> list[dict[str, str]]:
    """Give the rows of every base of this browser that hold bytes."""
    rows: list[dict[str, str]] = await tablet.page.evaluate(KEPT)
    return [row for row in rows if row["bytes"]]


def shrunk(original: Path) -> Image.Image:
    return Image.open(original).convert("RGB").resize((1600, 1200), Image.Resampling.LANCZOS)


def detail(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Tell how much a region differs from one point to the next."""
    part = image.convert("L").crop(box)
    return float(ImageStat.Stat(ImageChops.difference(part, ImageChops.offset(part, 3, 0))).mean[0])


ZONE, ELSEWHERE = (420, 285, 1045, 695), (20, 760, 645, 1170)


def is_blurred(content: bytes, original: Path) -> bool:
    """Tell whether the zone has lost its detail, and only the zone."""
    image, before = Image.open(BytesIO(content)), shrunk(original)
    assert detail(image, ELSEWHERE) > 0.5 * detail(before, ELSEWHERE)
    return detail(image, ZONE) < 0.1 * detail(before, ZONE)


async def take_blurred(tablet: Tablet, original: Path) -> bytes:
    """Take a photo and blur a zone of it by keyboard alone; give what the tablet keeps of it."""
    await choose(tablet, original)
    await tablet.press("Enter")  # a zone near the middle: 533, 400, a quarter of each side
    await expect(tablet.page.get_by_role("button", name="Zone floutée 1")).to_be_focused()
    await tablet.press(
        *["ArrowLeft"] * 5, *["ArrowUp"] * 5, *["Shift+ArrowRight"] * 10, *["Shift+ArrowDown"] * 5
    )
    await tablet.press("Tab", "Tab")
    await tablet.page.keyboard.type(CAPTION)
    await tablet.press("Tab", "ArrowDown", "Tab", "Enter")
    await expect(row(tablet)).to_contain_text("enregistrée sur cette tablette", timeout=20_000)
    [photo] = await kept(tablet)
    return base64.b64decode(photo["bytes"])


def row(tablet: Tablet) -> Locator:
    return tablet.page.locator("#photo-list > li", has_text=CAPTION)


async def test_it_blurs_by_keyboard_and_keeps_no_original(tablet: Tablet, line: Line, original: Path) -> None:
    line.cut()
    small = await take_blurred(tablet, original)
    assert is_blurred(small, original)
    assert Image.open(BytesIO(small)).size == (1600, 1200)
    assert PLACE not in small
    assert dict(Image.open(BytesIO(small)).getexif()) == {}
    await tablet.page.reload()
    await expect(row(tablet)).to_contain_text("enregistrée sur cette tablette")
    assert [base64.b64decode(one["bytes"]) for one in await kept(tablet)] == [small]
    await tablet.visit.inspect("photo-kept")


async def test_it_sends_once_after_texts_through_a_cut(
    tablet: Tablet, line: Line, owner: psycopg.Connection, original: Path
) -> None:
    page = tablet.page
    line.cut()
    small = await take_blurred(tablet, original)
    assert len(small) > 3 * PART
    await page.locator("#field-words").focus()
    await tablet.note("Triple saisie")
    line.rate = 120_000  # a second for each two parts: cut while they go
    line.mend()
    await page.locator("#outbox-send").click()
    await expect(row(tablet)).to_contain_text(re.compile("envoi.: 3 sur"), timeout=20_000)
    line.cut()
    assert owner.execute("select count(*) from pain_point").fetchone() == (1,)  # the text had gone before
    arrived = owner.execute("select count(*) from photo_part").fetchone()
    assert arrived
    assert 1 <= arrived[0] < len(small) / PART
    assert owner.execute("select count(*) from photo").fetchone() == (0,)
    line.rate = 0
    line.mend()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(row(tablet)).to_contain_text("envoyée", timeout=20_000)

    hashes = owner.execute("select encode(received_hash, 'hex'), is_blurred from photo").fetchall()
    assert hashes == [(hashlib.sha256(small).hexdigest(), True)]
    assert owner.execute("select text, kind from observation").fetchall() == [(CAPTION, "photo")]
    assert await kept(tablet) == []
    stored = owner.execute("select whole from photo_file").fetchone()
    assert stored
    assert is_blurred(stored[0], original)


async def test_it_draws_moves_and_removes_zones_by_hand(tablet: Tablet, original: Path) -> None:
    page = tablet.page
    await choose(tablet, original)
    box = await page.locator("#photo-canvas").bounding_box()
    assert box
    mouse, zone = page.mouse, page.get_by_role("button", name="Zone floutée 1")

    async def drag(*places: tuple[float, float]) -> None:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        await mouse.move(*points[0])
        await mouse.down()
        for one in points[1:]:
            await mouse.move(*one)
        await mouse.up()

    async def place() -> list[int]:
        found = await zone.bounding_box()
        assert found
        edges = ((found["x"] - box["x"]) / box["width"], (found["y"] - box["y"]) / box["height"])
        return [
            round(10 * edge)
            for edge in (*edges, found["width"] / box["width"], found["height"] / box["height"])
        ]

    await page.locator("#photo-canvas").scroll_into_view_if_needed()
    box = await page.locator("#photo-canvas").bounding_box()
    assert box
    await drag((0.5, 0.6), (0.4, 0.5), (0.2, 0.2))
    assert await place() == [2, 2, 3, 4]
    await drag((0.3, 0.4), (0.5, 0.5), (0.6, 0.5))
    assert await place() == [5, 3, 3, 4]
    await tablet.visit.inspect("photo-zones")
    await tablet.press("Delete")
    await expect(zone).to_have_count(0)
    await page.get_by_role("button", name="Ne pas garder").click()
    await expect(page.locator("#photo-work")).to_be_hidden()
    assert await kept(tablet) == []


async def test_it_asks_what_it_shows_and_whom(tablet: Tablet, original: Path) -> None:
    page = tablet.page
    await choose(tablet, original)
    await page.get_by_role("button", name="Garder la photo").click()
    assert await kept(tablet) == []
    await page.get_by_label("Ce que montre la photo").fill("L’accueil")
    await page.get_by_role("button", name="Garder la photo").click()
    assert await kept(tablet) == []
    await expect(page.locator("#photo-shown")).to_be_focused()


async def test_it_puts_aside_what_the_server_refuses_and_lets_its_author_choose(
    tablet: Tablet, line: Line, owner: psycopg.Connection, original: Path
) -> None:
    page = tablet.page
    capture = page.url
    await page.goto(capture.replace("/saisie", "/participants"))
    await page.get_by_label("Métier").fill("accueil")
    await page.get_by_role("button", name="Ajouter").click()
    await page.locator("form:has([name=purpose][value=photo]) [value=granted]").click()
    await tablet.open(capture)
    line.cut()
    await choose(tablet, original)
    await page.get_by_label("Ce que montre la photo").fill("Camille au guichet")
    await page.get_by_label("Une personne est-elle reconnaissable").select_option(label="Oui, P1 · accueil")
    await page.get_by_role("button", name="Garder la photo").click()
    shown = page.locator("#photo-list > li")
    await expect(shown).to_contain_text("enregistrée sur cette tablette", timeout=20_000)
    owner.execute(  # meanwhile, at the town hall
        "insert into consent select gen_random_uuid(), participant_id, workshop_id, authority_id, purpose, 'withdrawn',"
        " method, notice_version, notice_hash, now(), noted_by from consent"
    )
    line.mend()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(shown).to_contain_text("retiré son accord")
    assert owner.execute("select count(*) from photo").fetchone() == (0,)
    await shown.get_by_text("Abandonner").click()
    await shown.get_by_role("button", name="Oui, l’effacer").click()
    await expect(shown).to_have_count(0)
    assert await kept(tablet) == []


async def test_it_sends_photos_when_the_session_is_over(
    tablet: Tablet, owner: psycopg.Connection, original: Path
) -> None:
    page = tablet.page
    await expect(page.locator("#outbox-grant")).to_be_visible()
    await page.context.clear_cookies(name=re.compile("terrain$"))
    await choose(tablet, original)
    await page.get_by_label("Ce que montre la photo").fill("Le tampon")
    await page.get_by_label("Une personne est-elle reconnaissable").select_option("no")
    await page.get_by_role("button", name="Garder la photo").click()
    await expect(page.locator("#photo-list > li")).to_contain_text("envoyée", timeout=15_000)
    assert owner.execute("select count(*) from photo where not is_blurred").fetchone() == (1,)
