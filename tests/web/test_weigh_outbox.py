"""What a tablet must hold to capture without a network stays small."""

import gzip
from pathlib import Path

import pytest

from web import render

HTML = {"accept": "text/html"}
LARGEST = {"outbox.js": 6_000, "sw.js": 1_500, "capture.js": 6_000, "tablet.js": 6_000, "photos.js": 4_000}


@pytest.mark.parametrize("name", LARGEST)
def test_it_weighs_little(name: str) -> None:
    assert len(gzip.compress(Path(render.STATIC / name).read_bytes(), 9)) <= LARGEST[name]


async def test_it_serves_the_worker_with_a_policy_of_its_own(visitor) -> None:
    answer = await visitor.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    assert answer.headers["service-worker-allowed"] == "/"


async def test_it_keeps_a_page_without_names_nor_notes(facilitator, owner, authority) -> None:
    programme = owner.execute("select id from programme").fetchone()[0]
    sent = {"enrolment": f"{programme}.{authority('Chéroy')}", "held_on": "2026-11-24", "mode": "shadowing"}
    day = (await facilitator.post("/ateliers/nouveau", data=sent)).headers["location"]
    await facilitator.post(
        f"{day}/participants", data={"job_family": "secrétariat", "name": "Camille Nommée"}
    )
    typed = {"nature": "tache", "words": "Saisir une demande secrète", "agents": "1", "grade": "declared"}
    await facilitator.post(f"{day}/saisie", data=typed)
    name = (await facilitator.get("/api/identity/v1/me")).json()["name"]
    page, kept = [
        (await facilitator.get(f"{day}/saisie{end}", headers=HTML)).text for end in ("", "/coquille")
    ]
    assert "Saisir une demande secrète" in page
    assert name in page
    assert not any(
        words in kept for words in ("Saisir une demande secrète", name, "Camille Nommée", "data-authority")
    )
    assert "P1 · secrétariat" in kept
    assert 'name="once" value=""' in kept


async def test_it_keeps_the_page_for_the_project_team(agent, visitor, facilitator, owner, authority) -> None:
    programme = owner.execute("select id from programme").fetchone()[0]
    sent = {"enrolment": f"{programme}.{authority('Chéroy')}", "held_on": "2026-11-24", "mode": "shadowing"}
    day = (await facilitator.post("/ateliers/nouveau", data=sent)).headers["location"]
    for page in ("saisie/coquille", "tablettes", "versions"):
        assert (await agent.get(f"{day}/{page}", headers=HTML)).status_code == 403
        assert (await visitor.get(f"{day}/{page}", headers=HTML)).status_code == 303
