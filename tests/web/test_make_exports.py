"""The page of exports."""

import re

from tests.conftest import Client

HTML = {"accept": "text/html"}


async def test_it_makes_lists_gives_and_deletes_a_snapshot(
    facilitator: Client, champion: Client, authority
) -> None:
    empty = await facilitator.get("/exports", headers=HTML)
    assert "Aucun cliché" in empty.text
    here = str(authority("Chéroy"))
    [scope] = re.findall(rf'value="([0-9a-f-]+\.{here})"', empty.text)
    made = await facilitator.post("/exports", data={"scope": scope}, headers=HTML)
    assert made.status_code == 303

    page = (await champion.get("/exports", headers=HTML)).text
    files = re.findall(r'href="(/api/workshops/v1/snapshots/[^"]+)"', page)
    assert len(files) == 9
    assert {(await champion.get(file)).status_code for file in files} == {200}
    assert "suppression" not in page

    snapshot = files[0].split("/")[5]
    assert (await champion.post(f"/exports/{snapshot}/suppression", headers=HTML)).status_code == 403
    gone = await facilitator.post(f"/exports/{snapshot}/suppression", headers=HTML)
    assert gone.status_code == 303
    assert "Aucun cliché" in (await facilitator.get("/exports", headers=HTML)).text


async def test_it_is_closed_to_agents(agent: Client) -> None:
    assert (await agent.get("/exports", headers=HTML)).status_code == 403
