"""The card under an answer and the page of other tools, without script."""

import re

import httpx

HTML = {"accept": "text/html"}
QUESTION = "Écris une lettre aux bénévoles de la fête du village pour les remercier de leur aide."
CARD = {
    "outcome": "kept",
    "usual_minutes": "30",
    "minutes": "",
    "minutes_other": "7",
    "checking_minutes": "5",
}


async def offered(agent: httpx.AsyncClient) -> tuple[str, str]:
    """Ask, and give the conversation's address and that of the card's form."""
    sent = await agent.post("/assistant", data={"content": QUESTION}, headers=HTML)
    here = sent.headers["location"].partition("#")[0]
    page = (await agent.get(here, headers=HTML)).text
    assert "Votre fiche, en 20 secondes" in page.replace("\u00a0", " ")
    form = re.search(r'action="(/assistant/usages/[^"]+/fiche)"', page)
    assert form
    return here, form[1]


async def test_it_fills_a_card_under_the_answer_and_corrects_it(agent: httpx.AsyncClient) -> None:
    here, form = await offered(agent)
    sent = await agent.post(form, data=CARD | {"conversation": here.rpartition("/")[2]}, headers=HTML)
    assert (sent.status_code, sent.headers["location"]) == (303, here)
    page = (await agent.get(here, headers=HTML)).text
    assert "Votre fiche est enregistrée" in page
    assert "fiche remplie" in page
    again = (await agent.get(form, headers=HTML)).text
    assert re.search(r'value="kept"\s+checked', again)
    assert re.search(r'name="minutes_other"[^>]*value="7"', again)


async def test_it_keeps_what_was_filled_in_when_something_is_missing(agent: httpx.AsyncClient) -> None:
    _, form = await offered(agent)
    wrong = await agent.post(form, data=CARD | {"usual_minutes": "", "outcome": "discarded"}, headers=HTML)
    assert wrong.status_code == 422
    assert "Choisissez une durée, ou écrivez-la en minutes." in wrong.text
    assert re.search(r'value="discarded"\s+checked', wrong.text)
    new = await agent.post(form, data=CARD | {"usual_minutes": "", "is_new": "on"}, headers=HTML)
    assert new.status_code == 303, "a new task has no usual time"


async def test_it_tells_of_another_tool_and_takes_it_back(agent: httpx.AsyncClient) -> None:
    page = (await agent.get("/assistant/autre-outil", headers=HTML)).text
    assert "Personne ne vous le reprochera" in page
    assert len(page) < 50_000
    told = CARD | {"tool": "Delibia", "use_case": "RED-DEL"}
    sent = await agent.post("/assistant/autre-outil", data=told, headers=HTML)
    assert sent.status_code == 303, sent.text
    listed = (await agent.get("/assistant/autre-outil", headers=HTML)).text
    assert "Délibération" in listed
    back = re.search(r'action="(/assistant/autre-outil/[^"]+/retrait)"', listed)
    assert back
    await agent.post(back[1], headers=HTML)
    assert "Cet usage est retiré" in (await agent.get("/assistant/autre-outil", headers=HTML)).text


async def test_it_asks_which_tool(agent: httpx.AsyncClient, decision_maker: httpx.AsyncClient) -> None:
    wrong = await agent.post("/assistant/autre-outil", data=CARD, headers=HTML)
    assert wrong.status_code == 422
    assert "Choisissez un outil, ou écrivez son nom." in wrong.text
    refused = await decision_maker.post("/assistant/autre-outil", data=CARD, headers=HTML)
    assert refused.status_code == 403
