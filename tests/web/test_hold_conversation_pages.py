"""The assistant's pages, without script: every one of them is a form, a link and a whole page."""

import re

import httpx
import psycopg
import pytest

HTML = {"accept": "text/html"}
HTMX = HTML | {"hx-request": "true", "hx-request-type": "partial"}
QUESTION = "Écris une lettre aux bénévoles de la fête du village pour les remercier de leur aide."


async def ask(person: httpx.AsyncClient, address: str = "/assistant", **form: str) -> httpx.Response:
    return await person.post(address, data={"content": QUESTION, **form}, headers=HTML)


async def begin(person: httpx.AsyncClient) -> str:
    answer = await ask(person)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("#")[0]


async def test_it_teaches_when_there_is_nothing_yet(agent: httpx.AsyncClient) -> None:
    page = await agent.get("/assistant", headers=HTML)
    assert page.status_code == 200
    assert "Votre première demande en ouvrira une" in page.text
    assert "N’écrivez pas de nom d’administré" in page.text
    assert "s’efface au bout de 30 jours" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize("example", ["lettre", "compte-rendu", "deliberation", "resume"])
async def test_it_fills_the_box_with_an_example(agent: httpx.AsyncClient, example: str) -> None:
    home = await agent.get("/assistant", headers=HTML)
    assert f'href="/assistant?exemple={example}#field-content"' in home.text
    filled = await agent.get(f"/assistant?exemple={example}", headers=HTML)
    written = re.search(r"<textarea[^>]*>\n(.+?)</textarea>", filled.text, re.DOTALL)
    assert written
    answer = await agent.post("/assistant", data={"content": written[1].replace("&#39;", "'")}, headers=HTML)
    page = await agent.get(answer.headers["location"], headers=HTML)
    # Each example shows something the engine does by itself, not a way out.
    assert {
        "lettre": "Objet",
        "compte-rendu": "Décisions",
        "deliberation": "DÉCIDE",
        "resume": "mot pour mot",
    }[example] in page.text


async def test_it_shows_the_whole_answer_after_a_plain_form(agent: httpx.AsyncClient) -> None:
    sent = await ask(agent)
    assert sent.status_code == 303
    address, _, anchor = sent.headers["location"].partition("#")
    page = (await agent.get(address, headers=HTML)).text
    assert f'id="{anchor}"' in page
    assert "Mesdames, Messieurs," in page
    assert "moteur embarqué, non génératif" in page
    assert "à relire avant envoi\u00a0: vous en restez l’auteur" in page
    assert "Plus simple" in page
    assert 'role="log" aria-live="off"' in page
    assert "hx-sse:connect" not in page


