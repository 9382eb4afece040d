"""The papers of a meeting: one PDF for a chosen set of hypotheses, frozen, the same bytes each time."""

from datetime import UTC, datetime, time

import pytest

from services.workshops.exports import committee, committee_pdf
from services.workshops.exports.committee import Point, clock
from services.workshops.schemas import EvidenceFigures
from tests.workshops.decided import AI, FRUGAL, decide, judge
from tests.workshops.deciding import ROOM, at, draft

PACKS = f"{ROOM}/committee-packs"
MEETING = {
    "title": "Comité de janvier",
    "held_on": "2027-01-14",
    "starts_at": "14:00",
    "place": "Salle du conseil",
}


async def make(who, hypotheses, **more):
    wanted = [one["id"] for one in hypotheses]
    return await who.post(PACKS, json={**MEETING, "hypothesis_ids": wanted, **more})


async def test_it_freezes_a_chosen_set(
    facilitator, sign_in, decision_maker, agent, stranger, judged, day, authority
):
    other = await draft(facilitator, day, authority("Chéroy"))
    await judge(facilitator, sign_in, other)
    await decide(facilitator, decision_maker, other, AI)
    await facilitator.post(f"{at(judged)}/decisions", json=FRUGAL)
    answer = await make(facilitator, [other, judged])
    assert answer.status_code == 201, answer.text
    pack = answer.json()
    assert (pack["points"], pack["authority_id"]) == (2, str(authority("Chéroy")))
    first = await decision_maker.get(f"{PACKS}/{pack['id']}/file")
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert b"pdfuaid" in first.content
    await decide_otherwise(facilitator, judged)
    assert (await facilitator.get(f"{PACKS}/{pack['id']}/file")).content == first.content
    assert [one["id"] for one in (await decision_maker.get(PACKS)).json()["items"]] == [pack["id"]]
    assert (await agent.get(f"{PACKS}/{pack['id']}")).status_code == 403
    away = await sign_in("decision_maker", at="Lormes", name="Élu de Lormes")
    assert (await away.get(f"{PACKS}/{pack['id']}/file")).status_code == 404


async def decide_otherwise(facilitator, hypothesis):
    [one] = (await facilitator.get(f"{at(hypothesis)}/decisions")).json()["items"]
    assert (await facilitator.delete(f"{ROOM}/decisions/{one['id']}")).status_code == 204


async def test_it_is_deleted_for_good(facilitator, champion, judged):
    pack = (await make(facilitator, [judged])).json()
    assert (await champion.delete(f"{PACKS}/{pack['id']}")).status_code == 403
    assert (await facilitator.delete(f"{PACKS}/{pack['id']}")).status_code == 200
    assert (await facilitator.get(f"{PACKS}/{pack['id']}")).status_code == 404


async def test_it_keeps_several_authorities_to_the_operator(
    facilitator, sign_in, decision_maker, judged, plan, authority
):
    away = f"{ROOM}/workshops/{(await plan(at='Lormes'))['id']}"
    other = await draft(facilitator, away, authority("Lormes"))
    await judge(facilitator, sign_in, other)
    pack = (await make(facilitator, [judged, other])).json()
    assert pack["authority_id"] is None
    assert (await decision_maker.get(f"{PACKS}/{pack['id']}")).status_code == 404


async def test_it_takes_only_what_is_revealed(facilitator, judged, day, authority, owner):
    secret = await draft(facilitator, day, authority("Chéroy"))
    answer = await make(facilitator, [judged, secret])
    assert (answer.status_code, answer.json()["code"]) == (422, "not_ready")
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/hypothesis_ids/1"]
    unknown = {"id": "00000000-0000-7000-8000-000000000000"}
    assert (await make(facilitator, [unknown])).status_code == 422
    assert (await make(facilitator, [])).status_code == 422
    assert owner.execute("select count(*) from committee_pack").fetchone() == (0,)


NOTHING = EvidenceFigures(
    supporting=0, opposing=0, nuancing=0, workshops=0, authorities=0, kinds={}, first_seen_on=None, hours_lost=None,
    hours_counted=0,
)  # fmt: skip


@pytest.mark.parametrize(
    "words", ["#panic() $x$ \\ *gras*", "日本 🦊 e\u0301", "a" * 4000, "\n\n= Titre\n- liste"]
)
def test_it_writes_any_words_as_words(words):
    point = Point(
        place=words, title=words, problem=words, other_explanations=words, assessors=0, criteria=(), evidence=NOTHING,
        decision=None,
    )  # fmt: skip
    pack = {
        "title": words, "held_on": "14 janvier 2027", "place": words, "opening": words, "made_on": "1er janvier 2027",
        "points": [committee.drawn(point, position=1, starts_at="")],
    }  # fmt: skip
    made_at = datetime(2027, 1, 1, tzinfo=UTC)
    assert committee_pdf.write(pack, made_at=made_at) == committee_pdf.write(pack, made_at=made_at)


def test_it_gives_each_point_its_hour():
    assert [clock(time(14), minutes=minutes) for minutes in (0, 10, 60)] == [
        "14\u00a0h",
        "14\u00a0h\u00a010",
        "15\u00a0h",
    ]
    assert clock(None, minutes=10) == ""
