"""A day of 40 photos and 100 notes without a network, then over 256 kbit/s: part of `make bench-capture`."""

import time
from contextlib import suppress
from typing import Any

import psutil
from playwright.async_api import Page

from infra.faults.capture_browser import Desk
from infra.faults.capture_photos import Photos
from infra.faults.line import Line

PHOTOS, NOTES = 40, 100
_SIDE = 2400
"""Points that the camera gives; the tablet keeps 1,600."""

_KEPT = """async (isWeighed) => {
  const { person } = document.getElementById("capture").dataset
  const base = globalThis.photosKept ??= new terrain.Base(`terrain-photos-${person}`, { photos: { keyPath: "id" } })
  const texts = await terrain.openOutbox(person).all()
  const kept = { texts: texts.length, photos: await base.run("readonly", (photos) => photos.count()) }
  if (isWeighed) kept.weight = (await base.run("readonly", (photos) => photos.getAll())).reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  return kept
}"""
_USED = "navigator.storage.estimate().then(({ usageDetails, usage }) => usageDetails?.indexedDB ?? usage)"


async def measure(life: Desk, line: Line, *, keep_notes: str, rate: float, delay: float) -> str:
    """Fill the tablet, then let it send; give what to print."""
    page = life.pages[0]
    line.rate = line.delay = 0
    line.cut()
    before = await _memory(page, life)
    photos = Photos(PHOTOS, 1, side=_SIDE)
    taking = time.monotonic()
    while not photos.is_enough:
        await photos.take(page, life.ledger, life.draw)
    taking = time.monotonic() - taking
    await page.evaluate("keptPhotos = {}")
    await page.evaluate(keep_notes, NOTES)
    full, used = await _memory(page, life), await page.evaluate(_USED)
    kept: dict[str, Any] = await page.evaluate(_KEPT, True)
    line.rate, line.delay = rate, delay
    line.carried.clear()
    line.mend()
    texts, pictures, peak = await _sent(page, life)
    return (
        f"A day of {PHOTOS} photos and {NOTES} notes, kept without a network: {taking / PHOTOS:.1f} s a photo,"
        f" {kept['weight'] / PHOTOS / 1000:.0f} kB each, {used / 1e6:.1f} MB in IndexedDB;"
        f" page memory {before:.0f} MB before, {full:.0f} MB after\n"
        f"  sent over 256 kbit/s and {delay * 2000:.0f} ms: last text after {texts:.1f} s, last photo after {pictures:.0f} s"
        f" ({line.carried['up'] / 1e6:.1f} MB up: {line.carried['up'] / rate:.0f} s at full rate), page memory at most {peak:.0f} MB"
    )


async def _sent(page: Page, life: Desk) -> tuple[float, float, float]:
    """Give the seconds until the last text and the last photo, and the most memory that the page took meanwhile."""
    started, texts, peak = time.monotonic(), 0.0, 0.0
    await page.locator("#outbox-send").click()
    while True:
        left: dict[str, Any] = await page.evaluate(_KEPT, False)
        if not left["texts"]:
            texts = texts or time.monotonic() - started
        if not left["texts"] and not left["photos"]:
            return texts, time.monotonic() - started, peak
        peak = max(peak, await _memory(page, life))
        await page.wait_for_timeout(250)


async def _memory(page: Page, life: Desk) -> float:
    """Give the memory that the page's process alone takes, in MB, its litter collected."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.detach()
    sizes = [0]
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            words = process.cmdline()
            if "--type=renderer" in words and any(str(life.folder) in word for word in words):
                sizes.append(process.memory_full_info().uss)
    return max(sizes) / 1e6
