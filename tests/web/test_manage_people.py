"""The pages of people: inscribe, hand a link over, change, suspend; each to the extent of one's role."""

import re
from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from tests.conftest import ORIGIN, Client, SignIn
from tests.gateway.invitations import API, count

PAGE = {"accept": "text/html"}
PART = PAGE | {"hx-request": "true", "hx-request-type": "partial"}
DOMINIQUE = {"name": "Dominique Petit", "email": "dominique@example.org", "roles": ["agent"]}

Authority = Callable[[str], UUID]


async def who(client: Client) -> str:
    return str((await client.get(f"{API}/me")).json()["id"])


async def test_it_lists_people_with_roles_as_words(admin: Client, decision_maker: Client) -> None:
    page = await admin.get("/personnes", headers=PAGE)

    assert page.status_code == 200
    assert "décideur" in page.text
    assert "decision_maker<" not in page.text
    assert '<span class="tag vine">ouvert</span>' in page.text
    assert re.search(
        r'<a href="/personnes\?collectivite=[^"]+">Chéroy</a> <span class="note">\(89\)', page.text
    )
    assert 'href="/journal"' in page.text


async def test_it_shows_champions_their_own(champion: Client, agent: Client, stranger: Client) -> None:
    page = await champion.get("/personnes", headers=PAGE)

    assert "agent Chéroy" in page.text
    assert "Lormes" not in page.text
    assert 'href="/journal"' not in page.text


async def test_it_is_closed_to_others(agent: Client, facilitator: Client, visitor: Client) -> None:
    for other in (agent, facilitator):
        assert (await other.get("/personnes", headers=PAGE)).status_code == 403
        refused = await other.post("/personnes", data=DOMINIQUE, headers=PAGE)
        assert refused.status_code in {403, 422}
    assert (await visitor.get("/personnes", headers=PAGE)).headers[
        "location"
    ] == "/connexion?suite=/personnes"


async def test_it_finds_and_filters(
    admin: Client, agent: Client, stranger: Client, authority: Authority
) -> None:
    found = (await admin.get("/personnes?q=lormes", headers=PAGE)).text
    kept = (await admin.get(f"/personnes?collectivite={authority('Chéroy')}", headers=PAGE)).text
    none = (await admin.get("/personnes?q=personne", headers=PAGE)).text

    assert ("agent Lormes" in found, "agent Chéroy" in found) == (True, False)
    assert ("agent Lormes" in kept, "agent Chéroy" in kept) == (False, True)
    assert "Voir toutes les collectivités" in kept
    assert "Personne ne correspond" in none


async def test_it_turns_the_page(admin: Client, owner: psycopg.Connection, authority: Authority) -> None:
    owner.execute("select set_config('app.operator', 'on', false)")
    owner.execute(
        "insert into person (id, authority_id, email, name, sort_name, roles, created_at, version)"
        " select gen_random_uuid(), %s, 'p' || n || '@example.org', 'Personne ' || n, 'personne ' || n, '{agent}', now(), 1"
        " from generate_series(1, 60) n",
        [authority("Chéroy")],
    )
    owner.execute("select set_config('app.operator', '', false)")
    first = (await admin.get("/personnes?q=cheroy", headers=PAGE)).text
    following = re.search(r'href="(/personnes\?suite=[^"]+)" rel="next"', first)
    assert following

    second = (await admin.get(following[1].replace("&amp;", "&"), headers=PAGE)).text

    names = [set(re.findall(r">(Personne \d+)</a>", page)) for page in (first, second)]
    assert [len(one) for one in names] == [50, 10]
    assert not names[0] & names[1]
    assert 'rel="next"' not in second


async def test_it_finds_authorities_as_one_types(admin: Client) -> None:
    part = await admin.get("/collectivites?q=hery", headers=PART)

    assert "<html" not in part.text
    lines = re.findall(r"<strong>([^<]+)</strong> <span class=\"note\">([^<]+)", part.text)
    assert lines[:2] == [
        ("Héry", "Commune · département 89 · 1\u202f784\u00a0habitants"),
        ("Héry", "Commune · département 58 · 72\u00a0habitants"),
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nievre numerique", "Syndicat mixte · département 58 · sans population"),
        (
            "maconnais beaujolais",
            "Communauté d’agglomération · départements 71 et\u00a001 · 79\u202f589\u00a0habitants",
        ),
        ("arnia", "Opérateur de la plateforme"),
        ("fleury devant douaumont", "Commune · département 55 · 0\u00a0habitant"),
        ("zzzz", "Aucune collectivité ne correspond à «\u00a0zzzz\u00a0»"),
        ("", "Les collectivités trouvées apparaîtront ici."),
    ],
)
async def test_it_tells_authorities_apart(admin: Client, typed: str, shown: str) -> None:
    part = await admin.get("/collectivites", params={"q": typed}, headers=PART)

    assert shown in part.text


