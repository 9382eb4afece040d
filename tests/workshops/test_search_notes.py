"""Finding a note by what one remembers of it."""

import pytest
from sqlalchemy import text

from services.kit.db import Context, session_for
from services.workshops import search

ROOM = "/api/workshops/v1"
SECRET = {"kind": "verbatim", "text": "Le logiciel de délibération me rend folle."}


@pytest.fixture
async def noted(facilitator, day):
    """A day with notes of every kind."""
    for noun, new in (
        ("pain-points", {"statement": "Les délibérations sont ressaisies dans l’outil du contrôle de légalité",
                         "theme": "documents", "severity": 3, "workaround": "Un tableau affiché au mur"}),
        ("pain-points", {"statement": "Les chevaux du manège échappent à l’inventaire", "theme": "other", "severity": 1}),
        ("tasks", {"label": "Rédiger une délibération", "tools": "traitement de texte"}),
        ("wishes", {"text": "Un modèle de délibération prêt à l’emploi"}),
        ("observations", {"text": "« Œuvres d’art » : le registre n’est plus tenu depuis l’été."}),
        ("observations", SECRET),
    ):  # fmt: skip
        answer = await facilitator.post(f"{day}/{noun}", json=new)
        assert answer.status_code == 201, answer.text
    return day


async def find(client, q, **narrowed):
    answer = await client.get(f"{ROOM}/search", params={"q": q, **narrowed})
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(found):
    return ["".join(part["text"] for part in one["extract"]) for one in found["items"]]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("deliberation", "délibération"),
        ("DÉLIBÉRATIONS", "délibération"),
        ("délibér", "délibération"),
        ("délibératio", "délibération"),
        ("del", "délibération"),
        ("déli", "délibération"),
        ("délib", "délibération"),
        ("délibé", "délibération"),
        ("délibéra", "délibération"),
        ("ressaisi", "ressaisies"),
        ("ressaisir ", "ressaisies"),
        ("chevaux manege", "chevaux"),
        ("oeuvre", "Œuvres"),
        ("inventaire l’échapp", "inventaire"),
        ("tableau mur", "Tableau"),
        ("licornes ou chevaux", "chevaux"),
        ("licornes ou cheva", "chevaux"),
        ("chevaux ou licornes ", "chevaux"),
        ("licornes dorées ou tableau", "Tableau"),
        ("« contrôle de légalité »", "contrôle de légalité"),
        ('"controle de legalite"', "contrôle de légalité"),
        ("legalite contr", "contrôle"),
    ],
)
async def test_it_finds_what_one_remembers(facilitator, noted, typed, word):
    assert any(word.lower() in text.lower() for text in said(await find(facilitator, typed)))


@pytest.mark.parametrize(
    "typed",
    [
        "délibx",
        "délibératx",
        '"légalité de contrôle"',
        "délibération -délibération",
        "zzzz",
        "",
        "de la",
        "  ",
    ],
)
async def test_it_finds_nothing_where_nothing_answers(facilitator, noted, typed):
    assert await find(facilitator, typed) == {
        "items": [], "total": 0, "is_capped": False, "facets": {"kind": [], "theme": [], "severity": [], "authority": []},
    }  # fmt: skip


async def test_it_marks_what_was_found_in_the_text_as_it_was_written(facilitator, noted):
    found = await find(facilitator, "deliberation", kind="wish")
    assert found["items"][0]["extract"] == [
        {"text": "Un modèle de ", "is_match": False},
        {"text": "délibération", "is_match": True},
        {"text": " prêt à l’emploi", "is_match": False},
    ]


async def test_it_narrows_by_kind_theme_authority_and_severity(facilitator, noted, plan, authority):
    elsewhere = f"{ROOM}/workshops/{(await plan(at='Lormes'))['id']}"
    new = {"statement": "Une délibération perdue", "theme": "mail", "severity": 5}
    await facilitator.post(f"{elsewhere}/pain-points", json=new)
    whole = await find(facilitator, "délibération")
    assert whole["total"] == 5
    assert {one["value"]: one["count"] for one in whole["facets"]["kind"]} == {
        "pain_point": 2, "task": 1, "wish": 1, "observation": 1,
    }  # fmt: skip
    assert {one["value"]: one["count"] for one in whole["facets"]["authority"]} == {
        str(authority("Chéroy")): 4, str(authority("Lormes")): 1,
    }  # fmt: skip
    for narrowed, count in (
        ({"kind": "task"}, 1), ({"theme": "documents"}, 1), ({"severity": 4}, 1),
        ({"authority_id": str(authority("Lormes"))}, 1), ({"theme": "mail", "severity": 3}, 1), ({"kind": "wish", "severity": 1}, 0),
    ):  # fmt: skip
        assert (await find(facilitator, "délibération", **narrowed))["total"] == count, narrowed


