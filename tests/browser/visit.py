"""Walking through pages as a person does, with an inspector behind."""

import os
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PICTURES = os.environ.get("TERRAIN_PICTURES", "")
"""A folder for the README's pictures (`make pictures`); empty: none are taken."""
SHOWN = {"home", "workshop", "assistant", "overview"}

LARGEST_PAGE = 100_000
MOST_REQUESTS = 8
_RUN_AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
_TOO_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? '' :
  [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 80)).slice(0, 3).join(' ; ') || 'something outside the main part'"""


class Visit:
    """One person's way through the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._requests: list[Request] = []
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._hear)
        page.on("requestfinished", lambda request: self._requests.append(request))

    async def open(self, address: str) -> None:
        """Go somewhere, and weigh what came."""
        await self.page.wait_for_load_state("networkidle")
        self._requests.clear()
        await self.page.goto(address)
        await self.page.wait_for_load_state("load")
        await self._weigh(address)

    async def inspect(self, name: str) -> None:
        """Look for what a disabled person would stumble on, in light and dark, wide and narrow."""
        for scheme in ("dark", "light"):
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # a literal, in a loop
            await self.page.evaluate(AXE.read_text())
            violations = await self.page.evaluate(_RUN_AXE)
            assert violations == [], f"{name}, {scheme}: {_summary(violations)}"
        if PICTURES and name in SHOWN:
            await self.page.evaluate("scrollTo(0, 0)")
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png")
        size = self.page.viewport_size
        await self.page.set_viewport_size({"width": 320, "height": 640})
        assert not (wide := await self.page.evaluate(_TOO_WIDE)), f"{name} scrolls sideways at 320 px: {wide}"
        if size:
            await self.page.set_viewport_size(size)

    async def _weigh(self, address: str) -> None:
        sizes = [await request.sizes() for request in self._requests]
        total = sum(max(size["responseBodySize"], 0) for size in sizes)
        if total > LARGEST_PAGE or len(sizes) > MOST_REQUESTS:
            self.complaints.append(f"{address} weighs {total} bytes in {len(sizes)} requests")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")


def _summary(violations: list[dict[str, Any]]) -> str:
    return "; ".join(f"{one['id']} on {one['nodes'][0]['target']}" for one in violations)
