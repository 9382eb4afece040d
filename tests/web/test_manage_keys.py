"""The pages of keys: created for a program, shown once, revoked when in doubt."""

import re
from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from tests.conftest import Client
from tests.gateway.invitations import API, count

PAGE = {"accept": "text/html"}


async def test_it_teaches_while_there_is_none(admin: Client) -> None:
    page = await admin.get("/cles", headers=PAGE)

    assert page.status_code == 200
    assert "Aucune clé pour le moment" in page.text
    assert 'href="/cles/nouvelle"' in page.text


async def test_it_creates_a_key_and_shows_it_once(
    admin: Client, visitor: Client, authority: Callable[[str], UUID]
) -> None:
    form = {
        "name": "Entrepôt", "role": "partner", "scopes": ["metrics:read", "identity:read"], "days": "90",
        "authority_id": str(authority("ARNia")),
    }  # fmt: skip

    page = await admin.post("/cles", data=form, headers=PAGE)

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    shown = re.search(r'value="(terrain_[^"]+)"', page.text)
    assert shown
    assert f"curl -H &#34;Authorization: Bearer {shown[1]}" in page.text or f'Bearer {shown[1]}"' in page.text
    me = await visitor.get(f"{API}/me", headers={"authorization": f"Bearer {shown[1]}"})
    assert me.json()["scopes"] == ["identity:read", "metrics:read"]
    listed = (await admin.get("/cles", headers=PAGE)).text
    assert shown[1] not in listed
    assert "Peut lire les mesures et\u00a0lire la liste des collectivités." in listed
    assert "aujourd’hui" in listed


async def test_it_begins_with_the_operator_and_finds_others(admin: Client, owner: psycopg.Connection) -> None:
    page = (await admin.get("/cles/nouvelle", headers=PAGE)).text
    assert re.search(r'name="authority_id" value="[^"]+" checked', page)
    assert "Opérateur de la plateforme" in page

    found = await admin.post("/cles/nouvelle", data={"name": "Lormes", "q": "lormes"}, headers=PAGE)

    assert found.status_code == 200
    assert "Commune · département 58" in found.text
    assert 'value="Lormes"' in found.text
    assert count(owner, "api_key") == 0


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "Ce champ est nécessaire."),
        ({"scopes": ["identity:write"]}, "scopes", "Ce rôle ne peut pas ouvrir"),
        ({"days": "4000"}, "days", "Au plus 366."),
        ({"role": ""}, "role", "Choisissez parmi les réponses proposées."),
        ({"authority_id": "Lormes"}, "q", "Choisissez parmi les réponses proposées."),
    ],
)
async def test_it_says_beside_the_field_what_is_wrong(
    admin: Client, owner: psycopg.Connection, change: dict[str, object], field: str, sentence: str
) -> None:
    page = await admin.post("/cles", data={"name": "Entrepôt", "role": "partner"} | change, headers=PAGE)

    assert page.status_code == 422
    assert re.search(rf'id="field-{field}-error">.*{sentence}', page.text)
    assert f'id="field-{field}"' in page.text
    assert count(owner, "api_key") == 0


async def test_it_revokes_after_asking(admin: Client, visitor: Client) -> None:
    made = (await admin.post(f"{API}/keys", json={"name": "Entrepôt", "role": "partner"})).json()
    page = (await admin.get("/cles", headers=PAGE)).text
    assert "sera refusé dès sa prochaine demande" in page
    assert "en service" in page

    revoked = await admin.post(f"/cles/{made['id']}/revocation", headers=PAGE)

    assert (revoked.status_code, revoked.headers["location"]) == (303, "/cles")
    page = (await admin.get("/cles", headers=PAGE)).text
    assert "La clé est révoquée" in page
    assert "Révoquer" not in page
    refused = await visitor.get(f"{API}/me", headers={"authorization": f"Bearer {made['key']}"})
    assert refused.status_code == 401


async def test_it_tells_an_expired_key(admin: Client, owner: psycopg.Connection) -> None:
    await admin.post(f"{API}/keys", json={"name": "Ancienne", "role": "partner"})
    owner.execute("update api_key set expires_at = now()")

    page = (await admin.get("/cles", headers=PAGE)).text

    assert '<span class="tag ochre">expirée</span>' in page
    assert "Révoquer" not in page


async def test_it_is_for_administrators(champion: Client, facilitator: Client, stranger: Client) -> None:
    for other in (champion, facilitator, stranger):
        assert (await other.get("/cles", headers=PAGE)).status_code == 403
        made = await other.post("/cles", data={"name": "A", "role": "agent"}, headers=PAGE)
        assert made.status_code == 403
