"""Pages where a decision is written down, read, signed, revised and looked back at."""

import asyncio
import re

import pytest

from tests.conftest import Client
from tests.web.deciding_pages import AI, FRUGAL, HTML, STOP, decided, plan, prepare, preparing, read, sign
from tests.workshops.decided import in_days, judge
from tests.workshops.deciding import assess, draft


@pytest.fixture
async def hypothesis(facilitator: Client, owner, authority):
    programme = str(owner.execute("select id from programme").fetchone()[0])
    return await draft(
        facilitator, await plan(facilitator, programme, authority("Chéroy")), authority("Chéroy")
    )


@pytest.fixture
async def judged(facilitator: Client, sign_in, hypothesis):
    await judge(facilitator, sign_in, hypothesis)
    return hypothesis


def count(owner) -> int:
    return owner.execute("select count(*) from decision").fetchone()[0]


async def test_it_opens_no_door_before_two_blind_assessments(facilitator, sign_in, hypothesis, owner):
    await assess(facilitator, hypothesis)
    for attempt in (1, 2):
        shown = await facilitator.get(preparing(hypothesis), headers=HTML)
        sent = await facilitator.post(preparing(hypothesis), data=FRUGAL, headers=HTML)
        assert (shown.status_code, sent.status_code) == (409, 409)
        assert "deux regards" in sent.text
        if attempt == 1:  # complete, but not shown yet
            await assess(await sign_in("facilitator", at="ARNia", name="Autre"), hypothesis)
    assert count(owner) == 0


@pytest.mark.parametrize("blank", ["reason-0", "reason-3", "reason-4"])
async def test_it_climbs_to_no_ai_rung_without_each_reason(facilitator, judged, owner, blank):
    answer = await facilitator.post(preparing(judged), data={**AI, blank: "  "}, headers=HTML)
    assert answer.status_code == 422
    assert f'id="field-{blank}-error"' in answer.text
    assert "Aucun tri manuel ne suit le volume." in answer.text
    assert count(owner) == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({**FRUGAL, "choice": ""}, "choice"),
        ({**FRUGAL, "choice": "9"}, "choice"),
        ({**FRUGAL, "rationale": ""}, "rationale"),
        ({**FRUGAL, "expected_hours": "beaucoup"}, "expected_hours"),
        ({**FRUGAL, "expected_hours": "-3"}, "expected_hours"),
        ({**STOP, "choice": "look_further"}, "review_on"),
        ({**STOP, "choice": "look_further", "review_on": in_days(5)}, "review_on"),
    ],
)
async def test_it_says_beside_the_field_what_is_wrong(facilitator, judged, owner, typed, field):
    answer = await facilitator.post(preparing(judged), data=typed, headers=HTML)
    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text
    assert f'href="#field-{field}"' in answer.text
    assert count(owner) == 0


async def test_it_offers_one_reason_a_lower_rung_without_scripts(facilitator, judged):
    page = await read(facilitator, preparing(judged))
    assert [f'name="reason-{rung}"' in page for rung in range(7)] == [True] * 6 + [False]
    assert re.findall(r'name="choice"[^>]*value="(\w+)"', page) == ["0", "1", "2", "3", "4", "5", "6", "look_further", "stop"]  # fmt: skip


async def test_it_is_prepared_read_and_signed(facilitator, decision_maker, agent, judged, owner):
    address = await prepare(facilitator, judged, FRUGAL)
    page = await read(decision_maker, address)
    for said in (
        "Les agents de l’accueil rencontrent une triple saisie", "Ce qui vous est demandé", "Revoir l’organisation",
        "La demande est obligatoire.", "Les agents sont formés.", "non chiffrées", "de lecture (", "Lire et signer",
    ):  # fmt: skip
        assert said in page
    await sign(decision_maker, address)
    assert owner.execute("select signed_name, expected_hours from decision").fetchone() == (
        (await decision_maker.get("/api/identity/v1/me")).json()["name"], 40.5,
    )  # fmt: skip
    page = await read(agent, address)
    assert "Ce qui est décidé" in page
    assert "Lire et signer" not in page


