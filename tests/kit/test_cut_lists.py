"""Lists by cursor: every row once, in order, whatever the size of the slices."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from services.kit.paging import BadCursor, Window, cut, read_window


@dataclass(frozen=True)
class Row:
    id: UUID


@given(st.sets(st.uuids(), max_size=40), st.integers(1, 10))
async def test_it_gives_every_row_once(ids: set[UUID], limit: int) -> None:
    rows = [Row(one) for one in sorted(ids, reverse=True)]
    seen: list[Row] = []
    cursor: str | None = None
    for _ in range(len(rows) + 1):
        window = await read_window(limit=limit, cursor=cursor)
        left = [row for row in rows if window.after is None or row.id < window.after]
        part = cut(left[: limit + 1], window)
        seen += part.items
        cursor = part.next
        if cursor is None:
            break

    assert seen == rows


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "A" * 64, "../..", "' or 1=1"])
async def test_it_refuses_a_cursor_it_never_gave(cursor: str) -> None:
    with pytest.raises(BadCursor):
        await read_window(limit=10, cursor=cursor)


def test_it_ends_when_there_is_no_more() -> None:
    rows = [Row(UUID(int=n)) for n in (3, 2, 1)]

    assert cut(rows, Window(limit=3, after=None)).next is None
    assert cut(rows, Window(limit=2, after=None)).next is not None
