"""The pages of quotas, as an administrator uses them without a script."""

import re
from collections.abc import Callable
from uuid import UUID

import psycopg

from tests.conftest import Client

PAGE = {"accept": "text/html"}
ROOT = "/administration/quotas"


async def test_it_teaches_sets_changes_and_removes(
    admin: Client, authority: Callable[[str], UUID], owner: psycopg.Connection
) -> None:
    assert "Aucun quota pour le moment" in (await admin.get(ROOT, headers=PAGE)).text
    new = {"authority_id": str(authority("Lormes")), "unit": "euros", "monthly": "12,5"}
    answer = await admin.post(ROOT, data=new, headers=PAGE)
    assert answer.headers["location"] == ROOT

    shown = (await admin.get(ROOT, headers=PAGE)).text
    assert "Lormes" in shown
    assert "12,50" in shown
    address = re.search(rf'href="({ROOT}/[0-9a-f-]{{36}})"', shown)
    assert address
    assert 'value="12,5"' in (await admin.get(address[1], headers=PAGE)).text
    await admin.post(address[1], data={"monthly": "20", "version": "1"}, headers=PAGE)
    assert owner.execute("select monthly, version from quota").fetchone() == (20_000_000, 2)
    await admin.post(f"{address[1]}/retrait", headers=PAGE)
    assert owner.execute("select count(*) from quota").fetchone() == (0,)


async def test_it_keeps_what_was_typed(
    admin: Client, authority: Callable[[str], UUID], agent: Client
) -> None:
    missing = await admin.post(ROOT, data={"unit": "kwh", "monthly": "3"}, headers=PAGE)
    assert missing.status_code == 422
    assert "Choisissez la collectivité" in missing.text
    chosen = {"authority_id": str(authority("Chéroy")), "unit": "kwh", "monthly": "beaucoup"}
    wrong = await admin.post(ROOT, data=chosen, headers=PAGE)
    assert wrong.status_code == 422
    assert "Indiquez un nombre" in wrong.text
    assert "Toute la collectivité" in wrong.text  # and its people, to choose one
    assert (await agent.get(ROOT, headers=PAGE)).status_code == 403
