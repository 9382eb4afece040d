"""A tablet on the capture page, behind a line that we cut."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page, expect

from infra.faults.line import Line
from tests.browser.visit import Visit

READY = "#outbox[data-is-ready]"


@dataclass(slots=True)
class Tablet:
    """One person's tablet: what they do on it, what it says."""

    visit: Visit
    line: Line

    @property
    def page(self) -> Page:
        """Its page."""
        return self.visit.page

    async def sign_in(self, link: str) -> None:
        """Open an invitation."""
        await self.page.goto(self._here(link))
        await self.page.get_by_role("button", name="Entrer").click()
        await self.page.wait_for_url("**/")

    async def plan(self) -> str:
        """Plan a day in Chéroy and open its capture page; give its address."""
        await self.page.goto(self._here("/ateliers/nouveau"))
        await self.page.get_by_label("Collectivité").select_option(label="Chéroy")
        await self.page.get_by_role("button", name="Préparer l’atelier").click()
        await self.page.get_by_role("link", name="Noter sur place").first.click()
        await self.page.wait_for_selector(READY, state="attached")
        return self.page.url

    async def open(self, address: str) -> None:
        """Open the capture page and wait until it is kept for a day without a network."""
        await self.page.goto(address)
        await self.page.wait_for_selector(READY, state="attached")

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def note(self, words: str, *keys: str) -> None:
        """Capture one pain point by keyboard alone."""
        await self.page.keyboard.type(words)
        await self.press(*(keys or ("Tab", "u", "4", "6", "Enter")))
        await expect(self.row(words)).to_contain_text(re.compile("enregistré|envoyé"))

    def row(self, words: str) -> Any:
        """Give the line of a note beside the form."""
        return self.page.locator("#captured > li", has_text=words).first

    async def says(self, words: str, *, seconds: float = 5) -> None:
        """Wait until the status says this."""
        written = re.compile(words.replace(" ", "[ \u00a0]"))
        await expect(self.page.locator("#outbox-state")).to_contain_text(written, timeout=seconds * 1000)

    async def send(self) -> None:
        """Mend the line and send at once."""
        self.line.mend()
        await self.page.locator("#outbox-send").click()

    def _here(self, address: str) -> str:
        return re.sub(r"^(http://localhost:\d+)?", f"http://localhost:{self.line.port}", address, count=1)
