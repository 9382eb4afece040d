"""Generalising before hiding: neighbours too small to be shown are shown together.

Month → quarter → year, code → family, authority → department: an axis is a tree, and the blocks that its leaves are
gathered into are a partition. Whatever is then published is a sum of blocks, so no comparison of sums can reach inside
one of them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Block = frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """How blocks are judged: whether one may stand alone, and how large it is."""

    is_safe: Callable[[Block], bool]
    size: Callable[[Block], int]


def gather(paths: Mapping[str, Sequence[str]], measure: Measure, *, whole: bool = False) -> list[Block]:
    """Divide an axis into blocks that may be shown.

    `paths` gives each leaf its ancestors, the nearest last. `whole`: where one child is too small, its parent replaces
    every child (a quarter its months); otherwise only as many children as needed are put together.
    A single block that may still not be shown means that nothing of this axis may be.
    """
    inner: dict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    groups: list[list[Block]] = []
    for leaf, path in paths.items():
        if path:
            inner[path[0]][leaf] = path[1:]
        else:
            groups.append([frozenset({leaf})])
    groups += [gather(children, measure, whole=whole) for children in inner.values()]
    return _settle(groups, measure, whole=whole)


def _settle(groups: list[list[Block]], measure: Measure, *, whole: bool) -> list[Block]:
    blocks = [block for group in groups for block in group]
    small = [block for block in blocks if not measure.is_safe(block)]
    if not small:
        return blocks
    if whole:
        return [frozenset().union(*blocks)]
    pool: Block = frozenset().union(*small)
    # What is too small joins a group that has several blocks, so that no group loses the only one it has.
    beside = {block: len(group) for group in groups for block in group}
    others = [block for block in blocks if measure.is_safe(block)]
    others.sort(key=lambda block: (-beside[block], measure.size(block), sorted(block)))
    while others and not measure.is_safe(pool):
        pool |= others.pop(0)
    return [*others, pool]


def coarser(blocks: Sequence[Block], parent: Mapping[str, str]) -> list[Block]:
    """Join blocks that share a parent, so that the coarser division is made of whole blocks of the finer one."""
    joined: list[tuple[set[str], Block]] = []
    for block in blocks:
        parents, members = {parent[leaf] for leaf in block}, block
        apart = []
        for known, held in joined:
            if known & parents:
                parents, members = parents | known, members | held
            else:
                apart.append((known, held))
        joined = [*apart, (parents, members)]
    return [members for _, members in joined]
