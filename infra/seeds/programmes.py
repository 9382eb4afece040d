"""The programme « Expérimentation IA 2024 » and the authorities enrolled in it."""

from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg

NAME = "Expérimentation IA 2024"
PROGRAMME = uuid5(NAMESPACE_URL, "terrain:programme:experimentation-ia-2024")
LAUNCHED = date(2024, 4, 12)
"""The launch day in Mâcon. The experiment was announced for twelve months."""
ENDS = date(2025, 4, 11)


def enrol(connection: psycopg.Connection, authorities: Sequence[UUID]) -> dict[str, int]:
    """Write the programme and its authorities down, or refresh the programme; give how many of each.

    It may be run again at any time: what people changed since in an authority's way through the programme stays.
    """
    with connection.transaction():
        connection.execute(
            "select set_config('app.operator', 'on', true), set_config('app.platform', 'on', true)"
        )
        connection.execute(
            "insert into programme (id, name, starts_on, ends_on) values (%s, %s, %s, %s)"
            " on conflict (id) do update set name = excluded.name, starts_on = excluded.starts_on,"
            " ends_on = excluded.ends_on",
            [PROGRAMME, NAME, LAUNCHED, ENDS],
        )
        # Only one step of each authority is known with its date: it was active from the launch on. When it applied or
        # signed, and whether it left or continued after April 2025, nobody told us: these dates stay empty, and the
        # state stays « active » until the operator writes the next one down.
        connection.cursor().executemany(
            "insert into programme_authority (programme_id, authority_id, activated_on) values (%s, %s, %s)"
            " on conflict (programme_id, authority_id) do nothing",
            [(PROGRAMME, authority, LAUNCHED) for authority in authorities],
        )
    return {"programme": 1, "programme_authority": len(authorities)}
