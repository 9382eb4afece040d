"""Authorities are found from what one types, and told apart from their namesakes."""

import psycopg
import pytest

from tests.conftest import Client
from tests.gateway.invitations import API, Authority

Found = list[dict[str, object]]


async def find(client: Client, typed: str) -> Found:
    answer = await client.get(f"{API}/authorities", params={"q": typed})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.parametrize(
    ("typed", "name", "department"),
    [
        ("cheroy", "Chéroy", "89"),
        ("CHÉROY", "Chéroy", "89"),
        ("chéro", "Chéroy", "89"),
        ("  chéroy  ", "Chéroy", "89"),
        ("chassagne montrachet", "Chassagne-Montrachet", "21"),
        ("Chassagne-Mont", "Chassagne-Montrachet", "21"),
        ("chalon sur saone", "Chalon-sur-Saône", "71"),
        ("montrachet chassagne", "Chassagne-Montrachet", "21"),
        ("grand chalon", "Le Grand Chalon", "71"),
        ("creusot montceau", "CU Le Creusot Montceau-les-Mines", "71"),
        ("paris", "Paris", "75"),
    ],
)
async def test_it_finds_by_the_name_as_one_types_it(
    agent: Client, typed: str, name: str, department: str
) -> None:
    first = (await find(agent, typed))[0]

    assert first["name"] == name
    assert department in first["departments"]  # type: ignore[operator]  # a list on the wire


@pytest.mark.parametrize("typed", ["st-pere", "St Père", "saint-père", "SAINT PERE", "st.pere"])
async def test_it_reads_st_as_saint(agent: Client, typed: str) -> None:
    found = await find(agent, typed)

    assert [one["name"] for one in found][:2] == ["Saint-Père", "Saint-Père"]
    assert {one["departments"][0] for one in found[:2]} == {"58", "89"}  # type: ignore[index]  # a list on the wire


async def test_it_reads_st_inside_a_name(agent: Client) -> None:
    for typed in ("Pontchâteau St-Gildas", "pontchateau saint gildas"):
        assert (await find(agent, typed))[0]["name"] == "CC du Pays de Pontchâteau St-Gildas-des-Bois"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("89690", "Chéroy"),
        ("218901007", "Chéroy"),
        ("218 901 007", "Chéroy"),
        ("2189010", "Chéroy"),
        ("58145", "Lormes"),
        ("2A004", "Ajaccio"),
        ("2a004", "Ajaccio"),
        ("200070308", "Mâconnais Beaujolais Agglomération"),
    ],
)
async def test_it_finds_by_postcode_siren_or_insee_code(agent: Client, typed: str, name: str) -> None:
    assert name in [one["name"] for one in await find(agent, typed)]


async def test_it_gives_both_readings_of_five_digits(agent: Client) -> None:
    # 89100 is the postcode of Sens and the INSEE code of Chéroy.
    assert {"Sens", "Chéroy"} <= {one["name"] for one in await find(agent, "89100")}


async def test_it_finds_both_homonyms_first(agent: Client) -> None:
    found = await find(agent, "hery")

    assert [(one["name"], one["departments"], one["population"]) for one in found[:2]] == [
        ("Héry", ["89"], 1784), ("Héry", ["58"], 72),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "department"), [("hery 58", "58"), ("58 Héry", "58"), ("hery 89550", "89")]
)
async def test_it_tells_homonyms_apart_by_a_number(agent: Client, typed: str, department: str) -> None:
    found = await find(agent, typed)

    assert (found[0]["name"], found[0]["departments"]) == ("Héry", [department])
    assert all(one["departments"] == [department] for one in found)


async def test_it_gives_the_departments_a_body_spans(agent: Client) -> None:
    found = await find(agent, "maconnais beaujolais")

    assert (found[0]["kind"], found[0]["departments"]) == ("intercommunal", ["71", "01"])


async def test_it_finds_a_joint_authority_without_siren_or_population(agent: Client) -> None:
    found = await find(agent, "nievre numerique")

    assert [(one["kind"], one["siren"], one["population"]) for one in found] == [
        ("joint_authority", None, None)
    ]


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "'", "--", "\\", "zzzzqx", "99999999999"])
async def test_it_finds_nothing_in_nothing(agent: Client, typed: str) -> None:
    assert await find(agent, typed) == []


async def test_it_gives_ten_at_most(agent: Client) -> None:
    assert len(await find(agent, "saint")) == 10
    assert len(await find(agent, "s")) == 10


async def test_it_gives_those_asked_by_id_in_french_order(agent: Client, authority: Authority) -> None:
    ids = [str(authority(name)) for name in ("Lormes", "Héry", "Chéroy")]

    answer = await agent.get(f"{API}/authorities", params={"ids": ids})

    assert [one["name"] for one in answer.json()["items"]] == ["Chéroy", "Héry", "Lormes"]


async def test_it_reads_one(agent: Client, authority: Authority) -> None:
    one = (await agent.get(f"{API}/authorities/{authority('Chéroy')}")).json()

    assert (one["name"], one["insee"], one["postcodes"]) == ("Chéroy", "89100", ["89690"])
    missing = await agent.get(f"{API}/authorities/00000000-0000-7000-8000-000000000000")
    assert missing.status_code == 404


async def test_it_is_for_those_who_are_signed_in(visitor: Client) -> None:
    assert (await visitor.get(f"{API}/authorities?q=lormes")).status_code == 401


async def test_it_refuses_a_text_too_long_to_be_a_name(agent: Client) -> None:
    assert (await agent.get(f"{API}/authorities", params={"q": "x" * 81})).status_code == 422


async def test_it_has_an_index_for_names_and_postcodes(owner: psycopg.Connection) -> None:
    owner.execute("set enable_seqscan = off")
    plans = [
        str(owner.execute(f"explain select * from authority where {condition}").fetchall())
        for condition in (
            "search_name like '%chero%'",
            "search_name like 'ch%'",
            "postcodes @> array['89690']",
        )
    ]
    owner.execute("reset enable_seqscan")

    assert "ix_authority_search_trigrams" in plans[0]
    assert "ix_authority_search_" in plans[1]  # the beginning of a name: either index serves
    assert "ix_authority_postcodes" in plans[2]