async def test_it_counts_the_words_it_asks_to_read(facilitator, decision_maker, judged):
    short = await read(decision_maker, await prepare(facilitator, judged, FRUGAL))
    [(minutes, words)] = re.findall(r"environ (\d+).minutes? de lecture \((\d+).mots", short)
    assert int(minutes) == -(-int(words) // 200) <= 4
    main = short.partition('id="content"')[2].partition("</main>")[0]
    assert abs(int(words) - len(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", main)))) < 40


async def test_it_signs_only_what_was_read_and_ticked(facilitator, decision_maker, judged, owner):
    address = await prepare(facilitator, judged, FRUGAL)
    [seal] = re.findall(
        r'name="content_hash" value="([0-9a-f]{64})"', await read(decision_maker, f"{address}/signer")
    )
    unticked = await decision_maker.post(f"{address}/signer", data={"content_hash": seal}, headers=HTML)
    assert (unticked.status_code, "Cochez la case" in unticked.text) == (422, True)
    other = {"content_hash": "0" * 64, "read": "on"}
    assert (await decision_maker.post(f"{address}/signer", data=other, headers=HTML)).status_code == 409
    assert owner.execute("select signed_at from decision").fetchone() == (None,)


async def test_it_is_signed_by_a_decision_maker_of_the_place_alone(
    facilitator, agent, champion, stranger, sign_in, judged
):
    address = await prepare(facilitator, judged, FRUGAL)
    for who in (facilitator, agent, champion):
        assert (await who.get(f"{address}/signer", headers=HTML)).status_code == 403
        assert "Lire et signer" not in await read(who, address)
    away = await sign_in("decision_maker", at="Lormes", name="Élue de Lormes")
    for who in (stranger, away):
        assert (await who.get(address, headers=HTML)).status_code == 404
    assert (await agent.get(preparing(judged), headers=HTML)).status_code == 403


async def test_it_lets_one_of_two_simultaneous_writers_win(facilitator, sign_in, judged, owner):
    colleague = await sign_in("facilitator", at="ARNia", name="Collègue pressée")
    answers = await asyncio.gather(
        *(who.post(preparing(judged), data=FRUGAL, headers=HTML) for who in (facilitator, colleague))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    [late] = [answer.text for answer in answers if answer.status_code == 409]
    assert "Une décision existe déjà pour cette hypothèse" in late
    assert "Une seule saisie suffit." in late  # what was typed is not lost
    assert count(owner) == 1


async def test_it_lets_one_of_two_simultaneous_signers_win(
    facilitator, decision_maker, sign_in, judged, owner
):
    other = await sign_in("decision_maker", at="Chéroy", name="Adjointe")
    address = await prepare(facilitator, judged, FRUGAL)
    [seal] = re.findall(r'name="content_hash" value="([0-9a-f]{64})"', await read(other, f"{address}/signer"))
    sent = {"content_hash": seal, "read": "on"}
    answers = await asyncio.gather(
        *(who.post(f"{address}/signer", data=sent, headers=HTML) for who in (decision_maker, other))
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert sum("ne%20changera%20plus" in answer.headers["set-cookie"] for answer in answers) == 1
    assert owner.execute(
        "select count(*) from event where name = 'workshops.decision_signed'"
    ).fetchone() == (1,)


async def test_it_is_taken_back_before_the_signature(facilitator, decision_maker, judged, owner):
    address = await prepare(facilitator, judged, FRUGAL)
    again = await facilitator.get(preparing(judged), headers=HTML)
    assert (again.status_code, again.headers["location"]) == (303, address)
    sent = {"hypothesis_id": judged["id"]}
    assert (await decision_maker.post(f"{address}/retrait", data=sent, headers=HTML)).status_code == 403
    assert (await facilitator.post(f"{address}/retrait", data=sent, headers=HTML)).status_code == 303
    assert count(owner) == 0


async def test_it_is_revised_with_what_changed_shown(facilitator, decision_maker, agent, judged):
    first = await decided(facilitator, decision_maker, judged, FRUGAL)
    form = await read(facilitator, preparing(judged))
    assert "Réviser la décision" in form
    assert "Les agents sont formés." in form
    second = await decided(
        facilitator, decision_maker, judged, {**STOP, "rationale": "Une seule saisie ne suffit plus."}
    )
    page = await read(agent, f"{second}/historique")
    assert "Révision 1" in page
    assert '<del><span class="sr">retiré : </span>Revoir l’organisation</del>' in page.replace("\u00a0", " ")
    assert "suffit plus." in page
    assert "remplacée" in await read(agent, first)
    to_latest = await agent.get(f"/hypotheses/{judged['id']}/decision", headers=HTML)
    assert to_latest.headers["location"] == second


async def test_it_shows_a_stop_as_a_result(facilitator, decision_maker, agent, judged):
    address = await decided(facilitator, decision_maker, judged, STOP)
    assert "Un arrêt est un résultat" in await read(agent, address)
    register = await read(agent, "/decisions")
    assert "résultat : piste arrêtée" in register.replace("\u00a0", " ")
    assert "Pistes arrêtées" in register
