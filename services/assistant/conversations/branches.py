"""A conversation as a tree: several questions may follow one answer, several answers one question."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.assistant.tables import Message


@dataclass(frozen=True, slots=True)
class Placed:
    """A message of the branch shown, and all that stand at its place: itself among them, in the order they came."""

    row: Message
    siblings: tuple[UUID, ...]


def shown(rows: Sequence[Message], *, through: UUID | None = None) -> list[Placed]:
    """Give the branch that passes through a message, down to its latest end; without one, the latest branch.

    `rows` are all of the conversation, in order. What follows a message that was purged begins anew.
    """
    known = {row.id: row for row in rows}
    children: dict[UUID | None, list[Message]] = defaultdict(list)
    for row in rows:
        children[_parent(row, known)].append(row)
    newest = _newest(rows, known)
    wanted = _above(through, known)
    line: list[Placed] = []
    place: UUID | None = None
    while at := children.get(place):
        row = next((one for one in at if one.id in wanted), None) or max(at, key=lambda one: newest[one.id])
        line.append(Placed(row, tuple(one.id for one in at)))
        place = row.id
    return line


def _parent(row: Message, known: dict[UUID, Message]) -> UUID | None:
    return row.parent_id if row.parent_id in known else None


def _newest(rows: Sequence[Message], known: dict[UUID, Message]) -> dict[UUID, UUID]:
    """Tell, for each message, the latest of all that follow it: ids are in the order of time."""
    newest = {row.id: row.id for row in rows}
    for row in reversed(rows):  # what follows always came later
        parent = _parent(row, known)
        if parent is not None:
            newest[parent] = max(newest[parent], newest[row.id])
    return newest


def _above(through: UUID | None, known: dict[UUID, Message]) -> set[UUID]:
    wanted: set[UUID] = set()
    while through in known and through not in wanted:
        wanted.add(through)
        through = known[through].parent_id
    return wanted
