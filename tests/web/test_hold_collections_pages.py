"""Collections on their pages, without script: opened, filled, searched, emptied; answers that open their passages."""

import re

from tests.assistant import papers
from tests.conftest import Client, SignIn

HOME = "/assistant/documents"
RULES = "# Règlement\n\n## Caution\nLa caution de 500 € est rendue sous huit jours.\n\n## Bruit\nLa musique cesse tôt."


async def opened(keeper: Client, name: str = "Règlements") -> str:
    made = await keeper.post(HOME, data={"name": name})
    assert made.status_code == 303, made.text
    return made.headers["location"]


async def test_it_lives_from_opening_to_removal(sign_in: SignIn) -> None:
    keeper = await sign_in("champion", at="Chéroy", name="Référente")
    assert "Aucune collection pour le moment" in (await keeper.get(HOME)).text
    here = await opened(keeper)
    assert "Cette collection est vide" in (await keeper.get(here)).text
    added = await keeper.post(f"{here}/documents", files={"file": ("salle.md", RULES.encode())})
    assert added.status_code == 303
    page = (await keeper.get(f"{here}?q=cautions")).text
    assert "1\u00a0passage trouvé" in page
    link = re.search(r'href="([^"]+/passages/[^"]+)"', page)
    assert link
    passage = (await keeper.get(link[1])).text
    assert "<mark>La caution de 500 € est rendue sous huit jours.</mark>" in passage
    assert "La musique cesse tôt." in passage

    away = re.search(r'action="([^"]+/retrait)"', page)
    assert away
    assert (await keeper.post(away[1])).status_code == 303
    assert (await keeper.get(link[1])).status_code == 404
    assert (await keeper.post(f"{here}/suppression")).headers["location"] == HOME
    assert (await keeper.get(here)).status_code == 404


async def test_it_says_beside_the_field_what_is_refused(sign_in: SignIn) -> None:
    keeper = await sign_in("champion", at="Chéroy", name="Référente")
    here = await opened(keeper)
    again = await keeper.post(HOME, data={"name": "Règlements"})
    assert (again.status_code, "déjà une collection de ce nom" in again.text) == (409, True)
    assert (await keeper.post(HOME, data={"name": " "})).status_code == 422
    scanned = await keeper.post(f"{here}/documents", files={"file": ("s.pdf", papers.blank_pdf())})
    assert "ne contient que des images" in scanned.text
    assert "Choisissez d’abord un fichier." in (await keeper.post(f"{here}/documents")).text


async def test_it_shows_agents_no_button_that_they_may_not_press(agent: Client, sign_in: SignIn) -> None:
    here = await opened(await sign_in("champion", at="Chéroy", name="Référente"))
    for address in (HOME, here):
        page = await agent.get(address)
        assert page.status_code == 200
        assert not re.search(r'action="/assistant/documents', page.text)
    assert (await agent.post(HOME, data={"name": "X"})).status_code == 403


async def test_it_answers_from_a_collection_and_opens_the_passage(agent: Client, sign_in: SignIn) -> None:
    keeper = await sign_in("champion", at="Chéroy", name="Référente")
    here = await opened(keeper)
    assert "Répondre à partir de" not in (await agent.get("/assistant")).text, (
        "an empty collection answers nothing"
    )
    await keeper.post(f"{here}/documents", files={"file": ("salle.md", RULES.encode())})
    collection = here.rpartition("/")[2]
    assert f'<option value="{collection}">Règlements</option>' in (await agent.get("/assistant")).text
    asked = await agent.post(
        "/assistant", data={"content": "Quand rend-on la caution ?", "collection_id": collection}
    )
    page = (await agent.get(asked.headers["location"])).text

    assert "Sources citées" in page
    link = re.search(r'href="([^"]+)" aria-label="Passage \[1\]">\[1\]</a>', page)
    assert link
    assert "<mark>La caution de 500 € est rendue" in (await agent.get(link[1])).text
    assert f'value="{collection}" selected' in page, "the next question is asked of the same collection"
    assert len(page.encode()) < 100_000
