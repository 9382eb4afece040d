"""The home page: one thing to do next for each role, what is new, and a welcome for all."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]
FindAuthority = Callable[[str], UUID]
Plan = Callable[..., Awaitable[str]]

HTML = {"accept": "text/html"}
PARIS = ZoneInfo("Europe/Paris")


async def read(client: Client) -> str:
    answer = await client.get("/", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def plan(facilitator: Client, authority: FindAuthority) -> Plan:
    """Plan a workshop: `await plan("Chéroy", days=2)` gives its id."""

    async def post(at: str, *, days: int) -> str:
        (programme,) = (await facilitator.get("/api/workshops/v1/programmes")).json()["items"]
        day = {
            "programme_id": programme["id"],
            "authority_id": str(authority(at)),
            "held_on": str((datetime.now(PARIS) + timedelta(days=days)).date()),
        }
        answer = await facilitator.post("/api/workshops/v1/workshops", json=day)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    return post


async def test_it_welcomes_somebody_unknown(visitor: Client) -> None:
    page = await read(visitor)
    assert "<h1>Du terrain à la décision</h1>" in page
    assert '<a class="button" href="/connexion">Se connecter</a>' in page.replace(" >", ">")


@pytest.mark.parametrize(
    ("role", "at", "title", "address"),
    [
        ("agent", "Chéroy", "Demander à l’assistant", "/assistant"),
        ("champion", "Chéroy", "Inviter vos collègues", "/personnes"),
        ("decision_maker", "Chéroy", "Lire et signer les décisions", "/decisions"),
        ("facilitator", "ARNia", "Préparer un atelier", "/ateliers"),
        ("admin", "ARNia", "Inviter des personnes", "/personnes"),
    ],
)
async def test_it_gives_each_role_its_next_step(
    sign_in: SignIn, role: str, at: str, title: str, address: str
) -> None:
    page = await read(await sign_in(role, at=at, name="Camille Martin"))
    assert "<h1>Bonjour, Camille Martin</h1>" in page
    assert f'<h2 id="next-step">{title}</h2>' in page
    assert f'<a class="button" href="{address}"' in page


async def test_it_names_the_other_steps_of_somebody_with_several_roles(sign_in: SignIn) -> None:
    page = await read(await sign_in("champion", "agent", at="Chéroy", name="Camille"))
    assert '<h2 id="next-step">Inviter vos collègues</h2>' in page
    assert '<a href="/assistant">Demander à l’assistant</a>' in page


async def test_it_leads_a_facilitator_to_the_next_workshop(facilitator: Client, plan: Plan) -> None:
    await plan("Lormes", days=9)
    soon = await plan("Chéroy", days=1)
    page = await read(facilitator)
    assert "Prochain atelier demain\xa0: Chéroy" in page
    assert f'href="/ateliers/{soon}"' in page
    assert page.index("demain, ") < page.index("Lormes"), "the nearest first"


async def test_it_leads_a_facilitator_to_the_day_under_way(facilitator: Client, plan: Plan) -> None:
    today = await plan("Chéroy", days=0)
    page = await read(facilitator)
    assert "Atelier du jour\xa0: Chéroy" in page
    assert f'<a class="button" href="/ateliers/{today}"' in page


async def test_it_leaves_out_days_past_and_cancelled(facilitator: Client, plan: Plan) -> None:
    await plan("Chéroy", days=-3)
    cancelled = await plan("Chéroy", days=3)
    address = f"/api/workshops/v1/workshops/{cancelled}/cancellation"
    assert (await facilitator.post(address, json={"reason": "Grève"})).status_code == 201
    page = await read(facilitator)
    assert "Ateliers à venir" not in page
    assert '<h2 id="next-step">Préparer un atelier</h2>' in page


async def test_it_tells_an_authority_its_own_news_only(
    facilitator: Client, plan: Plan, agent: Client, stranger: Client
) -> None:
    workshop = await plan("Chéroy", days=0)
    noted = await facilitator.post(
        f"/api/workshops/v1/workshops/{workshop}/observations",
        json={"text": "Trois appels pendant la saisie."},
    )
    assert noted.status_code == 201, noted.text
    page = await read(agent)
    assert "<li>1\xa0observation notée</li>" in page
    assert "<li>1\xa0atelier préparé</li>" in page
    assert "Ateliers à venir" in page
    theirs = await read(stranger)
    assert "observation notée" not in theirs
    assert "Rien de neuf dans les ateliers cette semaine" in theirs
    assert "Chéroy" not in theirs
