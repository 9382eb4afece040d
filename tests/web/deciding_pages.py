"""What the pages of decisions start from: a hypothesis that two people judged, prepared and signed through pages."""

import re
from typing import Any

from tests.conftest import Client
from tests.workshops.deciding import ROOM

HTML = {"accept": "text/html"}
FRUGAL = {
    "choice": "2", "rationale": "Une seule saisie suffit.", "reason-0": "La demande est obligatoire.",
    "reason-1": "Les agents sont formés.", "expected_hours": "40,5",
}  # fmt: skip
AI = {
    "choice": "5", "rationale": "Aucun tri manuel ne suit le volume.",
    **{f"reason-{rung}": f"L’échelon {rung} ne suffit pas." for rung in range(5)},
}  # fmt: skip
STOP = {"choice": "stop", "rationale": "La difficulté a disparu."}


async def read(client: Client, address: str) -> str:
    """Give a page's text, its spaces made plain."""
    return re.sub(r"\s+", " ", (await client.get(address, headers=HTML)).text)


def preparing(hypothesis: dict[str, Any]) -> str:
    """Give the address where a decision on it is written."""
    return f"/decisions/preparer?hypothese={hypothesis['id']}"


async def prepare(facilitator: Client, hypothesis: dict[str, Any], typed: dict[str, str]) -> str:
    """Prepare a decision through the page; give its address."""
    answer = await facilitator.post(preparing(hypothesis), data=typed, headers=HTML)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def sign(signer: Client, address: str) -> None:
    """Sign it through the page, with the seal that the page shows."""
    [seal] = re.findall(
        r'name="content_hash" value="([0-9a-f]{64})"', await read(signer, f"{address}/signer")
    )
    answer = await signer.post(f"{address}/signer", data={"content_hash": seal, "read": "on"}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


async def decided(
    facilitator: Client, signer: Client, hypothesis: dict[str, Any], typed: dict[str, str]
) -> str:
    """Prepare and sign through pages; give the decision's address."""
    address = await prepare(facilitator, hypothesis, typed)
    await sign(signer, address)
    return address


async def plan(facilitator: Client, programme: str, authority_id: object) -> str:
    """Plan a day; give its address in the API."""
    new = {"programme_id": programme, "authority_id": str(authority_id), "held_on": "2026-11-24"}
    answer = await facilitator.post(f"{ROOM}/workshops", json=new)
    return f"{ROOM}/workshops/{answer.json()['id']}"
