"""What resembles the canary's pain point, and what it was brought together with."""

from tests.conftest import Client


async def plant(facilitator: Client, pain_point: str) -> list[str]:
    """Fold a second pain point of the same day into the first; give the addresses that tell of it."""
    root = "/api/workshops/v1"
    one = f"{root}/pain-points/{pain_point}"
    day = (await facilitator.get(one)).json()["workshop_id"]
    new = {"statement": "Triple saisie du registre", "theme": "citizens", "severity": 2}
    second = (await facilitator.post(f"{root}/workshops/{day}/pain-points", json=new)).json()["id"]
    merge = {"duplicate_id": second, "kept_id": pain_point}
    merged = await facilitator.post(f"{root}/merges", json=merge)
    assert merged.status_code == 201, merged.text
    return [f"{one}/similar", f"{one}/cluster"]
