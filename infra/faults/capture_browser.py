"""A Chromium with three tabs on the capture page, that we may end as a dead battery does."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.async_api import BrowserContext, Error, Page, Playwright

from infra.faults.capture_ledger import Ledger
from infra.faults.capture_photos import SEE_KEPT, Photos

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TABS = {"2": "Irritant", "4": "Souhait", "1": "Observation"}
"""What each tab captures: the key of its nature, and how its texts begin."""

_TOLD = """words => new Promise((resolve) => {
  const look = () => {
    const rows = [...document.querySelectorAll("#captured > li")]
    const note = rows.find((row) => row.querySelector("p").textContent === words)?.querySelector(".note").textContent
    if (/enregistré|envoyé/.test(note ?? "")) resolve(note)
    else setTimeout(look, 4)
  }
  look()
})"""
LEFT = """async () => {
  const { person } = document.getElementById("capture").dataset
  const photos = new terrain.Base(`terrain-photos-${person}`, { photos: { keyPath: "id" } })
  const [texts, pictures] = await Promise.all([terrain.openOutbox(person).all(), photos.run("readonly", (all) => all.getAll())])
  return texts.length + pictures.length
}"""
"""How many texts and photos the tablet still holds."""


@dataclass(slots=True)
class Desk:
    """One life of the browser. Its folder outlives it, and with it what the tablet keeps."""

    context: BrowserContext
    folder: Path
    address: str
    ledger: Ledger
    draw: random.Random
    photos: Photos
    pages: list[Page] = field(default_factory=list)
    is_killed: bool = False

    async def capture(self, tab: int, *, is_enough: Callable[[], bool]) -> None:
        """Capture and correct in one tab until enough was told as kept, or until the browser dies."""
        key, about = list(TABS.items())[tab]
        page = self.pages[tab]
        await self._choose(page, key)
        while not is_enough():
            if key == "1" and self.photos.is_due(len(self.ledger.kept)):
                await self.photos.take(page, self.ledger, self.draw)
            text = self.ledger.words(about)
            await self._type(page, text)
            self.ledger.tell(text)
            if self.draw.random() < 0.3:
                await self._correct(page, about)

    async def open(self) -> None:
        """Open the three tabs, from the server or from what the tablet keeps."""
        for _ in TABS:
            page = await self.context.new_page()
            page.set_default_timeout(30_000)
            self.pages.append(page)
            await self._reach(page)

    async def finish(self, *, seconds: float) -> int:
        """Send what is left, the line being good; give how many operations and photos stay."""
        until = asyncio.get_running_loop().time() + seconds
        while (left := await self.left()) and asyncio.get_running_loop().time() < until:
            await self.hurry()
            await asyncio.sleep(0.5)
        return left

    async def left(self) -> int:
        """Give how many operations and photos the tablet holds."""
        return int(await self.pages[0].evaluate(LEFT))

    async def hurry(self) -> None:
        """Ask the tablet to send now."""
        with suppress(Error):
            await self.pages[0].locator("#outbox-send").click(timeout=1_000)

    def kill(self) -> None:
        """End every process of this browser at once."""
        self.is_killed = True
        for process in _processes(self.folder):
            with suppress(psutil.NoSuchProcess):
                process.kill()

    async def _reach(self, page: Page) -> None:
        for _ in range(60):
            with suppress(Error):
                await page.goto(self.address, timeout=15_000)
                await page.wait_for_selector("#capture[data-is-ready]", timeout=8_000)
                return
            await asyncio.sleep(0.5)
        raise TimeoutError("the capture page does not open")

    async def _choose(self, page: Page, key: str) -> None:
        if await page.locator("#capture-stop").is_visible():  # a correction that a killed tab had begun
            await page.locator("#capture-stop").click()
        await page.keyboard.press("Escape")
        await page.keyboard.press(key)
        if key == "2":
            for pressed in ("Tab", "u", "Escape"):
                await page.keyboard.press(pressed)

    async def _type(self, page: Page, text: str) -> None:
        await page.keyboard.press("ControlOrMeta+a")  # a draft that came back gives way
        await page.keyboard.insert_text(text)
        await page.keyboard.press("Enter")
        await asyncio.wait_for(page.evaluate(_TOLD, text), 60)

    async def _correct(self, page: Page, about: str) -> None:
        rows = page.locator("#captured > li:has([data-act=correct])")
        row = rows.nth(self.draw.randrange(min(await rows.count(), 8)))
        seen = await row.locator("p").first.text_content() or ""
        if not seen.startswith(about):  # another tab's nature: its words stay where they are
            return
        await row.locator("[data-act=correct]").click()
        await page.wait_for_selector("#capture-correcting:not([hidden])")
        text = self.ledger.words(f"{about} corrigé")
        self.ledger.seen[text] = await page.input_value("#field-words")
        await self._type(page, text)
        self.ledger.tell(text, seen=seen)


@asynccontextmanager
async def living(playwright: Playwright, desk: dict[str, Any], cookies: list[Any]) -> AsyncIterator[Desk]:
    """Start the browser on its folder, signed in; whatever happens to it, none of its processes stays."""
    folder: Path = desk["folder"]
    context = await playwright.chromium.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=FLAGS, locale="fr-FR", viewport={"width": 1024, "height": 768}
    )  # fmt: skip
    life = Desk(context, **desk)
    try:
        await context.add_cookies(cookies)
        await context.add_init_script(SEE_KEPT)
        await life.open()
        yield life
    finally:
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(context.close(), 10)
        life.kill()


def _processes(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if any(str(folder) in word for word in process.cmdline()):
                found += [process, *process.children(recursive=True)]
    return found
