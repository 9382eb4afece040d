"""A day's notes, read again: raw, reviewed, anonymised, shareable."""

from uuid import uuid4

import pytest

from tests.workshops.reviewing import ROOM, ask, noted, read, state
from tests.workshops.test_apply_operations import send


@pytest.fixture
async def note(facilitator, day):
    """A wish of the day."""
    return await noted(facilitator, day, text="Mme Durand voudrait un seul registre")


async def test_it_takes_a_note_from_raw_to_shareable(facilitator, day, note):
    reached = [await state(facilitator, note)]
    for step in ("review", "anonymisation", "sharing"):
        answer = await ask(facilitator, note, step, **({"choices": []} if step == "anonymisation" else {}))
        assert answer.status_code == 201, answer.text
        reached.append(answer.json()["state"])
    assert reached == ["raw", "reviewed", "anonymised", "shareable"]
    review = (await facilitator.get(f"{day}/review")).json()
    assert review["counts"] == {"raw": 0, "reviewed": 0, "anonymised": 0, "shareable": 1}
    assert [(one["id"], one["state"]) for one in review["items"]] == [(note["id"], "shareable")]


@pytest.mark.parametrize("step", ["anonymisation", "sharing"])
async def test_it_refuses_to_skip_a_step(facilitator, note, step):
    answer = await ask(facilitator, note, step, **({"choices": []} if step == "anonymisation" else {}))
    assert (answer.status_code, answer.json()["code"]) == (409, "step_missing")
    assert await state(facilitator, note) == "raw"


async def test_it_reads_a_corrected_note_again(facilitator, note):
    await ask(facilitator, note, "review")
    await facilitator.patch(
        f"{ROOM}/wishes/{note['id']}", json={"text": "Un seul registre"}, headers={"if-match": '"1"'}
    )
    assert await state(facilitator, note) == "raw"
    assert (await ask(facilitator, note, "review")).status_code == 412  # not what stands any more
    assert (await ask(facilitator, note, "review", version=2)).json()["state"] == "reviewed"


async def test_it_takes_a_review_back(facilitator, note):
    await ask(facilitator, note, "review")
    assert (await ask(facilitator, note, "review", method="DELETE")).json()["state"] == "raw"
    assert (await ask(facilitator, note, "review", method="DELETE")).json()["state"] == "raw"


async def test_it_waits_for_the_choice_between_two_corrections(facilitator, day, note):
    change = {"action": "change", "kind": "wish", "target_id": note["id"], "base_version": 1}
    for words in ("Une seule saisie", "Aucune saisie"):
        await send(facilitator, day, {**change, "id": str(uuid4()), "body": {"text": words}})
    answer = await ask(facilitator, note, "review", version=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "still_contested")
    assert (await facilitator.get(f"{day}/review")).json()["items"][0]["is_contested"]


async def test_it_puts_a_role_in_place_of_a_name(facilitator, note):
    await ask(facilitator, note, "review")
    choice = {"name": "text", "start": 0, "end": 10, "role": "[une collègue]"}
    answer = await ask(facilitator, note, "anonymisation", choices=[choice])
    assert (answer.status_code, answer.json()["state"]) == (201, "anonymised")
    assert answer.json()["words"] == "[une collègue] voudrait un seul registre"
    versions = (await facilitator.get(f"{ROOM}/wishes/{note['id']}/revisions")).json()["items"]
    assert [one["content"]["text"] for one in versions] == [
        "[une collègue] voudrait un seul registre", "Mme Durand voudrait un seul registre",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "choices",
    [
        [{"name": "text", "start": 30, "end": 90, "role": "[nom]"}],
        [{"name": "removed_by", "start": 0, "end": 1, "role": "[nom]"}],
        [{"start": 0, "end": 10, "role": "[nom]"}, {"start": 4, "end": 6, "role": "[nom]"}],
        [{"start": 5, "end": 5, "role": "[nom]"}],
        [{"start": 0, "end": 10, "role": "Durand"}],
    ],
)
async def test_it_refuses_places_that_are_not_in_the_note(facilitator, note, choices):
    await ask(facilitator, note, "review")
    assert (await ask(facilitator, note, "anonymisation", choices=choices)).status_code == 422
    assert (await read(facilitator, note))["text"] == note["text"]
    assert await state(facilitator, note) == "reviewed"


