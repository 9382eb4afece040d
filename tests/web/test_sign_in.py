"""The door: by a link or by a password, clear when it stays shut, and never a way out to another site."""

import re
from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from services.kit.db import Sessions
from tests.conftest import Client, SignIn
from tests.gateway.invitations import OURS, count, invite
from web.pages.sign_in import local

PAGE = {"accept": "text/html"} | OURS
PHRASE = "quatre chevaux bleus rient"
EMAIL = "camille@example.org"


@pytest.fixture
async def token(sessions: Sessions, authority: Callable[[str], UUID]) -> str:
    return await invite(sessions, authority("Chéroy"), email=EMAIL)


@pytest.fixture
async def camille(sign_in: SignIn) -> None:
    """An agent with a password."""
    client = await sign_in("agent", at="Chéroy", name="Camille Martin", email=EMAIL)
    await client.put("/api/identity/v1/me/password", json={"password": PHRASE})


async def test_it_says_the_two_ways_in(visitor: Client) -> None:
    page = await visitor.get("/connexion", headers=PAGE)

    assert page.status_code == 200
    assert "Vous avez reçu un lien\u00a0: ouvrez-le" in page.text
    assert 'autocomplete="current-password"' in page.text
    assert "suite" not in page.text


async def test_it_sends_home_who_is_in_already(agent: Client) -> None:
    for address, home in (("/connexion", "/"), ("/connexion?suite=/compte", "/compte")):
        page = await agent.get(address, headers=PAGE)
        assert (page.status_code, page.headers["location"]) == (303, home)


async def test_it_enters_with_a_password_and_goes_on(visitor: Client, camille: None) -> None:
    form = {"email": EMAIL, "password": PHRASE, "suite": "/compte"}

    entered = await visitor.post("/connexion", data=form, headers=PAGE)

    assert (entered.status_code, entered.headers["location"]) == (303, "/compte")
    assert "Camille Martin" in (await visitor.get("/compte", headers=PAGE)).text


async def test_it_says_beside_the_form_what_is_wrong(
    visitor: Client, camille: None, owner: psycopg.Connection
) -> None:
    before = count(owner, "browser_session")
    form = {"email": EMAIL, "password": "un autre mot de passe", "suite": "/compte"}

    page = await visitor.post("/connexion", data=form, headers=PAGE)

    assert page.status_code == 401
    assert page.text.count("L’adresse ou le mot de passe n’est pas le bon.") == 2
    assert f'value="{EMAIL}"' in page.text
    assert 'name="suite" value="/compte"' in page.text
    assert "un autre mot de passe" not in page.text
    assert "set-cookie" not in page.headers
    assert count(owner, "browser_session") == before


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Ce n’est pas la forme attendue."),
        ({"email": "camille"}, "Ce n’est pas la forme attendue."),
        ({"email": EMAIL}, "Indiquez votre adresse et votre mot de passe"),
    ],
)
async def test_it_says_what_is_missing(visitor: Client, form: dict[str, str], sentence: str) -> None:
    page = await visitor.post("/connexion", data=form, headers=PAGE)

    assert page.status_code == 422
    assert sentence in page.text


async def test_it_says_how_long_to_wait(visitor: Client, camille: None) -> None:
    for _ in range(10):
        await visitor.post("/connexion", data={"email": EMAIL, "password": "x"}, headers=PAGE)

    page = await visitor.post("/connexion", data={"email": EMAIL, "password": PHRASE}, headers=PAGE)

    assert page.status_code == 429
    assert "Réessayez dans 6\u00a0minutes." in page.text


async def test_it_shows_a_link_without_spending_it(
    visitor: Client, token: str, owner: psycopg.Connection
) -> None:
    for _ in range(2):
        page = await visitor.get(f"/connexion/{token}", headers=PAGE)
        assert page.status_code == 200
    assert "Terrain vous invite" in page.text
    assert f'<form method="post" action="/connexion/{token}">' in page.text
    assert count(owner, "browser_session") == 0

    entered = await visitor.post(f"/connexion/{token}", headers=PAGE)

    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert entered.headers["set-cookie"].startswith("__Host-terrain=")
    assert (await visitor.get("/compte", headers=PAGE)).status_code == 200


async def test_it_refuses_a_link_clearly(visitor: Client, token: str, owner: psycopg.Connection) -> None:
    await visitor.post(f"/connexion/{token}", headers=PAGE)
    visitor.cookies.clear()

    for address in (f"/connexion/{token}", "/connexion/inconnu", "/connexion/..%3Fx", "/connexion/é"):
        for page in (await visitor.get(address, headers=PAGE), await visitor.post(address, headers=PAGE)):
            assert page.status_code == 401
            assert "Ce lien ne fonctionne plus" in page.text
            assert "Demandez un nouveau lien" in page.text
            assert "set-cookie" not in page.headers
    assert count(owner, "browser_session") == 1


async def test_it_warns_who_is_in_under_another_name(agent: Client, token: str) -> None:
    page = await agent.get(f"/connexion/{token}", headers=PAGE)

    assert "au nom de agent Chéroy" in page.text


async def test_it_signs_out(agent: Client) -> None:
    left = await agent.post("/deconnexion", headers=PAGE)

    assert (left.status_code, left.headers["location"]) == (303, "/")
    assert "Max-Age=0" in "".join(left.headers.get_list("set-cookie"))
    page = await agent.get("/compte", headers=PAGE)
    assert page.headers["location"] == "/connexion?suite=/compte"


async def test_it_is_signed_out_by_our_pages_alone(agent: Client) -> None:
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}

    assert (await agent.post("/deconnexion", headers=foreign)).status_code == 403
    assert (await agent.get("/compte", headers=PAGE)).status_code == 200


@pytest.mark.parametrize(
    "suite",
    [
        "", "ateliers", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
        "https://evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " /ateliers",
        "/ateliers\r\nset-cookie: a=b", "/\x00",
    ],
)  # fmt: skip
async def test_it_goes_nowhere_else(visitor: Client, camille: None, suite: str) -> None:
    assert local(suite) == "/"

    form = {"email": EMAIL, "password": PHRASE, "suite": suite}
    entered = await visitor.post("/connexion", data=form, headers=PAGE)

    assert (entered.status_code, entered.headers["location"]) == (303, "/")


@pytest.mark.parametrize("suite", ["/", "/ateliers", "/ateliers?theme=a%20b&suite=c", "/ateliers/42#notes"])
def test_it_goes_on_to_pages_of_ours(suite: str) -> None:
    assert local(suite) == suite


async def test_it_stays_light(visitor: Client, token: str) -> None:
    for address in ("/connexion", f"/connexion/{token}"):
        page = await visitor.get(address, headers=PAGE)
        assert len(page.content) < 100_000
        assert len(re.findall(r'(?:src|href)="/static', page.text)) <= 8
