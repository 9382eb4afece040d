"""The assistant's page: what was found, the choice, and the charter before all; each without script too."""

import re
from html import unescape

import pytest

from tests.assistant.conftest import Rows
from tests.assistant.supplier import FakeSupplier
from tests.conftest import Client, SignIn

HTML = {"accept": "text/html"}
HTMX = HTML | {"hx-request": "true", "hx-request-type": "partial"}
TEXT = "Écrire à Mme Durand, 06 12 34 56 78."

pytestmark = pytest.mark.usefixtures("settled")


def seen(page: str) -> str:
    """Give the words of a page, as they are read."""
    words = re.sub(r"<[^>]+>", "", page)
    return unescape(" ".join(words.split())).replace("\u00a0", " ").replace("\u202f", " ")


async def send(person: Client, at: str = "/assistant", **form: str) -> tuple[int, str, str]:
    answer = await person.post(at, data={"content": TEXT, "model": "echo"} | form, headers=HTML)
    return answer.status_code, answer.text, answer.headers.get("location", "").partition("#")[0]


async def test_it_asks_before_anything_leaves(agent: Client, supplier: FakeSupplier, rows: Rows) -> None:
    status, page, _ = await send(agent)

    assert status == 422
    assert supplier.bodies == []
    assert not rows("select 1 from message")
    assert "Données personnelles repérées : 1 nom et 1 numéro de téléphone." in seen(page)
    assert "Mme <mark>[PERSONNE_1]</mark>, <mark>[TÉLÉPHONE_1]</mark>." in page
    assert 'name="handling" value="mask"' in page
    assert 'name="handling" value="pass"' in page
    assert re.search(rf"<textarea[^>]*>\n{re.escape(TEXT)}</textarea>", page)


async def test_it_masks_and_gives_the_words_back(agent: Client, supplier: FakeSupplier) -> None:
    status, _, here = await send(agent, handling="mask")

    assert status == 303
    assert "[PERSONNE_1]" in supplier.asked[0]["messages"][0]["content"]
    assert b"Durand" not in supplier.bodies[0]
    page = (await agent.get(here, headers=HTML)).text
    assert seen(page).count("Écrire à Mme Durand, 06 12 34 56 78.") >= 2  # the question and the echo
    assert "[PERSONNE_1]" not in page


async def test_it_sends_as_it_is_only_with_a_reason(agent: Client, supplier: FakeSupplier) -> None:
    status, page, _ = await send(agent, handling="pass")
    assert status == 422
    assert "field-reason-error" in page
    assert supplier.bodies == []

    status, _, here = await send(agent, handling="pass", reason="Elle est d’accord.")
    assert status == 303
    assert "Durand" in supplier.asked[0]["messages"][0]["content"]
    assert "partie telle quelle, par votre choix" in seen((await agent.get(here, headers=HTML)).text)


async def test_it_offers_no_way_past_a_watched_use(agent: Client, supplier: FakeSupplier) -> None:
    for form in ({"use_case": "ETA-CIV"}, {"use_case": "ETA-CIV", "handling": "pass", "reason": "Accord."}):
        status, page, _ = await send(agent, **form)
        assert status in {403, 422}
        assert "ne partent jamais telles quelles" in seen(page)
        assert 'value="pass"' not in page
    status, page, _ = await send(agent, use_case="ACT-SOC", handling="mask")
    assert status == 403
    assert "interdit par défaut" in seen(page)
    assert supplier.bodies == []


async def test_it_says_what_it_finds_as_the_person_writes(agent: Client) -> None:
    form = {"content": TEXT, "model": "echo"}
    part = await agent.post("/assistant/apercu", data=form, headers=HTMX)
    here = await agent.post("/assistant/apercu", data=form | {"model": "auto"}, headers=HTMX)
    nothing = await agent.post("/assistant/apercu", data=form | {"content": "Bonjour."}, headers=HTMX)
    empty = await agent.post("/assistant/apercu", data={"content": " "}, headers=HTMX)
    home = (await agent.get("/assistant", headers=HTML)).text

    assert "<html" not in part.text
    assert "<mark>[PERSONNE_1]</mark>" in part.text
    assert "rien ne quitte la plateforme" in seen(here.text)
    assert 'name="handling"' not in here.text
    assert "Rien de personnel n’a été repéré" in seen(nothing.text)
    assert empty.text.strip() == ""
    assert 'hx-post="/assistant/apercu"' in home
    assert "delay:500ms" in home


async def test_it_shows_what_it_finds_as_text_alone(agent: Client) -> None:
    content = "<script>x</script> Mme Durand <img src=x onerror=y>"
    part = await agent.post("/assistant/apercu", data={"content": content, "model": "echo"}, headers=HTMX)

    assert "<script>" not in part.text
    assert "<img" not in part.text
    assert "&lt;script&gt;" in part.text


async def test_it_hints_at_a_simpler_way(agent: Client) -> None:
    form = {"content": "Fais un tableau Excel des dépenses.", "model": "echo", "use_case": "TAB-XLS"}
    part = await agent.post("/assistant/apercu", data=form, headers=HTMX)

    assert "Plus simple ?" in seen(part.text)
    assert "formule de tableur" in seen(part.text)


async def test_it_warns_of_a_legal_answer_without_source(agent: Client) -> None:
    for content, is_warned in (("Peut-on refuser ?", True), ("Selon l’article L. 2121-29 du CGCT ?", False)):
        _, _, here = await send(agent, content=content, use_case="REC-JUR")
        page = seen((await agent.get(here, headers=HTML)).text)
        assert ("ne cite aucune source" in page) is is_warned


async def test_it_goes_on_in_a_conversation(agent: Client, supplier: FakeSupplier) -> None:
    _, _, here = await send(agent, handling="mask")
    status, page, _ = await send(agent, here)
    assert status == 422
    assert f'href="{here}"' in page
    part = await agent.post(f"{here}/apercu", data={"content": TEXT, "model": "echo"}, headers=HTMX)
    assert f'href="{here}"' in part.text
    assert (await send(agent, here, handling="mask"))[0] == 303
    assert not [body for body in supplier.bodies if b"Durand" in body]


async def test_it_opens_with_the_charter(sign_in: SignIn, rows: Rows) -> None:
    newcomer = await sign_in("agent", at="Héry", name="Arrivante", has_accepted_charter=False)
    home = (await newcomer.get("/assistant", headers=HTML)).text
    assert "Lire et accepter la charte" in home
    assert "<textarea" not in home
    assert (await send(newcomer))[0] == 403

    charter = await newcomer.get("/assistant/charte", headers=HTML)
    assert charter.status_code == 200
    assert "Vous restez l’auteur" in seen(charter.text)
    unread = await newcomer.post("/assistant/charte", data={"version": "1"}, headers=HTML)
    assert (unread.status_code, "Cochez la case" in unread.text) == (422, True)
    outdated = await newcomer.post("/assistant/charte", data={"version": "99", "lu": "on"}, headers=HTML)
    assert (outdated.status_code, "La charte a changé" in outdated.text) == (409, True)
    assert not rows("select 1 from charter_acceptance where version = 99")

    accepted = await newcomer.post("/assistant/charte", data={"version": "1", "lu": "on"}, headers=HTML)
    assert (accepted.status_code, accepted.headers["location"]) == (303, "/assistant")
    assert "<textarea" in (await newcomer.get("/assistant", headers=HTML)).text
    assert "Vous avez accepté cette version" in seen(
        (await newcomer.get("/assistant/charte", headers=HTML)).text
    )
