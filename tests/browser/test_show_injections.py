"""Answers that attack: 200 and more, shown as they were kept and as they stream in, in a real Chromium."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from playwright.async_api import Page, expect

from services.assistant.tables import Conversation, Message
from services.kit.db import PLATFORM, Sessions, now, session_for, uuid7
from tests.browser.visit import Visit

VECTORS = [
    line.replace("⏎", "\n") for line in (Path(__file__).parent / "injections.txt").read_text().splitlines()
]
OUTSIDE = "evil.example"
_WATCH = """
window.violations = []; window.fired = []
document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI))
window.alert = (...told) => fired.push(told.join())
"""
_INSPECT = """(selector) => {
  const tags = new Set(('p br hr strong em s code pre ul ol li blockquote h3 h4 h5 h6 table thead tbody tr th td a div')
    .split(' ')), schemes = /^(https?:|mailto:)/, found = []
  const may = {a: ['href', 'rel'], ol: ['start'], div: ['class', 'role', 'aria-label', 'tabindex']}
  for (const one of document.querySelectorAll(selector)) {
    const name = one.localName
    const bad = one.getAttributeNames().filter(it => !(may[name] ?? []).includes(it))
    if (!tags.has(name) || bad.length || one.namespaceURI !== 'http://www.w3.org/1999/xhtml'
      || (name === 'div' && one.className !== 'table') || (one.hasAttribute('href') && !schemes.test(one.href))
      || (one.hasAttribute('href') && !schemes.test(one.getAttribute('href')))) found.push(one.outerHTML.slice(0, 120))
  }
  return found
}"""


@pytest.fixture
async def agent(visit: Visit, link_for: Callable[..., Awaitable[str]]) -> Page:
    """An agent, signed in, whose page counts what runs and what leaves."""
    page = visit.page
    await page.add_init_script(_WATCH)
    await visit.open(await link_for("agent", at="Lormes", name="Noa Exemple"))
    await page.get_by_role("button", name="Entrer").click()
    await page.wait_for_url("**/")
    return page


async def test_it_shows_200_kept_attacks_and_nothing_lives(
    visit: Visit, agent: Page, sessions: Sessions, owner: psycopg.Connection
) -> None:
    (found,) = [
        one for one in owner.execute("select id, authority_id from person where name = 'Noa Exemple'")
    ]
    conversation = await _keep(sessions, person=found[0], authority=found[1])
    asked = _outside(agent)

    await agent.goto(f"/assistant/{conversation}")
    await agent.mouse.move(300, 300)
    await agent.wait_for_load_state("networkidle")

    assert len(set(VECTORS)) >= 200
    assert await agent.locator("article[id^=reponse-]").count() == len(VECTORS)
    assert await agent.evaluate(_INSPECT, "article[id^=reponse-] .prose *") == []
    await _nothing_happened(agent, asked)


async def test_it_streams_200_attacks_and_nothing_lives(visit: Visit, agent: Page) -> None:
    asked, text = _outside(agent), "\n\n".join([*VECTORS, "La fin."])
    question = {"content": text, "model": "echo"}
    begun = await agent.request.post(
        "/api/assistant/v1/conversations",
        data={"question": question}, headers={"sec-fetch-site": "same-origin"},
    )  # fmt: skip
    assert begun.status == 201, await begun.text()
    await agent.goto(f"/assistant/{(await begun.json())['id']}")
    answer = agent.locator("article[id^=reponse-]")
    await expect(answer).not_to_have_attribute("aria-busy", "true", timeout=60_000)

    await expect(answer).to_contain_text("La fin.")
    own = ".prose > .status"  # our advice below the answer; no class of an answer's own passes the inspection
    assert await agent.locator(own).all_inner_texts() == [
        await agent.locator(own).filter(has_text="Plus simple").inner_text()
    ]
    assert await agent.evaluate(_INSPECT, f"article[id^=reponse-] .prose *:not({own}, {own} *)") == []
    await _nothing_happened(agent, asked)


async def test_it_would_notice_what_lives(page: Page) -> None:
    # The proof that the two tests above can fail: the same words, as HTML in a page that nothing protects.
    await page.route("**/*", lambda route: route.abort())
    asked, noticed = _outside(page), 0
    for vector in VECTORS[:60]:
        await page.set_content(f"<body><div id=here>{vector}</div>", wait_until="domcontentloaded")
        noticed += bool(await page.evaluate(_INSPECT, "#here *"))
    await page.evaluate(_WATCH)
    await page.evaluate("document.body.innerHTML = '<img src=x onerror=alert(1)>'")
    await page.wait_for_function("fired.length > 0")
    assert noticed >= 30
    assert asked


async def _keep(sessions: Sessions, *, person: UUID, authority: UUID) -> UUID:
    """Put the attacks into a conversation, one answer each, as a supplier would have written them."""
    whose: dict[str, Any] = {"authority_id": authority, "person_id": person}
    async with session_for(sessions, PLATFORM) as session, session.begin():
        row = Conversation(**whose)
        session.add(row)
        await session.flush()
        ids = sorted(uuid7() for _ in VECTORS)
        for above, identifier, text in zip([None, *ids], ids, VECTORS, strict=False):
            session.add(
                Message(
                    id=identifier, parent_id=above, conversation_id=row.id, role="assistant", content=text, model="echo",
                    supplier="Essai", ended_at=now(), **whose,
                )
            )  # fmt: skip
    return row.id


def _outside(page: Page) -> list[str]:
    """Note every request that leaves for somewhere else."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if OUTSIDE in request.url else None)
    return asked


async def _nothing_happened(page: Page, asked: list[str]) -> None:
    assert await page.evaluate("fired") == []
    assert await page.evaluate("violations") == []
    assert asked == []
    assert await page.locator("[id=annonce]").count() == 1
    assert (
        await page.locator("article .prose").locator("img, script, svg, iframe, form, [data-hx-get]").count()
        == 0
    )
