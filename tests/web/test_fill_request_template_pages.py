"""The pages of request templates, without script: find, fill in, read, send; write, copy, share, exchange."""

import re

import httpx

from services.assistant.request_templates import library

HTML = {"accept": "text/html"}
ROOT = "/assistant/modeles"
TYPED = {
    "title": "Lettre aux bénévoles", "use_case": "RED-COU", "body": "Écris une lettre à {{a_qui}}, sur un ton {{ton}}.",
    "variables": "a_qui | À qui | texte\nton | Ton | choix | obligatoire | neutre ; chaleureux",
}  # fmt: skip


def of(key: str) -> str:
    known = next(one for one in library.entries().values() if one.key == key)
    return f"{ROOT}/{known.id}"


async def made(agent: httpx.AsyncClient) -> str:
    sent = await agent.post(ROOT, data=TYPED, headers=HTML)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


async def test_it_finds_templates_by_family_and_by_word(agent: httpx.AsyncClient) -> None:
    whole = (await agent.get(ROOT, headers=HTML)).text
    assert whole.count(f'href="{ROOT}/') > 30
    assert len(whole) < 60_000
    found = (await agent.get(f"{ROOT}?famille=drafting&q=bulletin", headers=HTML)).text
    assert "Article de bulletin municipal" in found
    assert "Formule de tableur" not in found
    none = (await agent.get(f"{ROOT}?q=zzz", headers=HTML)).text
    assert "Aucun modèle ne répond" in none


async def test_it_fills_in_a_template_and_sends_the_request(agent: httpx.AsyncClient) -> None:
    address = of("courrier-remerciement")
    page = (await agent.get(address, headers=HTML)).text
    assert 'value="chaleureux"' in page
    values = {"a_qui": "des bénévoles", "pour_quoi": "leur aide à la fête du village", "ton": "chaleureux"}
    wrong = await agent.post(f"{address}/demande", data=values | {"a_qui": ""}, headers=HTML)
    assert wrong.status_code == 422
    assert "leur aide à la fête du village" in wrong.text
    ready = (await agent.post(f"{address}/demande", data=values, headers=HTML)).text
    assert "Écris une lettre à des bénévoles pour les remercier" in ready
    hidden = re.search(r'name="template_id" value="([^"]+)"', ready)
    written = re.search(r"<textarea[^>]*>\n(.+?)</textarea>", ready, re.DOTALL)
    assert hidden
    assert written
    sent = await agent.post(
        "/assistant", data={"content": written[1], "template_id": hidden[1]}, headers=HTML
    )
    assert sent.status_code == 303, sent.text


async def test_it_writes_changes_shares_and_withdraws_one_s_own(
    agent: httpx.AsyncClient, champion: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    here = await made(agent)
    assert (await champion.get(here, headers=HTML)).status_code == 404
    await agent.post(f"{here}/partage", data={"sharing": "authority"}, headers=HTML)
    assert (await champion.get(here, headers=HTML)).status_code == 200
    assert (await stranger.get(here, headers=HTML)).status_code == 404
    shown = (await agent.get(f"{here}/modifier", headers=HTML)).text
    assert "ton | Ton | choix | obligatoire | neutre ; chaleureux" in shown
    wrong = await agent.post(f"{here}/modifier", data=TYPED | {"body": "Écris à {{personne}}."}, headers=HTML)
    assert wrong.status_code == 422
    assert "Variables non décrites" in wrong.text
    await agent.post(f"{here}/modifier", data=TYPED | {"title": "Lettre courte"}, headers=HTML)
    assert "Version 2" in (await agent.get(here, headers=HTML)).text
    await agent.post(f"{here}/retrait", headers=HTML)
    assert (await agent.get(here, headers=HTML)).status_code == 404


async def test_it_copies_and_travels_as_a_file(agent: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    copied = await agent.post(f"{of('reformuler')}/copie", headers=HTML)
    here = copied.headers["location"].removesuffix("/modifier")
    assert "Modèle d’origine" in (await agent.get(here, headers=HTML)).text
    file = await agent.get(f"{here}/fichier", headers=HTML)
    assert "attachment" in file.headers["content-disposition"]
    sent = await stranger.post(f"{ROOT}/fichier", files={"file": ("m.json", file.content)}, headers=HTML)
    assert sent.status_code == 303, sent.text
    for broken in (b"{", b"[]"):
        wrong = await stranger.post(f"{ROOT}/fichier", files={"file": ("m.json", broken)}, headers=HTML)
        assert wrong.status_code == 422
