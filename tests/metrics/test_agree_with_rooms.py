"""Rooms never import each other: what metrics knows of the others is checked here."""

from datetime import UTC, datetime
from types import ModuleType
from uuid import UUID, uuid4

import pytest

from services.assistant import events as assistant, use_cases
from services.assistant.after_use import lists
from services.kit import events
from services.kit.db import Context, Sessions, session_for
from services.kit.events import Event
from services.kit.principal import Principal
from services.metrics import facts, families, kinds, outbox, overview, periods
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.settings import MetricsSettings
from services.metrics.uses import Asked
from services.workshops import events as workshops


def declared(*modules: ModuleType) -> dict[str, type[Event]]:
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    ]
    return {event.name: event for event in found}


DECLARED = declared(assistant, workshops)


def test_it_knows_the_catalogue_of_uses_and_its_families() -> None:
    ours = {code: known.family.value for code, known in families.CATALOGUE.items()}
    assert ours == {code: use.family.value for code, use in use_cases.BY_CODE.items()}


def test_it_knows_every_family() -> None:
    assert {family.value for family in families.Family} == {family.value for family in use_cases.Family}


def test_it_knows_what_a_card_may_say() -> None:
    for ours, theirs in (
        (kinds.Outcome, lists.Outcome), (kinds.Became, lists.Became), (kinds.Incident, lists.IncidentKind),
    ):  # fmt: skip
        assert [one.value for one in ours] == [one.value for one in theirs]


@pytest.mark.parametrize("name", facts.READS)
def test_it_reads_only_what_a_room_declares(name: str) -> None:
    _, fields = events.describe(DECLARED[name])
    assert set(facts.READS[name]) <= set(fields)


def example(event: type[Event], **known: object) -> Event:
    """Make an event of this kind with some value in each field."""
    values: dict[str, object] = {
        "UUID": uuid4(),
        "str": "search",
        "int": 3,
        "bool": True,
        "date": datetime.now(UTC).date(),
    }
    annotations: dict[str, object] = {}
    for parent in reversed(event.__mro__):
        annotations |= getattr(parent, "__annotations__", {})
    _, fields = events.describe(event)
    made = {name: values.get(getattr(annotations[name], "__name__", ""), "search") for name in fields}
    return event(authority_id=known.pop("authority_id"), **(made | known))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", DECLARED)
async def test_it_reads_each_event_without_trouble(
    name: str, sessions: Sessions, principal: Principal
) -> None:
    async with session_for(sessions, Context.of(principal)) as session, session.begin():
        events.record(session, example(DECLARED[name], authority_id=principal.authority), actor=principal)
        await session.flush()
        await outbox.fold(session, pseudonyms=Pseudonyms(b"a key"))
        asked = Asked(periods.around(None, None))
        read = await overview.read(session, asked, settings=MetricsSettings(_env_file=None), by=principal)
        mine = await overview.mine(session, limit=5, by=principal)
    assert len(mine.items) == (name == "assistant.use_made")
    assert read.uses.hidden == (name == "assistant.use_made"), "one agent alone is never shown"


@pytest.fixture
def principal(authority) -> Principal:  # type: ignore[no-untyped-def]
    """An agent, as the edge knows them."""
    return Principal(
        subject=UUID(int=7), name="Agent", roles=frozenset({"agent"}), authority=authority("Chéroy"),
        scopes=frozenset({"*"}),
    )  # fmt: skip
