"""Random programmes of authorities, to try what is published of them: values, no database."""

import random
from dataclasses import dataclass

from services.metrics.secrecy import Cell, Rule
from services.metrics.secrecy.grids import Cells
from services.metrics.secrecy.plans import Axis

OUTSIDE = Rule(11, insiders=5)
INSIDE = Rule(5)
FAMILIES = ("search", "drafting", "synthesis", "data", "citizens", "other")


@dataclass(frozen=True, slots=True)
class Programme:
    """Random authorities with their traits, and who did what."""

    rows: Axis
    columns: Axis
    leaves: Cells
    groups: dict[str, frozenset[str]]
    """Every selection that may be asked for: departments, types, strata, everything."""
    rule: Rule


def programme(draw: random.Random) -> Programme:
    """Invent a table: one authority for its own people, or several for the operator and the public."""
    several = draw.random() < 0.8
    places = [f"a{i}" for i in range(draw.randint(2, 9) if several else 1)]
    traits = {
        place: (f"d{draw.randint(1, 4)}", f"t{draw.randint(1, 3)}", f"s{draw.randint(1, 4)}")
        for place in places
    }
    codes = {f"c{i}": (draw.choice(FAMILIES),) for i in range(draw.randint(2, 16))}
    months = {f"m{i:02}": (f"h{i // 6}", f"q{i // 3}") for i in range(12)}
    is_time = draw.random() < 0.3
    columns = Axis(months, whole=True) if is_time else Axis(codes, is_firm=draw.random() < 0.3)
    groups: dict[str, set[str]] = {"all": set(places)}
    for place, own in traits.items():
        for trait in own:
            groups.setdefault(trait, set()).add(place)
    rule = OUTSIDE if several else INSIDE
    leaves = _leaves(draw, places, list(columns.paths))
    named = {name: frozenset(members) for name, members in groups.items()}
    return Programme(Axis({place: traits[place][:1] for place in places}), columns, leaves, named, rule)


def _leaves(draw: random.Random, places: list[str], columns: list[str]) -> Cells:
    popular = [draw.paretovariate(1.0) for _ in columns]
    counts: dict[tuple[str, str], list[int]] = {}
    people: dict[tuple[str, str], int] = {}
    first = 0
    for place in places:
        size = min(int(draw.paretovariate(0.7) * 6), 400)
        for person in range(first, first + size):
            uses = min(int(draw.paretovariate(0.9)), 150)
            taste = draw.sample(range(len(columns)), k=draw.randint(1, len(columns)))
            for index in draw.choices(taste, weights=[popular[i] for i in taste], k=uses):
                spot = (place, columns[index])
                if not people.get(spot, 0) >> person & 1:
                    people[spot] = people.get(spot, 0) | 1 << person
                    counts.setdefault(spot, []).append(0)
                counts[spot][-1] += 1
        first += size
    return {spot: Cell(sum(own), people[spot], max(own)) for spot, own in counts.items()}
