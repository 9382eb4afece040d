"""Lists of people: one's own authority, found by what one remembers, page by page."""

import pytest

from tests.conftest import Client, SignIn
from tests.gateway.invitations import API, Authority


async def names(client: Client, query: str = "") -> list[str]:
    answer = await client.get(f"{API}/people{query}")
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


@pytest.fixture
async def crowd(sign_in: SignIn) -> None:
    """Three people of two authorities."""
    await sign_in("agent", at="Chéroy", name="Élodie Œuvrard", email="elodie@mairie-cheroy.example")
    await sign_in("decision_maker", at="Chéroy", name="Jean Petit", email="j.petit@mairie-cheroy.example")
    await sign_in("agent", at="Lormes", name="Léa Moreau", email="lea@lormes.example")


async def test_it_shows_champions_their_own_and_administrators_all(
    crowd: None, champion: Client, admin: Client
) -> None:
    assert await names(champion) == ["champion Chéroy", "Jean Petit", "Élodie Œuvrard"]
    assert set(await names(admin)) == {
        "admin ARNia", "champion Chéroy", "Léa Moreau", "Jean Petit", "Élodie Œuvrard",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("elodie", ["Élodie Œuvrard"]),
        ("OEUVRARD", ["Élodie Œuvrard"]),
        ("petit jean", ["Jean Petit"]),
        ("lea@lormes", ["Léa Moreau"]),
        ("lormes", ["Léa Moreau"]),
        ("%", ["champion Chéroy", "Léa Moreau", "Jean Petit", "Élodie Œuvrard", "admin ARNia"]),
        ("personne", []),
    ],
)
async def test_it_finds_by_name_address_or_authority(
    admin: Client, crowd: None, champion: Client, typed: str, found: list[str]
) -> None:
    assert await names(admin, f"?q={typed.replace('%', '%25')}") == found


async def test_it_never_finds_beyond_ones_authority(
    crowd: None, champion: Client, authority: Authority
) -> None:
    assert await names(champion, "?q=lormes") == []
    assert await names(champion, f"?authority_id={authority('Lormes')}") == []


async def test_it_keeps_to_one_authority_when_asked(crowd: None, admin: Client, authority: Authority) -> None:
    assert await names(admin, f"?authority_id={authority('Chéroy')}") == ["Jean Petit", "Élodie Œuvrard"]


async def test_it_gives_page_after_page(crowd: None, admin: Client, champion: Client) -> None:
    first = (await admin.get(f"{API}/people?limit=2")).json()
    second = (await admin.get(f"{API}/people?limit=2&cursor={first['next']}")).json()
    third = (await admin.get(f"{API}/people?limit=2&cursor={second['next']}")).json()

    listed = [one["id"] for page in (first, second, third) for one in page["items"]]
    assert len(listed) == len(set(listed)) == 5
    assert third["next"] is None


async def test_it_refuses_a_cursor_that_is_none(admin: Client) -> None:
    answer = await admin.get(f"{API}/people?cursor=nonsense")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


async def test_it_is_for_administrators_and_champions(agent: Client, facilitator: Client) -> None:
    for other in (agent, facilitator):
        assert (await other.get(f"{API}/people")).status_code == 403


async def test_it_shows_no_password(champion: Client) -> None:
    await champion.put(f"{API}/me/password", json={"password": "quatre chevaux bleus rient"})

    assert "password" not in (await champion.get(f"{API}/people")).text