async def test_it_finds_authorities_without_script(admin: Client, owner: psycopg.Connection) -> None:
    form = DOMINIQUE | {"q": "hery"}

    page = await admin.post("/personnes/nouvelle", data=form, headers=PAGE)

    assert page.status_code == 200
    assert page.text.count('name="authority_id"') >= 2
    assert 'value="Dominique Petit"' in page.text
    assert re.search(r'name="roles" value="agent"[^>]* checked', page.text)
    assert count(owner, "person") == 1


async def test_it_inscribes_and_gives_the_link_once(
    admin: Client, visitor: Client, authority: Authority
) -> None:
    form = DOMINIQUE | {"authority_id": str(authority("Héry")), "once": "inscription-1"}

    page = await admin.post("/personnes", data=form, headers=PAGE)

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    address = re.search(rf'value="({ORIGIN}/connexion/[\w-]+)"[^>]* readonly', page.text)
    assert address
    assert "<script>" not in page.text
    link = address[1].removeprefix(ORIGIN)
    assert link not in (await admin.get("/personnes", headers=PAGE)).text
    ours = PAGE | {"sec-fetch-site": "same-origin"}
    assert (await visitor.post(link, headers=ours)).status_code == 303
    assert "Dominique Petit" in (await visitor.get("/compte", headers=PAGE)).text


async def test_it_inscribes_once_a_form_sent_twice(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    page = (await admin.get("/personnes/nouvelle", headers=PAGE)).text
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    form = DOMINIQUE | {"authority_id": str(authority("Héry")), "once": once[1]}

    for _ in range(2):
        assert (await admin.post("/personnes", data=form, headers=PAGE)).status_code == 200

    assert count(owner, "person", "email = 'dominique@example.org'") == 1


async def test_it_offers_champions_what_they_may_grant(champion: Client, authority: Authority) -> None:
    page = (await champion.get("/personnes/nouvelle", headers=PAGE)).text

    assert re.findall(r'name="roles" value="(\w+)"', page) == ["agent", "champion"]
    assert 'name="q"' not in page

    # Whatever authority the form pretends, a champion inscribes at home.
    form = DOMINIQUE | {"authority_id": str(authority("Lormes"))}
    assert (await champion.post("/personnes", data=form, headers=PAGE)).status_code == 200
    listed = (await champion.get(f"{API}/people?q=dominique")).json()["items"]
    assert [one["authority_id"] for one in listed] == [str(authority("Chéroy"))]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": " "}, "name", "Ce champ est nécessaire."),
        ({"email": "dominique"}, "email", "Indiquez une adresse complète"),
        ({"email": "admin@example.org"}, "email", "déjà celle d’une personne inscrite"),
        ({"roles": []}, "roles", "Choisissez au moins 1 élément."),
        ({"roles": ["admin"]}, "roles", "Seules les personnes de l’opérateur"),
        ({"authority_id": ""}, "q", "Choisissez la collectivité dans la liste."),
        ({"authority_id": "Chéroy"}, "q", "Choisissez la collectivité dans la liste."),
    ],
)
async def test_it_says_beside_the_field_what_is_wrong(
    sign_in: SignIn, authority: Authority, owner: psycopg.Connection, change: dict[str, object], field: str, sentence: str
) -> None:  # fmt: skip
    admin = await sign_in("admin", at="ARNia", email="admin@example.org")
    form = DOMINIQUE | {"authority_id": str(authority("Chéroy"))} | change

    page = await admin.post("/personnes", data=form, headers=PAGE)

    assert page.status_code in {409, 422}
    assert re.search(rf'id="field-{field}-error">.*{sentence}', page.text)
    assert f'href="#field-{field}"' in page.text
    assert f'id="field-{field}"' in page.text
    assert count(owner, "person") == 1


