"""The footprint under an answer, in words."""

import httpx

from web import french

HTML = {"accept": "text/html"}


def test_it_writes_small_ranges_to_two_digits() -> None:
    assert french.spread(0.0421, 0.0513, "Wh") == "entre 0,042 et 0,051\u00a0Wh"
    assert french.spread(0.00504, 0.00504, "g") == "environ 0,0050\u00a0g"
    assert french.spread(12.4, 131.0, "Wh") == "entre 12 et 131\u00a0Wh"


async def test_it_says_that_no_model_was_called(agent: httpx.AsyncClient) -> None:
    sent = await agent.post("/assistant", data={"content": "Écris une lettre de remerciement."}, headers=HTML)
    page = (await agent.get(sent.headers["location"].partition("#")[0], headers=HTML)).text
    assert "aucun modèle n’a été appelé" in page
