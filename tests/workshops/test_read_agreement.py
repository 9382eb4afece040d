"""How far assessors agree over a programme, by criterion and overall."""

from uuid import uuid4

import pytest

from tests.workshops.deciding import ROOM, assess, at, draft

SPLIT = ("confirmed", "refuted", "confirmed")


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("facilitator", at="ARNia", name="Collègue")


@pytest.fixture
def judge(facilitator, colleague, day, authority):
    async def judged(first, second):
        hypothesis = await draft(facilitator, day, authority("Chéroy"))
        await assess(facilitator, hypothesis, *first)
        await assess(colleague, hypothesis, *second)
        return hypothesis

    return judged


async def read(who, programme):
    answer = await who.get(f"{ROOM}/programmes/{programme}/agreement")
    assert answer.status_code == 200, answer.text
    return {one["criterion"] or "all": one for one in answer.json()["items"]}


async def test_it_says_why_nothing_can_be_computed(facilitator, programme, judge):
    assert (await read(facilitator, programme))["all"]["alpha"] == {
        "value": None, "low": None, "high": None, "why_not": "too_few",
    }  # fmt: skip
    for _ in range(2):
        hypothesis = await judge((), ())
        await facilitator.post(f"{at(hypothesis)}/reveal")
    found = await read(facilitator, programme)
    assert (found["real"]["alpha"]["value"], found["real"]["alpha"]["why_not"]) == (None, "constant")
    assert (found["real"]["ac1"]["value"], found["real"]["share"], found["real"]["hypotheses"]) == (1, 1, 2)


async def test_it_measures_agreement_by_criterion_and_overall(
    facilitator, champion, stranger, programme, judge
):
    for first, second in (((), ()), (SPLIT, SPLIT), (SPLIT, ()), ((), ())):
        hypothesis = await judge(first, second)
        await facilitator.post(f"{at(hypothesis)}/reveal")
    found = await read(champion, programme)
    assert list(found) == ["all", "real", "major", "actionable"]
    major = found["major"]
    # Four pairs: 2 refuted together, 2 split, 4 confirmed; Krippendorff 2011, by hand: 1 − 7 × 2 ÷ (2 × 3 × 5).
    assert major["verdicts"] == {"confirmed": 5, "refuted": 3, "undetermined": 0}
    assert major["alpha"]["value"] == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))
    assert (major["share"], major["hypotheses"]) == (0.75, 4)
    # Gwet 2008, by hand: π = 5/8 and 3/8, chance = (15/64 + 15/64) ÷ 2.
    assert major["ac1"]["value"] == pytest.approx((0.75 - 15 / 64) / (1 - 15 / 64))
    assert found["all"]["ac1"]["low"] <= found["all"]["ac1"]["value"] <= found["all"]["ac1"]["high"]
    assert found["all"]["verdicts"]["confirmed"] == 21
    assert (await read(stranger, programme))["all"]["hypotheses"] == 0


async def test_it_tells_nothing_of_what_is_still_secret(facilitator, programme, judge):
    revealed = await judge((), ())
    await facilitator.post(f"{at(revealed)}/reveal")
    before = await read(facilitator, programme)
    await judge(SPLIT, SPLIT)
    assert await read(facilitator, programme) == before


async def test_it_knows_no_other_programme(facilitator):
    assert (await facilitator.get(f"{ROOM}/programmes/{uuid4()}/agreement")).status_code == 404
