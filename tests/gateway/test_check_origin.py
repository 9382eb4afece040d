"""What another site makes a browser send changes nothing."""

import pytest
from starlette.datastructures import Headers

from gateway.origin import is_ours
from tests.conftest import ORIGIN, Client

GOOD, BAD = ORIGIN, "https://evil.example"

GRID = [
    # Sec-Fetch-Site, Origin, is it ours?
    ("same-origin", GOOD, True),
    ("same-origin", None, True),
    ("none", None, True),
    ("same-site", GOOD, False),
    ("same-site", "https://other.terrain.test", False),
    ("cross-site", BAD, False),
    ("cross-site", GOOD, False),
    ("cross-site", None, False),
    (None, GOOD, True),
    (None, BAD, False),
    (None, "null", False),
    (None, None, False),
    (None, "http://terrain.test.evil.example", False),
    ("", GOOD, True),
    ("unknown", GOOD, False),
]


@pytest.mark.parametrize(("site", "origin", "expected"), GRID)
def test_it_tells_our_pages_from_others(site: str | None, origin: str | None, expected: bool) -> None:
    given = {"sec-fetch-site": site, "origin": origin, "host": "terrain.test"}

    assert is_ours(Headers({name: value for name, value in given.items() if value is not None})) is expected


async def test_it_refuses_a_form_from_another_site(admin: Client) -> None:
    before = (await admin.get("/api/identity/v1/people")).json()

    answer = await admin.post(
        "/api/identity/v1/people", json={}, headers={"sec-fetch-site": "cross-site", "origin": BAD}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert (await admin.get("/api/identity/v1/people")).json() == before


async def test_it_shows_a_page_to_a_person(admin: Client) -> None:
    headers = {"sec-fetch-site": "cross-site", "origin": BAD, "accept": "text/html"}
    answer = await admin.post("/deconnexion", headers=headers)

    assert answer.status_code == 403
    assert "ne vient pas d’une page de Terrain" in answer.text


async def test_it_lets_a_program_with_a_key_through(admin: Client, visitor: Client) -> None:
    made = await admin.post("/api/identity/v1/keys", json={"name": "Entrepôt", "role": "admin"})
    bearer = {"authorization": f"Bearer {made.json()['key']}"}

    answer = await visitor.post(
        "/api/identity/v1/keys", json={"name": "Autre", "role": "partner"}, headers=bearer
    )

    assert answer.status_code == 201
