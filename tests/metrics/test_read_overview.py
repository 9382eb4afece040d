"""The overview, from events really produced: by agents who ask, by workshops, by programs."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest

from tests.assistant.conftest import until

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]
MakeProgram = Callable[..., Awaitable[Client]]
MakeEvent = Callable[..., dict[str, object]]
FindAuthority = Callable[[str], UUID]

OVERVIEW = "/api/metrics/v1/overview"
EVENTS = "/api/metrics/v1/events"
PARIS = ZoneInfo("Europe/Paris")


async def read(client: Client, **query: str) -> dict:  # type: ignore[type-arg]
    answer = await client.get(OVERVIEW, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def send(program: Client, *events: dict[str, object]) -> None:
    answer = await program.post(EVENTS, json=list(events))
    assert answer.json()["refused"] == [], answer.text


def by_family(overview: dict) -> dict[str, int | None]:  # type: ignore[type-arg]
    return {cell["family"]: cell["uses"] for cell in overview["by_family"]}


async def test_it_counts_uses_that_agents_made_of_the_assistant(
    sign_in: SignIn, decision_maker: Client, owner: psycopg.Connection
) -> None:
    for number in range(5):
        colleague = await sign_in("agent", at="Chéroy", name=f"Agent {number}")
        asked = {
            "model": "auto",
            "messages": [{"role": "user", "content": "Rédige un courrier à un habitant."}],
        }
        for _ in range(2):
            answer = await colleague.post(
                "/api/assistant/v1/chat/completions", json=asked, headers={"x-use-case": "RED-COU"}
            )
            assert answer.status_code == 200, answer.text
        if number == 3:
            assert (await read(decision_maker))["uses"] == {"uses": None, "agents": None, "hidden": True}
    # What an answer cost is written once it has left.
    await until(lambda: not owner.execute("select 1 from assistant_use where state = 'open'").fetchone())
    overview = await read(decision_maker)
    assert overview["uses"] == {"uses": 10, "agents": 5, "hidden": False}
    assert by_family(overview)["drafting"] == 10
    assert overview["by_week"][-1]["uses"] == 10
    assert len(overview["by_week"]) == 12


async def test_it_counts_what_programs_tell(
    program: Client, use: MakeEvent, authority: FindAuthority, facilitator: Client
) -> None:
    at = {"authority_id": str(authority("Chéroy"))}
    await send(program, *(use(agent=f"a{number}", family="search", **at) for number in range(6)))
    overview = await read(facilitator)
    assert overview["uses"] == {"uses": 6, "agents": 6, "hidden": False}
    assert overview["by_authority"] == [
        {"authority_id": at["authority_id"], "uses": 6, "agents": 6, "hidden": False}
    ]
    assert by_family(overview) == {
        "drafting": 0, "search": 6, "synthesis": 0, "data": 0, "citizen_relations": 0, "other": 0,
    }  # fmt: skip


async def test_it_hides_a_small_family_and_the_one_that_would_give_it_away(
    program: Client, use: MakeEvent, facilitator: Client
) -> None:
    sent = [use(agent=f"a{number}", family="search") for number in range(9)]
    sent += [use(agent=f"a{number}", family="data") for number in range(6)]
    sent += [use(agent="a1", family="drafting"), use(agent="a2", family="drafting")]
    await send(program, *sent)
    overview = await read(facilitator)
    assert overview["uses"]["uses"] == 17
    assert by_family(overview) == {
        "drafting": None, "search": 9, "synthesis": 0, "data": None, "citizen_relations": 0, "other": 0,
    }  # fmt: skip
    assert all(cell["hidden"] is (cell["uses"] is None) for cell in overview["by_family"])


async def test_it_never_counts_somebody_twice_for_two_tools(
    program: Client, use: MakeEvent, facilitator: Client
) -> None:
    """Three people who use two tools bear six pseudonyms; they stay three, and hidden."""
    for source in ("/delibia", "/autre"):
        await send(program, *(use(agent=f"{source[1]}{number}") | {"source": source} for number in range(3)))
    assert (await read(facilitator))["uses"]["hidden"] is True


async def test_it_adds_the_people_of_two_authorities(
    program: Client, use: MakeEvent, authority: FindAuthority, facilitator: Client
) -> None:
    for name in ("Chéroy", "Lormes"):
        at = str(authority(name))
        await send(program, *(use(agent=f"a{number}", authority_id=at) for number in range(3)))
    overview = await read(facilitator)
    assert overview["uses"] == {"uses": 6, "agents": 6, "hidden": False}
    assert [cell["uses"] for cell in overview["by_authority"]] == [None, None]


async def test_it_counts_weeks_as_they_are_in_paris(
    program: Client, use: MakeEvent, facilitator: Client
) -> None:
    monday = datetime.now(PARIS).replace(hour=0, minute=30, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday() + 7)
    late_on_sunday = monday - timedelta(hours=1)
    await send(program, *(use(at=monday.astimezone(UTC), agent=f"a{number}") for number in range(5)))
    await send(program, *(use(at=late_on_sunday.astimezone(UTC), agent=f"a{number}") for number in range(7)))
    weeks = {cell["start"]: cell["uses"] for cell in (await read(facilitator))["by_week"]}
    assert weeks[str(monday.date())] == 5
    assert weeks[str(monday.date() - timedelta(days=7))] == 7


async def test_it_widens_the_period_to_whole_weeks(facilitator: Client) -> None:
    overview = await read(facilitator, **{"from": "2026-11-03", "to": "2026-11-12"})
    assert (overview["start"], overview["end"]) == ("2026-11-02", "2026-11-15")
    assert [week["week"] for week in overview["by_week"]] == ["2026-W45", "2026-W46"]


async def test_it_leaves_out_what_happened_before(
    program: Client, use: MakeEvent, facilitator: Client
) -> None:
    old = datetime.now(UTC) - timedelta(weeks=20)
    await send(program, *(use(at=old, agent=f"a{number}") for number in range(5)))
    assert (await read(facilitator))["uses"]["uses"] == 0
    assert (await read(facilitator, **{"from": str((old - timedelta(days=1)).date())}))["uses"]["uses"] == 5


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-20", "to": "2026-11-01"},
        {"from": "2020-01-01", "to": "2026-11-01"},
        {"to": "9999-12-31"},
        {"to": "0001-01-01"},
        {"from": "0001-01-01"},
        {"from": "hier"},
        {"authority": "Chéroy"},
    ],
)
async def test_it_refuses_a_period_or_an_authority_that_is_none(
    facilitator: Client, query: dict[str, str]
) -> None:
    answer = await facilitator.get(OVERVIEW, params=query)
    assert answer.status_code == 422


async def test_it_shows_an_authority_its_own_figures_only(
    program: Client,
    use: MakeEvent,
    authority: FindAuthority,
    agent: Client,
    stranger: Client,
    facilitator: Client,
) -> None:
    at = str(authority("Chéroy"))
    await send(program, *(use(agent=f"a{number}", authority_id=at) for number in range(5)))
    assert (await read(agent))["uses"]["uses"] == 5
    theirs = await read(stranger)
    assert theirs["uses"]["uses"] == 0
    assert theirs["authorities"] == []
    assert (await stranger.get(OVERVIEW, params={"authority": at})).status_code == 404
    assert (await read(facilitator, authority=at))["uses"]["uses"] == 5
    assert (await read(facilitator, authority=str(authority("Lormes"))))["uses"]["uses"] == 0


async def test_it_refuses_a_key_without_the_scope_and_somebody_unknown(
    make_program: MakeProgram, visitor: Client
) -> None:
    writer = await make_program(scopes=["metrics:write"])
    assert (await writer.get(OVERVIEW)).status_code == 403
    assert (await visitor.get(OVERVIEW)).status_code == 401


async def test_it_counts_what_workshops_brought(
    facilitator: Client, authority: FindAuthority, agent: Client, stranger: Client
) -> None:
    (programme,) = (await facilitator.get("/api/workshops/v1/programmes")).json()["items"]
    base = "/api/workshops/v1"
    day = {
        "programme_id": programme["id"],
        "authority_id": str(authority("Chéroy")),
        "held_on": str(datetime.now(PARIS).date()),
    }
    held, idle, cancelled = [(await facilitator.post(f"{base}/workshops", json=day)).json() for _ in range(3)]
    await facilitator.post(f"{base}/workshops/{cancelled['id']}/cancellation", json={"reason": "Grève"})
    point = {"statement": "La même demande est saisie trois fois", "theme": "citizens", "severity": 2}
    for _ in range(2):
        noted = await facilitator.post(f"{base}/workshops/{held['id']}/pain-points", json=point)
        assert noted.status_code == 201, noted.text
    await facilitator.post(f"{base}/workshops/{held['id']}/pain-points", json=point | {"theme": "documents"})
    wish = await facilitator.post(
        f"{base}/workshops/{held['id']}/wishes", json={"text": "Ne saisir qu’une fois."}
    )
    assert (await facilitator.delete(f"{base}/wishes/{wish.json()['id']}")).status_code == 200
    overview = await read(agent)
    assert overview["field"] == {
        "workshops_planned": 2, "workshops_held": 1, "observations": 0, "tasks": 0, "pain_points": 3, "wishes": 0,
        "hypotheses": 0,
    }  # fmt: skip
    assert overview["pain_points_by_theme"] == [
        {"theme": "citizens", "count": 2},
        {"theme": "documents", "count": 1},
    ]
    assert (await read(stranger))["field"]["pain_points"] == 0
    news = (await agent.get("/api/metrics/v1/news")).json()
    assert news["field"]["pain_points"] == 3
    assert (await stranger.get("/api/metrics/v1/news")).json()["field"]["pain_points"] == 0
    await facilitator.post(f"{base}/wishes/{wish.json()['id']}/restoration")
    assert (await read(agent))["field"]["wishes"] == 1
    assert idle["id"] != held["id"]


async def test_it_shows_people_their_own_uses_and_nobody_elses(sign_in: SignIn, facilitator: Client) -> None:
    camille, dominique = [await sign_in("agent", at="Chéroy", name=name) for name in ("Camille", "Dominique")]
    asked = {"model": "auto", "messages": [{"role": "user", "content": "Rédige un courrier."}]}
    await camille.post("/api/assistant/v1/chat/completions", json=asked, headers={"x-use-case": "RED-COU"})
    (own,) = (await camille.get("/api/metrics/v1/me/uses")).json()["items"]
    assert own["label"] == "Courrier ou courriel"
    assert own["family"] == "drafting"
    assert own["model"]
    for other in (dominique, facilitator):
        assert (await other.get("/api/metrics/v1/me/uses")).json() == {"items": []}
