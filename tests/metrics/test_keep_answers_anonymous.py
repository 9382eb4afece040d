"""Nobody joins an answer to its link: not the application, not the owner of the database, who sees everything."""

import asyncio

import httpx
import psycopg

from tests.metrics.surveys import API, NON_USER, USER, draw, open_survey, reply, rows

Client = httpx.AsyncClient
OURS = {"sec-fetch-site": "same-origin"}
JOINED = """
    select i.id, count(*) from survey_invitation i join survey_answer a
    on i.id = a.id or i.xmin = a.xmin group by 1
"""


async def answered(champion: Client, visitor: Client, replies: list[dict[str, int]]) -> None:
    survey = await open_survey(champion)
    for token, one in zip(await draw(champion, survey, len(replies)), replies, strict=True):
        await reply(visitor, token, one)


def columns(owner: psycopg.Connection, table: str) -> set[str]:
    return {
        name
        for (name,) in rows(
            owner, f"select column_name from information_schema.columns where table_name = '{table}'"
        )
    }


async def test_it_keeps_no_column_by_which_to_join(owner: psycopg.Connection) -> None:
    shared = columns(owner, "survey_answer") & columns(owner, "survey_invitation")

    # The ids of both are random and drawn apart; the other two are the same for everybody in a survey.
    assert shared == {"id", "authority_id", "survey_id"}
    assert columns(owner, "survey_answer") == shared | {"replies"}
    assert not any(
        "at" in name.split("_") or "on" in name.split("_") for name in columns(owner, "survey_invitation")
    )


async def test_it_leaves_no_trace_of_the_transaction_or_of_the_order(
    champion: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    told = [USER | {"confidence": 1 + number % 5, "quality": 1 + number % 7} for number in range(12)]
    await answered(champion, visitor, told)

    # Every answer bears the number of the last transaction: whoever answered last could have given any of them.
    assert rows(owner, "select count(distinct xmin::text), count(*) from survey_answer") == [(1, 12)]
    assert {count for _, count in rows(owner, JOINED)} == {12}
    lying = [one for (one,) in rows(owner, "select replies from survey_answer order by ctid")]
    assert lying != told, "one chance in 479 million"
    assert sorted(map(str, map(sorted, map(dict.items, lying)))) == sorted(
        map(str, map(sorted, map(dict.items, told)))
    )


async def test_it_keeps_them_apart_when_two_answer_at_once(
    champion: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    tokens = await draw(champion, await open_survey(champion), 8)

    await asyncio.gather(*(reply(visitor, token, USER) for token in tokens))

    assert rows(owner, "select count(distinct xmin::text), count(*) from survey_answer") == [(1, 8)]


async def test_it_lets_the_same_link_answer_once_even_twice_at_once(
    champion: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    (token,) = await draw(champion, await open_survey(champion), 1)

    answers = await asyncio.gather(
        *(visitor.post(f"{API}/survey-forms/{token}/answer", json=USER, headers=OURS) for _ in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [204, 409, 409, 409]
    assert rows(owner, "select count(*) from survey_answer") == [(1,)]


async def test_it_seals_drafts_so_that_only_the_link_opens_them(
    champion: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    first, second = await draw(champion, await open_survey(champion), 2)
    for token, draft in ((first, NON_USER), (second, USER | {"drafting": 2, "search": 1})):
        await visitor.put(f"{API}/survey-forms/{token}/draft", json=draft, headers=OURS)

    sealed = [bytes(draft) for (draft,) in rows(owner, "select draft from survey_invitation")]
    assert b"frequency" not in b"".join(sealed)
    assert len({len(one) for one in sealed}) == 1, "not even its length tells"
    assert first.encode() not in b"".join(
        bytes(one) for (one,) in rows(owner, "select token_hash from survey_invitation")
    )

    await reply(visitor, first, NON_USER)
    assert rows(owner, "select count(*) from survey_invitation where is_answered and draft is not null") == [
        (0,)
    ]


async def test_it_does_not_write_down_who_was_signed_in(
    agent: Client, champion: Client, owner: psycopg.Connection
) -> None:
    (token,) = await draw(champion, await open_survey(champion), 1)
    before = rows(owner, "select count(*) from event"), rows(owner, "select count(*) from stored_answer")

    answer = await agent.post(
        f"{API}/survey-forms/{token}/answer", json=USER, headers={"idempotency-key": "a-key-of-mine"}
    )

    assert answer.status_code == 204, answer.text
    assert (
        rows(owner, "select count(*) from event"),
        rows(owner, "select count(*) from stored_answer"),
    ) == before