async def test_it_puts_the_words_of_the_title_before_those_of_the_details(facilitator, noted):
    await facilitator.post(f"{noted}/tasks", json={"label": "Classer", "tools": "tableau"})
    await facilitator.post(f"{noted}/wishes", json={"text": "Un seul tableau"})
    assert said(await find(facilitator, "tableau"))[0] == "Un seul tableau"


async def test_it_means_or_while_the_second_choice_is_typed(facilitator, noted):
    assert (await find(facilitator, "manège ou délib"))["total"] == 5
    assert (await find(facilitator, "manège délib"))["total"] == 0


async def test_it_compares_the_latest_notes_where_too_many_match(facilitator, noted, owner, monkeypatch):
    for number in range(5):
        await facilitator.post(f"{noted}/wishes", json={"text": f"Un registre {number}"})
    owner.execute("select setval('note_search_place_seq', nextval('note_search_place_seq') + 600000)")
    for number in range(5, 9):  # far enough to stand in spans of their own, of every size
        owner.execute("select setval('note_search_place_seq', nextval('note_search_place_seq') + 9000)")
        await facilitator.post(f"{noted}/wishes", json={"text": f"Un registre {number}"})
    every = await find(facilitator, "registres", kind="wish")
    assert (every["total"], every["is_capped"], len(every["items"])) == (9, False, 9)
    monkeypatch.setattr(search, "CAP", 4)
    latest = await find(facilitator, "registres", kind="wish")
    assert {text[-1] for text in said(latest)} == {"5", "6", "7", "8"}
    assert (latest["total"], latest["is_capped"], latest["facets"]["kind"]) == (
        4,
        True,
        [{"value": "wish", "count": 4}],
    )


async def test_it_opens_to_each_role_what_it_may_read(
    facilitator, champion, agent, stranger, decision_maker, noted
):
    assert (await find(facilitator, "délibération"))["total"] == 4
    assert (await find(champion, "délibération"))["total"] == 4
    seen_by_agent = await find(agent, "délibération")
    assert seen_by_agent["total"] == 3
    assert "folle" not in str(seen_by_agent)
    assert (await find(agent, "folle"))["total"] == 0
    assert (await find(stranger, "délibération"))["total"] == 0
    refused = await decision_maker.get(f"{ROOM}/search", params={"q": "délibération"})
    assert (refused.status_code, refused.json()["code"]) == (403, "notes_not_open")


async def test_it_follows_a_note_that_is_corrected_removed_restored(facilitator, day):
    note = (await facilitator.post(f"{day}/wishes", json={"text": "Un seul registre"})).json()
    one = f"{ROOM}/wishes/{note['id']}"
    await facilitator.patch(one, json={"text": "Un seul classeur"}, headers={"if-match": '"1"'})
    assert (await find(facilitator, "registre"))["total"] == 0
    assert (await find(facilitator, "classeur"))["total"] == 1
    await facilitator.delete(one)
    assert (await find(facilitator, "classeur"))["total"] == 0
    await facilitator.post(f"{one}/restoration")
    assert (await find(facilitator, "classeur"))["total"] == 1


async def test_it_reads_the_index_under_the_guard_of_the_tenant(facilitator, noted, sessions, authority):
    async with session_for(sessions, Context(authority=authority("Chéroy"))) as session, session.begin():
        connection = await session.connection()
        await connection.execute(text("select set_config('app.query', '''deliber''', true)"))
        await connection.execute(text("set local enable_seqscan = off"))
        rows = await connection.execute(text("explain select id from note_search"))
        assert "ix_note_search_words" in "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("wrong", [{"q": "a" * 201}, {"severity": 6}, {"kind": "photo"}, {"limit": 0}])
async def test_it_refuses_a_search_it_does_not_understand(facilitator, wrong):
    answer = await facilitator.get(f"{ROOM}/search", params=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
