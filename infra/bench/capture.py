"""How soon a capture is acknowledged, and how long a day without a network takes to leave: `make bench-capture`.

In the system's Chromium, with a real server and an embedded PostgreSQL, behind a line of ours: 256 kbit/s each way,
150 ms each way. The day is 600 captures of ordinary length; then one of 40 photos and 100 notes (ten minutes).
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright

from infra.bench import capture_photos
from infra.faults.capture import standing
from infra.faults.capture_browser import Desk, living
from infra.faults.capture_day import prepare
from infra.faults.capture_ledger import Ledger
from infra.faults.capture_photos import Photos
from infra.faults.house import House
from infra.faults.line import Line

DAY = 600
TYPED = 150
RATE = 256_000 / 8
DELAY = 0.15

_TIME_KEYS = """() => {
  globalThis.waits = []
  let pressed = 0
  addEventListener("keydown", ({ key, timeStamp }) => { if (key === "Enter") pressed = timeStamp }, true)
  new MutationObserver(() => {
    const note = document.querySelector("#captured > li .note")
    if (!pressed || !/enregistré|envoyé/.test(note?.textContent ?? "")) return
    waits.push(performance.now() - pressed)
    pressed = 0
  }).observe(document.getElementById("captured"), { subtree: true, childList: true, characterData: true })
}"""
_KEEP = """async (count) => {
  const { person, workshop } = document.getElementById("capture").dataset
  const outbox = terrain.openOutbox(person)
  const said = ["La même demande d’acte est saisie trois fois : registre, tableur, logiciel", "Les arrêtés anciens ne se retrouvent que de mémoire, dossier par dossier", "Chaque courrier courant est réécrit à partir d’un ancien, puis relu par deux personnes"]
  for (let n = 0; n < count; n++) {
    const body = { seen_at: new Date().toISOString(), statement: `${said[n % 3]} (${n})`, theme: "citizens", severity: "3", times: "6", per: "week", minutes: "10", agents: "2", grade: "declared" }
    await outbox.keep({ workshop, words: body.statement, kind: "pain_point", body })
  }
}"""
_LEFT = "() => terrain.openOutbox(document.getElementById('capture').dataset.person).all().then((all) => all.length)"


async def measure(house: House, line: Line, folder: Path) -> str:
    """Time both, on one tab; give what to print."""
    day = await prepare(house)
    address = f"http://localhost:{line.port}/ateliers/{day.workshop}/saisie"
    desk = {
        "folder": folder,
        "address": address,
        "ledger": Ledger(),
        "draw": random.Random(1),
        "photos": Photos(0, 1),
    }
    async with async_playwright() as playwright, living(playwright, desk, day.cookies()) as life:
        for page in life.pages[1:]:
            await page.close()
        told = [await _acknowledged(life, is_cut=is_cut) for is_cut in (False, True)]
        told.append(await _drained(life.pages[0], line))
        told.append(await capture_photos.measure(life, line, keep_notes=_KEEP, rate=RATE, delay=DELAY))
        return "\n".join(told)


async def _acknowledged(life: Desk, *, is_cut: bool) -> str:
    page = life.pages[0]
    await page.reload()
    await page.wait_for_selector("#outbox[data-is-ready]", state="attached")
    await page.context.set_offline(is_cut)
    await page.evaluate(_TIME_KEYS)
    for key in ("Escape", "4"):
        await page.keyboard.press(key)
    for _ in range(TYPED):
        await page.keyboard.insert_text(life.ledger.words("Souhait"))
        known = await page.evaluate("waits.length")
        await page.keyboard.press("Enter")
        await page.wait_for_function("known => waits.length > known", arg=known)
    waits = sorted(await page.evaluate("waits"))
    await page.context.set_offline(False)
    where = "without a network" if is_cut else "with a network"
    tail = waits[int(len(waits) * 0.95)]
    return (
        f"From the key to « enregistré », {where} (goal: 95 % under 50 ms): n={len(waits)},"
        f" median {statistics.median(waits):.1f} ms, p95 {tail:.1f} ms, worst {waits[-1]:.1f} ms"
    )


async def _drained(page: Page, line: Line) -> str:
    await _await_empty(page)
    line.cut()
    await page.evaluate(_KEEP, DAY)
    line.rate, line.delay = RATE, DELAY
    line.carried.clear()
    line.mend()
    started = time.monotonic()
    await page.locator("#outbox-send").click()
    await _await_empty(page)
    seconds = time.monotonic() - started
    up, down = (line.carried[way] / 1000 for way in ("up", "down"))
    return (
        f"A day of {DAY} captures over 256 kbit/s and {DELAY * 2000:.0f} ms (goal: 15 s): {seconds:.1f} s,"
        f" {up:.0f} kB up, {down:.0f} kB down"
    )


async def _await_empty(page: Page) -> None:
    while await page.evaluate(_LEFT):
        await page.wait_for_timeout(100)


def run() -> str:
    """Stand a house up and measure."""
    with standing() as (house, line), tempfile.TemporaryDirectory(prefix="bench-browser-") as profile:
        return asyncio.run(measure(house, line, Path(profile)))


if __name__ == "__main__":
    sys.stdout.write(f"{run()}\n")
