"""The programme and who is enrolled in it (temporary, being replaced)."""

from collections.abc import Sequence
from uuid import UUID

import psycopg


def enrol(connection: psycopg.Connection, authorities: Sequence[UUID]) -> dict[str, int]:
    return {}