async def test_it_goes_on(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    sent = await ask(agent, here, content="Mets un ton plus chaleureux.")
    assert sent.status_code == 303
    page = (await agent.get(here, headers=HTML)).text
    assert page.count('class="message mine"') == 2
    assert page.count("à relire avant envoi") == 2
    listed = (await agent.get("/assistant", headers=HTML)).text
    assert listed.count(f'href="{here}"') == 1


async def test_it_watches_the_answer_come_with_script(agent: httpx.AsyncClient) -> None:
    started = await agent.post("/assistant", data={"content": QUESTION}, headers=HTMX)
    assert started.status_code == 200
    address, _, anchor = started.headers["hx-redirect"].partition("#")
    page = (await agent.get(address, headers=HTML)).text
    stream = re.search(r'hx-sse:connect="([^"]+)"', page)
    assert stream
    assert 'hx-sse:close="fin"' in page
    assert "pauseOnBackground" in page
    assert 'aria-busy="true"' in page
    assert "La réponse s’écrit." in page

    events = await agent.get(stream[1])
    assert events.text.strip().endswith("event: fin\ndata:")
    part = await agent.get(f"{address}/reponses/{anchor.removeprefix('reponse-')}", headers=HTMX)
    assert part.text.lstrip().startswith("<article")
    assert "Mesdames, Messieurs," in part.text
    assert re.search(r'hx-target="#annonce"[^>]*>Réponse terminée, \d+\u00a0mots\.<', part.text)
    assert "hx-sse" not in part.text


async def test_it_shows_the_next_answer_in_place_with_script(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    part = await agent.post(here, data={"content": "Plus court."}, headers=HTMX)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert part.text.count('class="message mine"') == 2
    assert "hx-sse:connect" in part.text
    assert re.search(r"<textarea[^>]*>\n</textarea>", part.text)  # the box is empty again


async def test_it_stops(agent: httpx.AsyncClient) -> None:
    started = await agent.post("/assistant", data={"content": QUESTION}, headers=HTMX)
    address, _, anchor = started.headers["hx-redirect"].partition("#")
    stop = f"{address}/reponses/{anchor.removeprefix('reponse-')}/arret"
    assert f'action="{stop}"' in (await agent.get(address, headers=HTML)).text
    assert (await agent.post(stop, headers=HTML)).headers["location"] == f"{address}#{anchor}"
    assert "Réponse interrompue" in (await agent.get(address, headers=HTML)).text
    assert (await agent.post(stop, headers=HTMX)).status_code == 204


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"content": "  "}, 422, "Ce champ est nécessaire."),
        ({"content": "x" * 100_001}, 422, "Au plus 100000 caractères."),
        ({"use_case": "ACT-SOC"}, 403, "interdit par défaut"),
        ({"use_case": "NADA"}, 400, "ne figure pas au catalogue"),
        ({"model": "none-such"}, 404, "n’existe pas ici"),
    ],
)
async def test_it_keeps_what_was_typed_when_it_is_refused(
    agent: httpx.AsyncClient, owner: psycopg.Connection, form: dict[str, str], status: int, said: str
) -> None:
    here = await begin(agent)
    for address in ("/assistant", here):
        refused = await ask(agent, address, **form)
        assert refused.status_code == status
        assert said in refused.text
        assert "Rien n’est perdu" in refused.text
        if "content" not in form:
            assert QUESTION in refused.text
    assert owner.execute("select count(*) from message").fetchone() == (2,)
    assert owner.execute("select count(*) from conversation").fetchone() == (1,)


async def test_it_warns_of_a_use_it_recognises(agent: httpx.AsyncClient) -> None:
    sent = await ask(agent, content="Résume l’enquête sociale de la famille pour le RSA.")
    page = (await agent.get(sent.headers["location"], headers=HTML)).text.replace("\u00a0", " ")
    assert "« Action sociale », est interdit par défaut" in page


async def test_it_shows_a_question_as_it_was_typed(agent: httpx.AsyncClient) -> None:
    sent = await ask(agent, content='<b hx-get="/x">un</b>\ndeux **trois**')
    page = (await agent.get(sent.headers["location"], headers=HTML)).text
    assert "&lt;b hx-get=&quot;/x&quot;&gt;un&lt;/b&gt;<br>deux **trois**" in page


async def test_it_is_deleted_after_a_confirmation(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    here = await begin(agent)
    page = (await agent.get(here, headers=HTML)).text
    assert "Supprimer cette conversation et ses réponses" in page
    assert f'action="{here}/suppression"' in page
    gone = await agent.post(f"{here}/suppression", headers=HTML)
    assert gone.headers["location"] == "/assistant"
    assert "La conversation est supprimée." in (await agent.get("/assistant", headers=HTML)).text
    assert (await agent.get(here, headers=HTML)).status_code == 404
    assert owner.execute("select count(*) from message").fetchone() == (0,)


async def test_it_is_nobody_else_s(
    agent: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    champion: httpx.AsyncClient,
    admin: httpx.AsyncClient,
) -> None:
    here = await begin(agent)
    for other in (stranger, champion, admin):
        assert here not in (await other.get("/assistant", headers=HTML)).text
        assert (await other.get(here, headers=HTML)).status_code == 404
        assert (await ask(other, here)).status_code == 404
        assert (await other.post(f"{here}/suppression", headers=HTML)).status_code == 404
    assert (await agent.get(here, headers=HTML)).status_code == 200


async def test_it_is_closed_to_who_may_not_use_it(
    decision_maker: httpx.AsyncClient, visitor: httpx.AsyncClient
) -> None:
    refused = await decision_maker.get("/assistant", headers=HTML)
    assert refused.status_code == 403
    assert "Votre rôle ne permet pas cette action" in refused.text
    assert (await visitor.get("/assistant", headers=HTML)).headers[
        "location"
    ] == "/connexion?suite=/assistant"


async def test_it_is_light(agent: httpx.AsyncClient) -> None:
    here = await begin(agent)
    for address in ("/assistant", here):
        assert len((await agent.get(address, headers=HTML)).content) < 50_000
