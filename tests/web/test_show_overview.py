"""The page of measures: honest with many, silent about few."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]
FindAuthority = Callable[[str], UUID]
Send = Callable[..., Awaitable[None]]

HTML = {"accept": "text/html"}


@pytest.fixture
async def send(admin: Client, authority: FindAuthority) -> Send:
    """Send uses as a program would: `await send(6, at="Chéroy", family="search")`, by as many agents."""
    sent = 0

    async def post(agents: int, *, at: str, family: str) -> None:
        nonlocal sent
        events = []
        for number in range(agents):
            sent += 1
            data = {
                "family": family,
                "tool": "Delibia",
                "agent": f"a{number}",
                "authority_id": str(authority(at)),
            }
            events.append(
                {
                    "specversion": "1.0", "id": f"e{sent}", "source": "/delibia", "type": "terrain.use",
                    "time": datetime.now(UTC).isoformat(), "data": data,
                }
            )  # fmt: skip
        answer = await admin.post("/api/metrics/v1/events", json=events)
        assert answer.json()["accepted"] == agents, answer.text

    return post


async def read(client: Client, **query: str) -> str:
    answer = await client.get("/mesures", params=query, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_it_teaches_when_nothing_was_counted(
    agent: Client, decision_maker: Client, facilitator: Client
) -> None:
    for client, action in ((agent, "/assistant"), (decision_maker, "/aide"), (facilitator, "/ateliers")):
        page = await read(client)
        assert "Rien n’a encore été compté sur cette période" in page
        assert f'<a class="button" href="{action}">' in page


async def test_it_shows_figures_with_their_sentence_and_table(decision_maker: Client, send: Send) -> None:
    await send(12, at="Chéroy", family="search")
    await send(18, at="Chéroy", family="drafting")
    page = await read(decision_maker)
    assert "<h1>Ce qui a été compté</h1>" in page
    assert '<p class="figure">30</p>' in page
    assert '<p class="figure">18 <small>au moins</small></p>' in page
    assert "En tête\xa0: «\xa0rédaction\xa0», avec 60\xa0% des usages." in page
    assert "30\xa0usages, 18\xa0agents au moins" in page
    assert "40\xa0% et 60\xa0%" in page
    assert "37\xa0% de recherche et 63\xa0% de rédaction" in page
    assert "Voir le tableau" in page
    assert "Comment lire ces chiffres" in page


async def test_it_puts_nothing_before_its_equal(decision_maker: Client, send: Send) -> None:
    await send(6, at="Chéroy", family="search")
    await send(6, at="Chéroy", family="data")
    page = await read(decision_maker)
    assert (
        "En tête\xa0: «\xa0recherche\xa0» et\xa0«\xa0données\xa0», avec 50\xa0% des usages chacune." in page
    )


async def test_it_says_that_a_small_group_is_hidden(decision_maker: Client, send: Send) -> None:
    await send(4, at="Chéroy", family="search")
    page = await read(decision_maker)
    assert '<p class="figure">Masqué</p>' in page
    assert "masqué\xa0: moins de 5 agents" in page
    assert '<details class="card plain" open>' in page
    assert ">4<" not in page
    assert "a publié" not in page, "nothing to compare when nothing is shown"


async def test_it_never_shows_a_hidden_family(decision_maker: Client, send: Send) -> None:
    await send(11, at="Chéroy", family="search")
    await send(7, at="Chéroy", family="data")
    await send(3, at="Chéroy", family="synthesis")
    page = await read(decision_maker)
    assert "Parmi ce qui peut être montré, en tête\xa0: «\xa0recherche\xa0»" in page
    assert page.count('<b class="bar-value">masqué</b>') == 2
    assert '<b class="bar-value">7</b>' not in page
    assert '<b class="bar-value">3</b>' not in page


async def test_it_lets_the_operator_choose_an_authority(
    facilitator: Client, send: Send, authority: FindAuthority
) -> None:
    await send(6, at="Chéroy", family="search")
    await send(9, at="Lormes", family="search")
    page = await read(facilitator)
    assert "Par collectivité" in page
    assert "2\xa0collectivités ont fait usage d’un outil d’IA." in page
    assert '<p class="figure">15</p>' in page
    chosen = str(authority("Lormes"))
    page = await read(facilitator, collectivite=chosen, periode="4")
    assert f'<option value="{chosen}" selected>Lormes</option>' in page
    assert '<option value="4" selected>' in page
    assert "sur 4\xa0semaines" in page
    assert '<p class="figure">9</p>' in page
    assert "Par collectivité" not in page


async def test_it_shows_an_authority_only_its_own(
    decision_maker: Client, stranger: Client, send: Send, authority: FindAuthority
) -> None:
    await send(6, at="Lormes", family="search")
    assert "Rien n’a encore été compté" in await read(decision_maker)
    assert '<p class="figure">6</p>' in await read(stranger)
    assert "field-collectivite" not in await read(stranger)
    theirs = await decision_maker.get(
        "/mesures", params={"collectivite": str(authority("Lormes"))}, headers=HTML
    )
    assert theirs.status_code == 404


@pytest.mark.parametrize("query", [{"periode": "7"}, {"periode": "²"}, {"periode": ""}, {"collectivite": ""}])
async def test_it_takes_a_period_it_does_not_offer_for_the_usual_one(
    decision_maker: Client, query: dict[str, str]
) -> None:
    assert '<option value="12" selected>' in await read(decision_maker, **query)


async def test_it_refuses_an_authority_that_is_none(facilitator: Client) -> None:
    answer = await facilitator.get("/mesures", params={"collectivite": "Lormes"}, headers=HTML)
    assert answer.status_code == 404


async def test_it_shows_somebody_their_own_uses_and_nobody_elses(agent: Client, sign_in: SignIn) -> None:
    asked = {"model": "auto", "messages": [{"role": "user", "content": "Rédige un courrier."}]}
    answer = await agent.post(
        "/api/assistant/v1/chat/completions", json=asked, headers={"x-use-case": "RED-COU"}
    )
    assert answer.status_code == 200
    page = await read(agent)
    assert "Vos propres usages" in page
    assert "visible de vous seul" in page
    assert "<td>Courrier ou courriel</td>" in page
    colleague = await sign_in("champion", at="Chéroy", name="Collègue")
    assert "Courrier ou courriel" not in await read(colleague)


async def test_it_asks_somebody_unknown_to_sign_in(visitor: Client) -> None:
    answer = await visitor.get("/mesures", headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/connexion?suite=/mesures"


async def test_it_stays_light(facilitator: Client, send: Send) -> None:
    await send(30, at="Chéroy", family="search")
    await send(30, at="Lormes", family="drafting")
    assert len((await read(facilitator, periode="52")).encode()) < 100_000
