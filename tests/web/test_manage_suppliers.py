"""The pages of suppliers, as an administrator uses them without a script."""

import re

import psycopg
import pytest

from tests.conftest import Client

PAGE = {"accept": "text/html"}
ROOT = "/administration/fournisseurs"
NEW = {
    "name": "Hébergeur", "base_url": "https://93.184.216.34/v1", "api_key": "tres-secret", "data_class": "internal",
    "region": "France", "max_parallel": "20", "first_byte": "30", "total": "120,5",
}  # fmt: skip


@pytest.fixture
async def page(admin: Client) -> str:
    """The address of a supplier's page."""
    answer = await admin.post(ROOT, data=NEW, headers=PAGE)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_it_teaches_while_there_is_none(admin: Client) -> None:
    shown = await admin.get(ROOT, headers=PAGE)
    assert "Aucun fournisseur pour le moment" in shown.text
    assert f'href="{ROOT}/nouveau"' in shown.text


async def test_it_adds_a_supplier_and_offers_a_model(
    admin: Client, page: str, owner: psycopg.Connection
) -> None:
    shown = (await admin.get(page, headers=PAGE)).text
    assert "Une clé est enregistrée" in shown
    assert "tres-secret" not in shown
    assert 'value="120,5"' in shown

    offer = {
        "name": "mistral-small",
        "kind": "chat",
        "price_in": "0,1",
        "price_out": "0,3",
        "energy": "0",
        "priority": "5",
    }
    answer = await admin.post(f"{page}/modeles", data=offer | {"roles": ["agent", "champion"]}, headers=PAGE)

    assert answer.headers["location"] == page
    shown = (await admin.get(page, headers=PAGE)).text
    assert "agents, référents IA ; toutes les collectivités" in shown
    assert "0,10" in shown
    assert "Propose mistral-small" in (await admin.get(ROOT, headers=PAGE)).text
    assert owner.execute("select price_in, roles from supplier_model").fetchall() == [
        (0.1, ["agent", "champion"])
    ]


async def test_it_keeps_what_was_typed_when_it_is_refused(admin: Client, owner: psycopg.Connection) -> None:
    wrong = NEW | {"base_url": "http://127.0.0.1:8080/v1", "region": "Dijon"}
    answer = await admin.post(ROOT, data=wrong, headers=PAGE)
    assert answer.status_code == 422
    assert "réseau privé ou réservé" in answer.text
    assert 'value="Dijon"' in answer.text
    assert "tres-secret" not in answer.text
    assert owner.execute("select count(*) from supplier").fetchone() == (0,)


async def test_it_changes_stops_and_resumes(admin: Client, page: str) -> None:
    changed = {name: value for name, value in NEW.items() if name != "api_key"} | {
        "version": "1",
        "region": "Lyon",
    }
    assert (await admin.post(page, data=changed, headers=PAGE)).status_code == 303
    again = await admin.post(page, data=changed, headers=PAGE)
    assert again.status_code == 412
    assert "Quelqu’un a modifié" in again.text

    await admin.post(f"{page}/arret", headers=PAGE)
    assert "Arrêté" in (await admin.get(page, headers=PAGE)).text
    await admin.post(f"{page}/remise-en-service", headers=PAGE)
    assert "Oui, arrêter" in (await admin.get(page, headers=PAGE)).text


async def test_it_finds_authorities_to_open_a_model_to(admin: Client, page: str) -> None:
    offer = {"name": "m", "kind": "chat", "price_in": "0", "price_out": "0", "energy": "0", "priority": "5"}
    found = await admin.post(f"{page}/modeles/nouveau", data=offer | {"q": "lormes"}, headers=PAGE)
    lormes = re.search(r'name="authorities" value="([^"]+)"', found.text)
    assert lormes
    await admin.post(f"{page}/modeles", data=offer | {"authorities": lormes[1]}, headers=PAGE)

    shown = (await admin.get(page, headers=PAGE)).text
    assert "1 collectivité" in shown
    model = re.search(rf'href="({ROOT}/modeles/[^"]+)"', shown)
    assert model
    edit = (await admin.get(model[1], headers=PAGE)).text
    assert re.search(rf'value="{lormes[1]}" checked', edit)
    gone = await admin.post(f"{model[1]}/retrait", headers=PAGE)
    assert gone.headers["location"] == page


async def test_it_gives_and_forgets_another_name(admin: Client, page: str) -> None:
    offer = {"name": "m", "kind": "chat", "price_in": "0", "price_out": "0", "energy": "0", "priority": "5"}
    await admin.post(f"{page}/modeles", data=offer, headers=PAGE)
    named = await admin.post(
        f"{ROOT}/autres-noms/nouveau", data={"name": "rapide", "model": "m"}, headers=PAGE
    )
    assert named.status_code == 303
    assert "<strong>rapide</strong> désigne m" in (await admin.get(ROOT, headers=PAGE)).text
    refused = await admin.post(f"{ROOT}/autres-noms/nouveau", data={"name": "", "model": "m"}, headers=PAGE)
    assert refused.status_code == 422
    await admin.post(f"{ROOT}/autres-noms/oubli", data={"name": "rapide"}, headers=PAGE)
    assert "<strong>rapide</strong>" not in (await admin.get(ROOT, headers=PAGE)).text


async def test_it_is_for_administrators(facilitator: Client, agent: Client, admin: Client) -> None:
    for one in (facilitator, agent):
        assert (await one.get(ROOT, headers=PAGE)).status_code == 403
        assert "Fournisseurs</a>" not in (await one.get("/", headers=PAGE)).text
    assert "Fournisseurs</a>" in (await admin.get("/", headers=PAGE)).text
