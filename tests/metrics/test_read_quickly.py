"""Two ways of reading events: the quick one takes only what the careful one takes, and reads it alike."""

import json
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import given, strategies as st

from services.kit.principal import Principal
from services.metrics import intake, items, quick_uses, readings, rollups
from services.metrics.kinds import JobFamily
from services.metrics.ledger import Told
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.readings import Unreadable

OWN, OTHER = UUID(int=1), UUID(int=2)
NAMES = Pseudonyms(b"a key")
SENDER = Principal(subject=UUID(int=7), name="essai", authority=OWN)
OPERATOR = Principal(subject=UUID(int=7), name="essai", authority=OWN, is_operator=True)

WORDS = st.one_of(
    st.text(max_size=12), st.text("azAZ09 .,'’&/+()-_:@é\n", max_size=90),
    st.sampled_from(["", "a1", "Delibia", "/delibia", "mistral-small-2506", "RED-COU", "drafting", "search", "secretariat"]),
)  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 10**10), st.floats(allow_nan=False, allow_infinity=False), WORDS, st.lists(st.integers(), max_size=2)
)  # fmt: skip
TIMES = st.one_of(
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    st.integers(15 * 10**8, 19 * 10**8).map(lambda seconds: datetime.fromtimestamp(seconds, UTC).isoformat()),
    st.sampled_from(["2026-03-29T02:30:00+02:00", "2026-01-01T10:00:00Z", "2026-01-01 10:00:00z", "2026-01-01", "hier"]),
    st.integers(0, 2 * 10**9),
)  # fmt: skip
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "agent": WORDS, "tool": WORDS, "use_case": st.one_of(st.none(), WORDS), "family": st.one_of(st.none(), WORDS),
    "job_family": st.one_of(WORDS, st.sampled_from(list(map(str, JobFamily)))),
    "authority_id": st.sampled_from([None, "", str(OWN), str(OTHER), OWN.hex, f"urn:uuid:{OWN}", f"{{{OWN}}}", "Chéroy"]),
    "gen_ai.operation.name": WORDS, "gen_ai.provider.name": WORDS, "gen_ai.request.model": WORDS,
    "gen_ai.response.model": WORDS, "gen_ai.usage.input_tokens": st.one_of(st.integers(-5, 2 * 10**8), ODD),
    "gen_ai.usage.output_tokens": ODD, "prompt": ODD,
}  # fmt: skip
GOOD = {
    "specversion": "1.0", "id": "e1", "source": "/delibia", "type": "terrain.use", "time": "2026-03-29T01:30:00.25Z",
}  # fmt: skip
KNOWN = {"agent": "a1", "tool": "Delibia", "use_case": "RED-COU"}
ENVELOPE: dict[str, st.SearchStrategy[Any]] = {
    "id": WORDS, "source": WORDS, "time": TIMES, "specversion": st.sampled_from(["1.0", "0.3", 1]),
    "type": st.sampled_from(["terrain.use", "terrain.use_declared", "terrain.enrolment", "terrain.mood"]),
    "datacontenttype": st.sampled_from([None, "application/json", "text/plain"]), "subject": WORDS, "colour": ODD,
}  # fmt: skip


def some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A few fields of which something is drawn."""
    return st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )


def carefully(raw: bytes, by: Principal) -> Told | None:
    try:
        return intake._carefully(json.loads(raw), by, NAMES)
    except Unreadable:
        return None


def quickly(raw: bytes, by: Principal) -> Told | None:
    item = items.opened(raw)
    assert isinstance(item, items.Item)
    sender = quick_uses.Sender.now(by.authority, is_operator=by.is_operator, pseudonyms=NAMES)
    return quick_uses.told(item.use, by=sender) if item.use else None


@given(
    envelope=some(ENVELOPE), data=some(FIELDS), dropped=st.sets(st.sampled_from(sorted(KNOWN)), max_size=1),
    by=st.sampled_from([SENDER, OPERATOR]),
)  # fmt: skip
def test_it_reads_quickly_only_what_it_reads_carefully_and_alike(
    envelope: dict[str, Any], data: dict[str, Any], dropped: set[str], by: Principal
) -> None:
    body = {name: value for name, value in KNOWN.items() if name not in dropped} | data
    raw = json.dumps(GOOD | envelope | {"data": body}).encode()
    read = quickly(raw, by)
    assert read is None or read == carefully(raw, by)


@pytest.mark.parametrize("by", [SENDER, OPERATOR])
def test_it_reads_an_ordinary_use_quickly(by: Principal) -> None:
    raw = json.dumps(
        GOOD | {"data": KNOWN | {"job_family": "legal", "gen_ai.usage.input_tokens": 12}}
    ).encode()
    read = quickly(raw, by)
    assert read is not None
    assert read == carefully(raw, by)
    assert read.body == readings.job_body(JobFamily.LEGAL)


@given(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(str.encode), st.recursive(
    st.one_of(st.none(), st.floats(), st.text(max_size=3), st.integers()), lambda inner: st.lists(inner, max_size=3)
).map(lambda value: json.dumps(value).encode())))  # fmt: skip
def test_it_opens_a_body_just_as_the_standard_reader_does(body: bytes) -> None:
    try:
        expected = json.loads(body, parse_constant=refuse)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011  JSON's own, a number's, a constant's: any is a refusal
            items.opened(body)
        return
    found = items.opened(body)
    read = [one.read() for one in found] if isinstance(found, list) else found.read()
    assert read == expected


def refuse(name: str) -> object:
    raise ValueError(name)


@pytest.mark.parametrize(
    ("name", "statement"), [("keep_usage", rollups.keep()), ("count_usage", rollups.count())]
)
def test_it_keeps_in_the_database_the_statements_that_it_recounts_with(
    owner: psycopg.Connection, name: str, statement: str
) -> None:
    (kept,) = owner.execute("select prosrc from pg_proc where proname = %s", [name]).fetchone() or ("",)
    assert statement in kept, f"rollups have changed: a new migration must write {name} anew"


@given(source=st.text(max_size=20), name=st.text(max_size=20))
def test_it_names_an_event_and_a_person_as_it_always_has(source: str, name: str) -> None:
    # What is stored bears these names: were they others, an event sent again would count twice.
    said = OWN.bytes + source.encode() + b"\0" + name.encode()
    event = blake2b(said, key=b"a key", person=b"event", digest_size=8).digest()
    person = blake2b(said, key=b"a key", person=b"person", digest_size=8).digest()
    assert NAMES.event(OWN, source, name) == int.from_bytes(event, signed=True)
    assert NAMES.person(OWN, source, name) == (int.from_bytes(person, signed=True) or 1)
