"""Somebody who works by keyboard alone: Tab, space, Enter, arrows and letters. No mouse, no focus by script."""

from dataclasses import dataclass

from playwright.async_api import Page

from tests.browser.visit import Visit

_SPOKEN = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return ''
  const said = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent
  return said.replace(/\\s+/g, ' ').trim()
}"""
_MOST_STEPS = 150


@dataclass(slots=True)
class Keyboard:
    """One person at a keyboard, on one page after the other."""

    visit: Visit

    @property
    def page(self) -> Page:
        """Where they are."""
        return self.visit.page

    async def reach(self, name: str) -> None:
        """Press Tab until the focus is on what a screen reader calls so."""
        seen: list[str] = []
        for _ in range(_MOST_STEPS):
            await self.page.keyboard.press("Tab")
            seen.append(await self.page.evaluate(_SPOKEN))
            if seen[-1].startswith(name):
                return
        raise AssertionError(f"the keyboard never reached « {name} »: {[one[:40] for one in seen]}")

    async def follow(self, name: str) -> None:
        """Reach a link or a button, press Enter and wait for what comes."""
        await self.reach(name)
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.keyboard.press("Enter")

    async def write(self, name: str, words: str) -> None:
        """Reach a field and type."""
        await self.reach(name)
        await self.page.keyboard.type(words)

    async def tick(self, name: str) -> None:
        """Reach a box or a radio button and press the space bar."""
        await self.reach(name)
        await self.page.keyboard.press("Space")

    async def choose(self, name: str, words: str) -> None:
        """Reach a list and go down it until the choice begins so."""
        await self.reach(name)
        for _ in range(_MOST_STEPS):
            chosen = await self.page.evaluate("document.activeElement.selectedOptions[0].textContent.trim()")
            if chosen.startswith(words):
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"« {words} » is no choice of « {name} »")

    async def enter(self, link: str) -> None:
        """Open an invitation and go in."""
        await self.page.goto(link)
        await self.follow("Entrer")
        await self.page.wait_for_url("**/")
