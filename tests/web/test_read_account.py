"""One's account: who I am, where I am signed in, how I come back."""

import re

import httpx
import psycopg
import pytest

from tests.conftest import ORIGIN, Client
from tests.gateway.invitations import API, OURS, count

PAGE = {"accept": "text/html"}
PHRASE = "quatre chevaux bleus rient"


async def test_it_says_who_i_am_in_french(champion: Client) -> None:
    page = await champion.get("/compte", headers=PAGE)

    assert page.status_code == 200
    for told in ("champion Chéroy", "Chéroy", "référent IA", "@example.org", "Ce que Terrain garde de moi"):
        assert told in page.text
    assert "champion</dd>" not in page.text


async def test_it_closes_another_of_my_browsers(
    agent: Client, admin: Client, house: httpx.ASGITransport
) -> None:
    person = (await agent.get(f"{API}/me")).json()["id"]
    address = (await admin.post(f"{API}/people/{person}/sign-in-links")).json()["address"]
    async with Client(transport=house, base_url=ORIGIN, headers=PAGE | OURS) as tablet:
        firefox = {"user-agent": "Mozilla/5.0 (Android 15; rv:140.0) Gecko/140.0 Firefox/140.0"}
        await tablet.post(address.removeprefix(ORIGIN), headers=firefox)
        page = await agent.get("/compte", headers=PAGE)

        assert page.text.count("celle-ci") == 1
        assert "Firefox" in page.text
        close = re.findall(r'action="(/compte/connexions/[^"]+/fermeture)"', page.text)
        assert len(close) == 1
        closed = await agent.post(close[0], headers=PAGE)

        assert (closed.status_code, closed.headers["location"]) == (303, "/compte")
        assert "La connexion est fermée." in (await agent.get("/compte", headers=PAGE)).text
        assert (await tablet.get("/compte")).status_code == 303


async def test_it_closes_nobody_elses(agent: Client, stranger: Client) -> None:
    theirs = (await agent.get(f"{API}/sessions")).json()["items"][0]["id"]

    page = await stranger.post(f"/compte/connexions/{theirs}/fermeture", headers=PAGE)

    assert page.status_code == 404
    assert (await agent.get("/compte", headers=PAGE)).status_code == 200


async def test_it_takes_a_password(agent: Client, owner: psycopg.Connection) -> None:
    page = await agent.get("/compte", headers=PAGE)
    assert "Choisir un mot de passe" in page.text
    assert 'name="present"' not in page.text

    saved = await agent.post("/compte/mot-de-passe", data={"password": PHRASE}, headers=PAGE)

    assert (saved.status_code, saved.headers["location"]) == (303, "/compte")
    page = await agent.get("/compte", headers=PAGE)
    assert "Le mot de passe est enregistré." in page.text
    assert "Changer mon mot de passe" in page.text
    assert 'name="present"' in page.text
    assert count(owner, "person", "password_hash is not null") == 1


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"password": "court", "present": PHRASE}, "password", "Au moins 12 caractères."),
        ({"password": "motdepasse1234", "present": PHRASE}, "password", "trop facile à deviner"),
        ({"password": "cinq canards verts nagent", "present": "faux"}, "present", "n’est pas le bon"),
    ],
)
async def test_it_says_beside_the_field_what_is_wrong(
    agent: Client, owner: psycopg.Connection, form: dict[str, str], field: str, sentence: str
) -> None:
    await agent.post("/compte/mot-de-passe", data={"password": PHRASE}, headers=PAGE)
    before = owner.execute("select password_hash from person where password_hash is not null").fetchall()

    page = await agent.post("/compte/mot-de-passe", data=form, headers=PAGE)

    assert page.status_code == 422
    assert re.search(rf'id="field-{field}-error">.*{sentence}', page.text)
    assert form["password"] not in page.text
    assert (
        owner.execute("select password_hash from person where password_hash is not null").fetchall() == before
    )


async def test_it_is_for_those_who_are_in(visitor: Client) -> None:
    page = await visitor.get("/compte", headers=PAGE)

    assert (page.status_code, page.headers["location"]) == (303, "/connexion?suite=/compte")
