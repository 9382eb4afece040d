"""How a choice of authorities spreads, against how all the candidates do. Functions of values.

An authority counts in each department that it lies in, so that departments may add up to more than there are
authorities. Populations are compared with bounds, one by one, and never summed: a commune lies inside its
intercommunal body, and its inhabitants would count twice.
"""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from services.workshops.schemas.selection import (
    Overlap,
    SpreadIn,
    SpreadLine,
    SpreadOut,
    SpreadPlace,
    Stratum,
)

KINDS = ("commune", "intercommunal", "joint_authority")


def measure(asked: SpreadIn) -> SpreadOut:
    """Count candidates and chosen by department, by kind and by population stratum."""
    chosen = set(asked.chosen)
    departments = sorted({one for place in asked.candidates for one in place.departments})
    return SpreadOut(
        candidates=len(asked.candidates),
        chosen=len(chosen),
        departments=[
            _line(key, [one for one in asked.candidates if key in one.departments], chosen)
            for key in departments
        ],
        kinds=[_line(key, [one for one in asked.candidates if one.kind == key], chosen) for key in KINDS],
        strata=_strata(asked, chosen),
        overlaps=_overlaps([one for one in asked.candidates if one.authority_id in chosen]),
    )


def _line(key: str, places: Sequence[SpreadPlace], chosen: set[UUID]) -> SpreadLine:
    there = [place.authority_id for place in places]
    return SpreadLine(key=key, candidates=len(there), chosen=len(chosen.intersection(there)))


def _strata(asked: SpreadIn, chosen: set[UUID]) -> list[Stratum]:
    edges: list[tuple[int | None, int | None]] = list(pairwise([0, *asked.bounds]))
    edges += [(asked.bounds[-1], None), (None, None)]
    found = []
    for low, high in edges:
        there = [one.authority_id for one in asked.candidates if _lies(one.population, low, high)]
        counted = chosen.intersection(there)
        found.append(Stratum(low=low, high=high, candidates=len(there), chosen=len(counted)))
    return found


def _lies(population: int | None, low: int | None, high: int | None) -> bool:
    if population is None or low is None:
        return population is None and low is None
    return low <= population and (high is None or population < high)


def _overlaps(chosen: Sequence[SpreadPlace]) -> list[Overlap]:
    around = {one.siren: one.authority_id for one in chosen if one.siren and one.kind == "intercommunal"}
    return [
        Overlap(inside=one.authority_id, around=around[one.parent_siren])
        for one in chosen
        if one.parent_siren in around
    ]
