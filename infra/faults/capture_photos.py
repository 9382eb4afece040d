"""Photos taken in a trial: what a tablet was seen to keep of each, and what the database says of it at the end."""

import asyncio
import base64
import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

import psycopg
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Page

from infra.faults.capture_ledger import Ledger

# Every photo, under the first words of its observation: a colleague may have corrected them since.
_KEPT = """
select r.content->>'text', p.received_hash, p.kept_hash, f.whole
from photo p join capture_revision r on r.capture_id = p.id and r.version = 1 left join photo_file f on f.photo_id = p.id
"""
_CLOSE = 6
"""Mean difference, of 255, between a picture and the same drawn anew: what a JPEG loses."""

SEE_KEPT = """(() => {
  globalThis.keptPhotos = {}
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (value, ...more) {
    if (value?.told?.caption) keptPhotos[value.told.caption] = value.bytes.slice(0)
    return put.call(this, value, ...more)
  }
})()"""
"""Look over the shoulder of the page when it gives a photo to IndexedDB: its bytes, by caption."""
_TOLD = """caption => new Promise((resolve) => {
  const look = () => {
    const row = [...document.querySelectorAll("#photo-list > li")].find((one) => one.querySelector("strong").textContent === caption)
    if (!/enregistrée|envoi|envoyée/.test(row?.querySelector(".note").textContent ?? "")) return setTimeout(look, 4)
    let text = ""
    for (const byte of new Uint8Array(keptPhotos[caption])) text += String.fromCharCode(byte)
    resolve(btoa(text))
  }
  look()
})"""


@dataclass(frozen=True, slots=True)
class PhotosOutcome:
    """What became of photos. Anything but zero in the last three is a fault."""

    taken: int
    early: int
    """How many had arrived before the line was good for all."""
    lost: int
    repeated: int
    damaged: int

    @property
    def is_whole(self) -> bool:
        """Tell whether every promise was kept."""
        return not (self.lost or self.repeated or self.damaged)

    def __str__(self) -> str:
        return (
            f"{self.taken} photos told « enregistrée », {self.early} arrived through the faults: lost {self.lost}, duplicated {self.repeated},"
            f" damaged {self.damaged}"
        )


@dataclass(slots=True)
class Photos:
    """The photos of a trial, spread over its captures."""

    wanted: int
    captures: int
    side: int = 900
    kept: dict[str, bytes] = field(default_factory=dict)
    """The bytes that the tablet kept, by the caption that names the photo."""
    early: int = 0

    def is_due(self, captured: int) -> bool:
        """Tell whether one is to be taken, once so much was captured."""
        return len(self.kept) < self.wanted * min(captured, self.captures) / self.captures

    @property
    def is_enough(self) -> bool:
        """Tell whether all were taken."""
        return len(self.kept) >= self.wanted

    async def take(self, page: Page, ledger: Ledger, draw: random.Random) -> None:
        """Take one through the page, blurred or not, and note what the tablet told it keeps."""
        caption = ledger.words("Photo")
        if await page.locator("#photo").get_attribute("open") is None:
            await page.locator("#photo > summary").click()
        shot = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": drawn(draw, self.side)}
        await page.locator("#photo-file").set_input_files(shot)  # type: ignore[arg-type]  # a FilePayload by its keys
        await page.wait_for_selector("#photo-work:not([hidden])")
        if draw.random() < 0.5:
            await page.locator("#photo-add").click()
        await page.locator("#photo-form [name=caption]").fill(caption)
        await page.locator("#photo-form [name=shown]").select_option("no")
        await page.locator("#photo-form button[type=submit], #photo-form button:not([type])").first.click()
        told = await asyncio.wait_for(page.evaluate(_TOLD, caption), 60)
        self.kept[caption] = base64.b64decode(told)
        await page.locator("#field-words").focus()

    def compare(self, connection: psycopg.Connection) -> PhotosOutcome:
        """Count what is missing, what is there twice, and what is not what the tablet kept."""
        rows = connection.execute(_KEPT).fetchall()
        times = Counter(caption for caption, *_ in rows)
        found = {caption: more for caption, *more in rows}
        return PhotosOutcome(
            taken=len(self.kept),
            early=self.early,
            lost=sum(caption not in found for caption in self.kept),
            repeated=sum(count - 1 for count in times.values()),
            damaged=sum(
                not _is_same(content, *found[caption])
                for caption, content in self.kept.items()
                if caption in found
            ),
        )


def drawn(draw: random.Random, side: int) -> bytes:
    """Draw a picture that no other is equal to, with some detail."""
    small = Image.frombytes("RGB", (side // 16, side // 21), draw.randbytes(side // 16 * (side // 21) * 3))
    written = BytesIO()
    small.resize((side, side * 3 // 4), Image.Resampling.BICUBIC).save(written, "JPEG", quality=92)
    return written.getvalue()


def _is_same(content: bytes, received: bytes, kept: bytes, whole: bytes | None) -> bool:
    """Tell whether the very bytes came, and whether what is kept is the same picture drawn anew."""
    if (
        whole is None
        or hashlib.sha256(content).digest() != received
        or hashlib.sha256(whole).digest() != kept
    ):
        return False
    before, after = (Image.open(BytesIO(one)).convert("RGB") for one in (content, whole))
    return (
        before.size == after.size and max(ImageStat.Stat(ImageChops.difference(before, after)).mean) < _CLOSE
    )