async def test_it_sees_the_names_of_those_it_met(facilitator, day, note):
    met = {"job_family": "secrétariat", "name": "Léa Durand"}
    await facilitator.post(f"{day}/participants", json=met)
    await ask(facilitator, note, "review")
    answer = await ask(facilitator, note, "anonymisation", choices=[])
    assert (answer.status_code, answer.json()["code"]) == (409, "names_remain")
    stays = [{"start": 4, "end": 10, "role": None}]  # a person said so
    assert (await ask(facilitator, note, "anonymisation", choices=stays)).status_code == 201


async def test_it_shares_a_verbatim_only_with_the_consent_of_who_said_it(facilitator, day):
    one = (await facilitator.post(f"{day}/participants", json={"job_family": "secrétariat"})).json()
    word = {"purpose": "verbatim", "act": "granted"}
    await facilitator.post(f"{ROOM}/participants/{one['id']}/consents", json=word)
    codes = []
    for more in ({}, {"participant_id": one["id"]}, {"sensitivity": "personal", "participant_id": one["id"]}):
        said = await noted(facilitator, day, "observation", kind="verbatim", text="Je recopie tout", **more)
        await ask(facilitator, said, "review", kind="observation")
        await ask(facilitator, said, "anonymisation", kind="observation", choices=[])
        answer = await ask(facilitator, said, "sharing", kind="observation")
        codes.append(answer.json().get("code", answer.status_code))
    assert codes == ["verbatim_of_nobody", 201, "not_for_sharing"]


async def test_it_lets_words_out_in_a_file_only_when_shareable(facilitator, day, programme, authority):
    one = (await facilitator.post(f"{day}/participants", json={"job_family": "secrétariat"})).json()
    word = {"purpose": "verbatim", "act": "granted"}
    await facilitator.post(f"{ROOM}/participants/{one['id']}/consents", json=word)
    said = {"kind": "verbatim", "text": "Je recopie tout", "participant_id": one["id"]}
    note = await noted(facilitator, day, "observation", **said)

    async def exported():
        asked = {"programme_id": programme, "authority_id": str(authority("Chéroy"))}
        snapshot = (await facilitator.post(f"{ROOM}/snapshots", json=asked)).json()["id"]
        file = (await facilitator.get(f"{ROOM}/snapshots/{snapshot}/files/json")).json()
        return [(row["text"], row["is_withheld"]) for row in file["content"]["tables"]["observations"]]

    assert await exported() == [("", True)]
    for step in ("review", "anonymisation", "sharing"):
        more = {"choices": []} if step == "anonymisation" else {}
        await ask(facilitator, note, step, kind="observation", **more)
    assert await exported() == [("Je recopie tout", False)]


async def test_it_is_the_work_of_the_project_team(agent, champion, stranger, facilitator, day, note):
    assert (await agent.get(f"{day}/review")).status_code == 403
    assert (await stranger.get(f"{day}/review")).status_code == 404
    for client in (agent, champion, stranger):
        assert (await ask(client, note, "review")).status_code == 403
    assert await state(facilitator, note) == "raw"


def test_it_finds_names_whole_and_replaces_them_from_the_end():
    from services.workshops.anonymising import named, replaced
    from services.workshops.schemas import NameChoice

    text = "Léa voit léa, et Lea, Cléa aussi"
    assert sorted(named(text, ["Mme Léa"])) == [(0, 3), (9, 12)]
    choices = [NameChoice(start=start, end=end, role="[nom]") for start, end in named(text, ["Léa"])]
    assert replaced(text, choices) == "[nom] voit [nom], et Lea, Cléa aussi"
