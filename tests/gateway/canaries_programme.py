"""A canary authority applies, is scored, selected and agreed; its people come to a training and have a calendar."""

from tests.conftest import Client

ROOT = "/api/workshops/v1"


async def plant(facilitator: Client, agent: Client, authority: str) -> list[str]:
    """Live the canary's year in a programme of its own; give the addresses of what came of it."""

    async def made(path: str, body: dict[str, object]) -> dict[str, str]:
        answer = await facilitator.post(f"{ROOT}{path}", json=body)
        assert answer.status_code == 201, f"{path}: {answer.text}"
        return dict(answer.json())

    new = {"name": "Promotion du canari", "starts_on": "2026-09-01", "ends_on": "2027-08-31"}
    programme = f"/programmes/{(await made('/programmes', new))['id']}"
    judged = {"label": "Motivation", "weight": 1, "anchors": ["Rien", "Peu", "Assez", "Bien", "Fort", "Tout"]}
    criterion = await made(f"{programme}/criteria", judged)
    words = {"authority_id": authority, "motivation": "Triple saisie.", "contact_role": "Secrétaire"}
    application = await made(f"{programme}/applications", words)
    scored = {"scores": [{"criterion_id": criterion["id"], "score": 4}], "is_submitted": True}
    answer = await facilitator.put(f"{ROOT}/applications/{application['id']}/review", json=scored)
    assert answer.status_code == 204, answer.text
    composed = {"name": "Une", "reason": "Triple saisie.", "authority_ids": [authority]}
    cohort = await made(f"{programme}/cohorts", composed)
    await made(f"/cohorts/{cohort['id']}/confirmation", {})
    signed = {
        "signed_on": "2026-11-01", "signatory_role": "Maire", "starts_on": "2026-11-01", "ends_on": "2027-08-31",
        "reference": "Triple saisie",
    }  # fmt: skip
    await made(f"{programme}/authorities/{authority}/agreement", signed)
    training = {"kind": "training", "label": "Formation", "held_on": "2026-11-10"}
    gathering = await made(f"{programme}/gatherings", training)
    attended = f"{ROOT}/gatherings/{gathering['id']}/attendances/{authority}"
    assert (await facilitator.put(attended, json={"people": 3, "hours": 2})).status_code == 200
    assert (await agent.post("/api/identity/v1/calendar-links")).status_code == 201
    return [
        f"{ROOT}/applications/{application['id']}",
        f"{ROOT}/cohorts/{cohort['id']}",
        f"{ROOT}{programme}/authorities/{authority}",
    ]
