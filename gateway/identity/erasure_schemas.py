"""A person's own data and their erasure, on the wire."""

from datetime import datetime
from typing import Any

from pydantic import Field

from gateway.identity.schemas import Wire


class OwnData(Wire):
    """All that is kept of the caller: the rows of each table that bear their id."""

    made_at: datetime
    tables: dict[str, list[dict[str, Any]]] = Field(
        description="By table, its rows as they are kept, without secrets.",
        examples=[{"conversation": [{"id": "0193a1d2-0000-7000-8000-000000000001", "title": "Courriers"}]}],
    )


class ErasureOut(Wire):
    """What an erasure left, because the law asks it."""

    kept: list[str] = Field(
        description="Tables of acts that keep the name of who signed them.", examples=[["decision"]]
    )
