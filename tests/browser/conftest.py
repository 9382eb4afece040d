"""A real Chromium in front of a real server, with axe-core and a camera."""

import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, async_playwright

from gateway.identity import links, people
from gateway.identity.schemas import PersonIn, Role
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, Sessions, session_for
from tests import charter
from tests.assistant.supplier import FakeSupplier, serving as supplier_serving
from tests.browser.visit import AXE, CHROMIUM, Visit
from tests.servers import serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser; say why it cannot run where something is missing. In CI nothing may be missing."""
    missing = [str(path.name) for path in (CHROMIUM, AXE) if not path.exists()]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(240))
            if missing and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(missing)}"))


@pytest.fixture(scope="session")
def browsed(settings: GatewaySettings, slow_supplier: str) -> Iterator[str]:
    """The house in one process, where a browser finds it, with a supplier that takes its time."""
    one = {
        "name": "Essai",
        "base_url": f"{slow_supplier}/v1",
        "models": ["slow", "echo"],
        "embeddings": ["concepts"],
    }
    suppliers = json.dumps([one])
    with serving(settings, is_split=False, TERRAIN_SUPPLIERS=suppliers) as origin:
        yield origin


@pytest.fixture(scope="session")
async def slow_supplier() -> AsyncIterator[str]:
    """A supplier on loopback that answers word by word."""
    async with supplier_serving(FakeSupplier()) as address:
        yield address


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def page(browser: Browser, browsed: str) -> AsyncIterator[Page]:
    """One empty window."""
    context = await browser.new_context(
        base_url=browsed, viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    page = await context.new_page()
    page.set_default_timeout(30_000)
    yield page
    await context.close()


@pytest.fixture
async def visit(page: Page) -> AsyncIterator[Visit]:
    """A visit that notices what goes wrong on the way."""
    visit = Visit(page)
    yield visit
    assert visit.complaints == []


@pytest.fixture
def link_for(browsed: str, sessions: Sessions, authority: Callable[[str], UUID]) -> Callable[..., object]:
    """Invite somebody: `await link_for("facilitator", at="ARNia")` gives their one-time address."""

    async def invite(*roles: str, at: str, name: str, has_accepted_charter: bool = True) -> str:
        async with session_for(sessions, PLATFORM) as session, session.begin():
            new = PersonIn(
                email=f"{roles[0]}.{abs(hash(name))}@example.org", name=name, roles=[Role(role) for role in roles],
                authority_id=authority(at),
            )  # fmt: skip
            person = await people.add(session, new, by=None)
            token, _ = await links.make(session, person, by=None)
            if has_accepted_charter:
                charter.accept(session, person.id, authority_id=authority(at))
        return f"{browsed}/connexion/{token}"

    return invite
