"""Templates shared with one's service: colleagues of the same service of the same authority, and nobody else."""

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from tests.assistant.test_write_request_templates import LETTER, ROOT, written
from tests.conftest import Client, SignIn

Work = Callable[..., Awaitable[Client]]


@pytest.fixture
async def work(sign_in: SignIn, admin: Client) -> Work:
    """Sign somebody in, who works in a service of an authority."""

    async def working(service: str, *, at: str = "Chéroy", name: str) -> Client:
        person = await sign_in("agent", at=at, name=name)
        await move(admin, person, service)
        return person

    return working


async def move(admin: Client, person: Client, service: str) -> dict[str, Any]:
    """Write on somebody's sheet in which service they work."""
    sheet = f"/api/identity/v1/people/{(await person.get('/api/identity/v1/me')).json()['id']}"
    etag = (await admin.get(sheet)).headers["etag"]
    changed = await admin.patch(sheet, json={"service": service}, headers={"if-match": etag})
    assert changed.status_code == 200, changed.text
    told: dict[str, Any] = changed.json()
    return told


async def test_it_is_seen_in_one_service_of_one_authority(work: Work, admin: Client) -> None:
    author = await work("État civil", name="Autrice")
    colleague = await work("etat  civil", name="Collègue")
    elsewhere = await work("Urbanisme", name="Urbaniste")
    nowhere = await work("", name="Sans service")
    namesake = await work("État civil", at="Lormes", name="Homonyme")
    address = await written(author, "service")
    told = (await author.get(address)).json()
    assert told["sharing"] == "service"
    people = (author, colleague, elsewhere, nowhere, namesake, admin)
    seen = [(await one.get(address)).status_code for one in people]
    assert seen == [200, 200, 404, 404, 404, 404]
    lists = [any(one["id"] == told["id"] for one in (await who.get(ROOT)).json()["items"]) for who in people]
    assert lists == [True, True, False, False, False, False]
    assert (await colleague.post(f"{address}/versions", json=LETTER)).status_code == 403
    assert (await colleague.post(f"{address}/copies")).status_code == 201


async def test_it_follows_who_comes_and_goes(work: Work, admin: Client) -> None:
    author = await work("Cimetières", name="Auteur")
    other = await work("Urbanisme", name="Autre")
    address = await written(author, "service")
    assert (await move(admin, other, " Cimetières "))["service"] == "Cimetières"
    assert (await other.get(address)).status_code == 200
    await move(admin, other, "")
    assert (await other.get(address)).status_code == 404
    await author.put(f"{address}/sharing", json={"sharing": "private"})
    await move(admin, other, "Cimetières")
    assert (await other.get(address)).status_code == 404


async def test_it_refuses_to_share_with_a_service_that_nobody_knows(
    work: Work, owner: psycopg.Connection
) -> None:
    author = await work("", name="Sans service")
    address = await written(author)
    refused = await author.put(f"{address}/sharing", json={"sharing": "service"})
    assert (refused.status_code, refused.json()["code"]) == (409, "service_unknown")
    assert owner.execute("select sharing, service from request_template").fetchall() == [("private", "")]


async def test_it_is_the_database_that_keeps_other_services_out(
    work: Work, owner: psycopg.Connection
) -> None:
    address = await written(await work("État civil", name="Autrice"), "service")
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("update request_template set service = ''")
    (policy,) = owner.execute(
        "select pg_get_expr(polqual, polrelid) from pg_policy where polname = 'request_template_isolation'"
    ).fetchone() or ("",)
    assert "app.service" in policy
    assert address


async def test_it_is_set_on_the_sheet_and_offered_on_the_template(work: Work, admin: Client) -> None:
    author = await work("", name="Autrice")
    me = (await author.get("/api/identity/v1/me")).json()["id"]
    page = (await written(author)).replace(ROOT, "/assistant/modeles")
    assert "Mon service" not in (await author.get(page)).text
    sheet = (await admin.get(f"/api/identity/v1/people/{me}")).json()
    form = {
        "name": sheet["name"], "roles": "agent", "service": "État civil", "version": str(sheet["version"]),
    }  # fmt: skip
    saved = await admin.post(f"/personnes/{me}", data=form)
    assert saved.status_code == 303, saved.text
    assert 'value="État civil"' in (await admin.get(f"/personnes/{me}")).text
    assert '<option value="service">Mon service (État civil)</option>' in (await author.get(page)).text
    assert (await author.post(f"{page}/partage", data={"sharing": "service"})).status_code == 303
    assert '<option value="service" selected>' in (await author.get(page)).text
    too_long = await admin.post(f"/personnes/{me}", data=form | {"service": "x" * 61, "version": "99"})
    assert too_long.status_code in {412, 422}
    assert (await admin.get(f"/api/identity/v1/people/{me}")).json()["service"] == "État civil"
