"""The pages of suppliers' statements: a file, what was read of it, one press to count it, one to take it back."""

import re

from tests.conftest import Client
from tests.metrics.months import past

ROOT = "/mesures/releves"
DAY = past(1).date()


async def upload(client: Client, content: bytes, **told: str) -> tuple[int, str]:
    answer = await client.post(
        ROOT,
        data={"tool": "Delibia"} | told,
        files={"file": ("releve.csv", content, "text/csv")},
        follow_redirects=True,
    )
    return answer.status_code, answer.text


async def test_it_shows_counts_and_takes_back_a_file(champion: Client) -> None:
    content = f"Date;Requêtes;Utilisateurs\n{DAY};42;9\nhier;1;1\n".encode("cp1252")
    status, page = await upload(champion, content)
    assert status == 200
    assert "Rien n’est encore compté" in page
    assert "Le jour ne se lit pas" in page
    address = re.search(rf'action="({ROOT}/[\w-]+)/confirmation"', page)
    assert address
    counted = await champion.post(f"{address[1]}/confirmation", follow_redirects=True)
    assert "1\u00a0jour compte maintenant." in counted.text
    assert "Usages que déclarent les fournisseurs" in (await champion.get("/mesures/adoption")).text
    gone = await champion.post(f"{address[1]}/retrait", follow_redirects=True)
    assert "il ne compte plus" in gone.text
    assert "retiré" in gone.text


async def test_it_keeps_what_was_typed_when_a_file_is_refused(champion: Client) -> None:
    status, page = await upload(champion, b"date;requests;users;email\n2026-10-01;1;1;a@b.fr\n")
    assert status == 422
    assert "nomme des personnes" in page
    assert 'value="Delibia"' in page
    status, page = await upload(champion, b"", tool="")
    assert (status, "Choisissez un fichier CSV." in page) == (422, True)
    assert "Écrivez le nom de l’outil" in page


async def test_it_lets_the_operator_choose_the_authority(admin: Client) -> None:
    found = await admin.post(f"{ROOT}?chercher=1", data={"tool": "Delibia", "q": "Chéroy"})
    place = re.search(r'name="authority_id" value="([\w-]+)"', found.text)
    assert place
    status, page = await upload(admin, f"date;requests;users\n{DAY};42;9\n".encode(), authority_id=place[1])
    assert (status, "Chéroy" in page) == (200, True)
    status, page = await upload(admin, f"date;requests;users\n{DAY};42;9\n".encode())
    assert (status, "Choisissez une collectivité du programme." in page) == (422, True)


async def test_it_is_not_for_agents(agent: Client) -> None:
    assert (await agent.get(ROOT)).status_code == 403
