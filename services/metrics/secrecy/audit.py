"""Whether a hidden cell can be computed back, exactly.

A table of two dimensions is published with its row and column totals. Its hidden cells are the edges of a graph whose
nodes are rows and columns, and what they may be worth are the flows of a network (Gusfield, « A graph theoretic
approach to statistical data security », SIAM Journal on Computing, 1988). A cell may take another value exactly when
it lies on a cycle along which one unit can be moved: added to one cell, taken from the next. Taking needs a cell worth
two or more, since a hidden cell is known to hold something, noughts being shown. Networks being totally unimodular,
this is the same answer as the linear programme's, in whole numbers.
"""

from collections import defaultdict, deque
from collections.abc import Mapping

Place = tuple[str, str]
Arcs = Mapping[str, list[tuple[str, Place]]]


def pinned(cells: Mapping[Place, int], *, told: tuple[bool, bool] = (True, True)) -> set[Place]:
    """Find the hidden cells (row, column) that only one value fits. `told`: row totals are published; column totals."""
    arcs = _arcs(cells, told)
    found = set()
    for place, value in cells.items():
        row, column = _ends(place, told)
        can_grow = _reaches(arcs, column, row, avoid=place)
        if not can_grow and not (value > 1 and _reaches(arcs, row, column, avoid=place)):
            found.add(place)
    return found


def _ends(place: Place, told: tuple[bool, bool]) -> tuple[str, str]:
    # A total that nobody publishes bounds nothing: all such rows, or columns, are one and the same node.
    return f"r{place[0]}" if told[0] else "r", f"c{place[1]}" if told[1] else "c"


def _arcs(cells: Mapping[Place, int], told: tuple[bool, bool]) -> Arcs:
    arcs: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for place, value in cells.items():
        row, column = _ends(place, told)
        arcs[row].append((column, place))
        if value > 1:
            arcs[column].append((row, place))
    return arcs


def _reaches(arcs: Arcs, start: str, end: str, *, avoid: Place) -> bool:
    seen, waiting = {start}, deque([start])
    while waiting:
        for node, by in arcs.get(waiting.popleft(), ()):
            if by == avoid or node in seen:
                continue
            if node == end:
                return True
            seen.add(node)
            waiting.append(node)
    return False
