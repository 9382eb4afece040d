"""Conversations on their pages: reworded, answered again, named, found, taken away; all without script."""

import re

import httpx

from tests.web.test_hold_conversation_pages import HTML, HTMX, QUESTION, ask, begin


async def test_it_rewords_a_question_and_goes_from_one_version_to_the_other(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    page = (await agent.get(here, headers=HTML)).text
    edit = re.search(r'href="(/assistant/[^"]+\?modifier=[^"#]+)#field-content"', page)
    assert edit
    form = (await agent.get(edit[1], headers=HTML)).text
    assert "Envoyer la demande modifiée" in form
    assert QUESTION.replace("’", "’") in form
    reworded = re.search(r'name="instead_of" value="([^"]+)"', form)
    assert reworded
    assert 'name="after"' not in form

    sent = await ask(
        agent, here, content="Écris un courrier plus court aux bénévoles.", instead_of=reworded[1]
    )
    assert sent.status_code == 303
    page = (await agent.get(here, headers=HTML)).text
    assert "plus court aux bénévoles" in page
    assert QUESTION not in page
    assert page.count("Version 2 sur 2") == 1
    other = re.search(r'href="([^"]+)" rel="prev"', page)
    assert other
    first = (await agent.get(other[1], headers=HTML)).text
    assert QUESTION in first
    assert "Version 1 sur 2" in first


async def test_it_answers_again(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    again = re.search(r'action="([^"]+/nouvelle-reponse)"', (await agent.get(here, headers=HTML)).text)
    assert again
    sent = await agent.post(again[1], data={"model": "terrain-embarque"}, headers=HTML)
    assert sent.status_code == 303
    assert "Version 2 sur 2" in (await agent.get(sent.headers["location"], headers=HTML)).text
    started = await agent.post(again[1], data={"model": "auto"}, headers=HTMX)
    assert re.search(r"\?message=([^#]+)#reponse-\1$", started.headers["hx-redirect"])


async def test_it_is_named_kept_in_a_folder_and_found(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    arranged = await agent.post(
        f"{here}/rangement", data={"title": "Merci aux bénévoles", "folder": "Fête & cie"}, headers=HTML
    )
    assert arranged.status_code == 303
    home = (await agent.get("/assistant", headers=HTML)).text
    assert "Merci aux bénévoles" in home
    assert 'href="/assistant?dossier=Fête%20%26%20cie"' in home.replace("%C3%AA", "ê")
    for query, is_there in (
        ("q=bénévole", True),
        ("dossier=Fête %26 cie", True),
        ("q=piscine", False),
        ("dossier=x", False),
    ):
        page = (await agent.get(f"/assistant?{query}", headers=HTML)).text
        assert (f'href="{here}"' in page) is is_there, query
        assert ("Aucune conversation ne correspond" in page) is not is_there


async def test_it_is_taken_away(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    here = await begin(agent)
    text = await agent.get(f"{here}/fichier", headers=HTML)
    assert text.headers["content-disposition"] == 'attachment; filename="conversation.md"'
    assert "## Demande" in text.text
    assert (await agent.get(f"{here}/fichier?forme=json", headers=HTML)).json()["messages"]
    assert (await stranger.get(f"{here}/fichier", headers=HTML)).status_code == 404


async def test_it_gives_a_person_their_data_and_erases_them(
    agent: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    await begin(agent)
    given = await agent.get("/compte/donnees", headers=HTML)
    assert given.headers["content-disposition"] == 'attachment; filename="mes-donnees.json"'
    person = given.json()["tables"]["person"][0]["id"]
    sheet = f"/personnes/{person}"
    assert "Effacer définitivement" not in (await admin.get(sheet, headers=HTML)).text
    await admin.post(f"{sheet}/suspension", headers=HTML)
    assert "Effacer définitivement" in (await admin.get(sheet, headers=HTML)).text
    assert (await admin.post(f"{sheet}/effacement", headers=HTML)).status_code == 303
    assert (await admin.get(sheet, headers=HTML)).status_code == 404
