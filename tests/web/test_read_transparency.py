"""What anyone may read of the assistant, signed in or not; and the attestation that an agent signs."""

import re

import httpx

from services.assistant.kinds import DataClass
from services.assistant.models import Catalogue
from services.assistant.offers import Endpoint, Offer, Price
from services.assistant.transparency import register
from tests.web.test_hold_conversation_pages import HTML, begin


async def test_it_is_open_to_all(visitor: httpx.AsyncClient) -> None:
    told = await visitor.get("/api/assistant/v1/transparency")
    assert told.status_code == 200
    assert [one["name"] for one in told.json()["models"]] == ["terrain-embarque"]
    assert {one["restriction"] for one in told.json()["uses"]} >= {"none", "forbidden"}
    page = (await visitor.get("/transparence", headers=HTML)).text.replace("\u00a0", " ")
    assert "au bout de 30 jours" in page
    assert "terrain-embarque" in page
    assert 'href="/transparence"' in page
    for use in told.json()["uses"]:
        assert use["code"]
        assert use["restriction_label"] in page


def test_it_gives_each_model_of_each_supplier_a_card_and_no_secret() -> None:
    place = Endpoint("1", "Nuage public", "https://prive.example/v1", data_class=DataClass.PUBLIC)
    offers = (
        Offer("grand", place, price=Price(energy=1.5)),
        Offer("grand", place, roles=frozenset({"admin"})),
    )
    found = register.read(Catalogue({"grand": offers}), kept_days=0)
    assert [(one.name, one.is_generative, one.is_open_to_all) for one in found.models] == [
        ("terrain-embarque", False, True), ("grand", True, True), ("grand", True, False),
    ]  # fmt: skip
    assert (found.models[1].data, found.models[1].energy) == (DataClass.PUBLIC.label, 1.5)
    assert "prive.example" not in found.model_dump_json()


async def test_it_attests_that_somebody_read_an_answer_again(
    agent: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    here = await begin(agent)
    link = re.search(r'href="([^"]+/attestation)"', (await agent.get(here, headers=HTML)).text)
    assert link
    page = (await agent.get(link[1], headers=HTML)).text
    assert "agent Chéroy" in page
    assert "moteur embarqué, non génératif" in page
    assert (await stranger.get(link[1], headers=HTML)).status_code == 404
