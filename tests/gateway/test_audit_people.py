"""The audit tells who did what to whom, and nothing that should not be told."""

import psycopg

from tests.conftest import Client
from tests.gateway.invitations import API, OURS, Authority


async def test_it_tells_who_did_what_to_whom(admin: Client, authority: Authority) -> None:
    new = {
        "email": "dominique@example.org", "name": "Dominique Petit", "roles": ["agent"],
        "authority_id": str(authority("Chéroy")),
    }  # fmt: skip
    person = (await admin.post(f"{API}/people", json=new)).json()["id"]
    await admin.post(f"{API}/people/{person}/suspension")
    await admin.post(f"{API}/keys", json={"name": "Entrepôt", "role": "partner"})

    entries = (await admin.get(f"{API}/audit")).json()["items"]

    assert [(one["name"], one["actor"], one["subject"]) for one in entries] == [
        ("identity.key_created", "admin ARNia", "Entrepôt"),
        ("identity.person_suspended", "admin ARNia", "Dominique Petit"),
        ("identity.person_added", "admin ARNia", "Dominique Petit"),
        ("identity.signed_in", None, "admin ARNia"),
        ("identity.link_made", None, "admin ARNia"),
        ("identity.person_added", None, "admin ARNia"),
    ]
    assert entries[2]["body"]["roles"] == ["agent"]


async def test_it_tells_of_refused_sign_ins_without_an_address(admin: Client, visitor: Client) -> None:
    wrong = {"email": "victime@example.org", "password": "un mot de passe faux"}
    await visitor.post(f"{API}/sessions", json=wrong, headers=OURS)

    answer = await admin.get(f"{API}/audit?limit=1")

    entry = answer.json()["items"][0]
    assert entry["body"] == {"method": "password", "reason": "wrong_credentials"}
    assert "@" not in answer.text


async def test_it_survives_an_erasure(admin: Client, agent: Client, owner: psycopg.Connection) -> None:
    owner.execute(
        "delete from browser_session where person_id in (select id from person where 'agent' = any(roles))"
    )
    owner.execute(
        "delete from sign_in_link where person_id in (select id from person where 'agent' = any(roles))"
    )
    owner.execute("delete from person where 'agent' = any(roles)")

    entries = (await admin.get(f"{API}/audit")).json()["items"]

    assert None in [one["subject"] for one in entries]
    assert "agent Chéroy" not in str(entries)


async def test_it_gives_page_after_page(admin: Client) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = (await admin.get(f"{API}/audit?limit=1{cursor}")).json()
        seen.append(page["items"][0]["name"])
        cursor = f"&cursor={page['next']}"

    assert seen == ["identity.signed_in", "identity.link_made", "identity.person_added"]
    assert page["next"] is None


async def test_it_is_for_administrators(
    champion: Client, facilitator: Client, agent: Client, stranger: Client
) -> None:
    for other in (champion, facilitator, agent, stranger):
        assert (await other.get(f"{API}/audit")).status_code == 403