async def test_it_changes_a_sheet(admin: Client, agent: Client) -> None:
    one = await who(agent)
    page = (await admin.get(f"/personnes/{one}", headers=PAGE)).text
    assert 'name="version" value="1"' in page
    assert re.findall(r'name="roles" value="(\w+)"', page) == ["agent", "champion", "decision_maker"]

    form = {"name": "Élodie", "roles": ["agent", "decision_maker"], "version": "1"}
    saved = await admin.post(f"/personnes/{one}", data=form, headers=PAGE)

    assert (saved.status_code, saved.headers["location"]) == (303, f"/personnes/{one}")
    page = (await admin.get(f"/personnes/{one}", headers=PAGE)).text
    assert "La fiche est enregistrée." in page
    assert "<h1>Élodie</h1>" in page


async def test_it_never_overwrites_what_one_has_not_seen(admin: Client, agent: Client) -> None:
    one = await who(agent)
    await admin.post(
        f"/personnes/{one}", data={"name": "Vue", "roles": "agent", "version": "1"}, headers=PAGE
    )

    page = await admin.post(
        f"/personnes/{one}", data={"name": "Aveugle", "roles": "agent", "version": "1"}, headers=PAGE
    )

    assert page.status_code == 412
    assert "Quelqu’un a modifié cet élément" in page.text
    assert 'value="Aveugle"' in page.text
    assert 'name="version" value="2"' in page.text
    assert (await admin.get(f"{API}/people/{one}")).json()["name"] == "Vue"


async def test_it_keeps_the_last_administrator(admin: Client) -> None:
    one = await who(admin)
    form = {"name": "admin ARNia", "roles": ["facilitator"], "version": "1"}

    page = await admin.post(f"/personnes/{one}", data=form, headers=PAGE)
    suspension = await admin.post(f"/personnes/{one}/suspension", headers=PAGE)

    assert page.status_code == suspension.status_code == 409
    for answer in (page, suspension):
        assert "Il faut garder au moins un administrateur actif." in answer.text


async def test_it_suspends_and_reinstates(admin: Client, agent: Client) -> None:
    one = await who(agent)
    page = (await admin.get(f"/personnes/{one}", headers=PAGE)).text
    assert "Oui, suspendre" in page

    assert (await admin.post(f"/personnes/{one}/suspension", headers=PAGE)).status_code == 303
    page = (await admin.get(f"/personnes/{one}", headers=PAGE)).text
    assert "L’accès est suspendu depuis le" in page
    assert "Faire un lien" not in page
    assert '<span class="tag ochre">suspendu</span>' in (await admin.get("/personnes", headers=PAGE)).text

    assert (await admin.post(f"/personnes/{one}/retablissement", headers=PAGE)).status_code == 303
    assert "Faire un lien" in (await admin.get(f"/personnes/{one}", headers=PAGE)).text


async def test_it_makes_a_new_link(champion: Client, agent: Client) -> None:
    page = await champion.post(f"/personnes/{await who(agent)}/liens", headers=PAGE)

    assert page.status_code == 200
    assert f"{ORIGIN}/connexion/" in page.text
    assert "mailto:" in page.text


async def test_it_offers_champions_nothing_they_may_not_do(
    champion: Client, agent: Client, decision_maker: Client
) -> None:
    mine = (await champion.get(f"/personnes/{await who(agent)}", headers=PAGE)).text
    beyond = (await champion.get(f"/personnes/{await who(decision_maker)}", headers=PAGE)).text

    assert "Suspendre" not in mine
    assert "Enregistrer la fiche" in mine
    assert "Enregistrer la fiche" not in beyond
    assert "Faire un lien" not in beyond
    assert "adressez-vous à l’opérateur" in beyond


async def test_it_hides_people_of_another_authority(agent: Client, sign_in: SignIn) -> None:
    one = await who(agent)
    elsewhere = await sign_in("champion", at="Lormes")

    assert (await elsewhere.get(f"/personnes/{one}", headers=PAGE)).status_code == 404
    for verb in ("", "/liens"):
        form = {"name": "Volé", "roles": "agent", "version": "1"}
        assert (await elsewhere.post(f"/personnes/{one}{verb}", data=form, headers=PAGE)).status_code == 404
