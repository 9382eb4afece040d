"""Every commune and intercommunal body of France, and the ten bodies of the first programme: values, no database."""

import csv
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("reference")
FILE = FOLDER / "authorities.csv.xz"


class Kind(StrEnum):
    """What a body is."""

    COMMUNE = "commune"
    INTERCOMMUNAL = "intercommunal"
    JOINT_AUTHORITY = "joint_authority"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class ReferenceAuthority:
    """One body as published. Its fields, in this order, are the columns of the vendored file.

    `legal_form` is the publisher's code (CC, CA, CU, METRO, MET69), empty for a commune. An intercommunal body may span
    departments and regions: the first one holds most of its inhabitants. `population` counts a commune's inhabitants
    again in its intercommunal body, which `parent_siren` names: never add the two.
    """

    kind: Kind
    legal_form: str
    name: str
    siren: str | None
    insee: str | None
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    postcodes: tuple[str, ...]
    population: int | None
    parent_siren: str | None


COLUMNS = tuple(field.name for field in fields(ReferenceAuthority))

_NAMES = {
    "217100767": "Chalon-sur-Saône",
    "247100589": "Le Grand Chalon",
    "212101505": "Chassagne-Montrachet",
    "218901007": "Chéroy",
    "247100290": "CU Le Creusot Montceau-les-Mines",
    "218902013": "Héry",
    "215801457": "Lormes",
    "200070308": "Mâconnais Beaujolais Agglomération",
}
"""Eight of the nine, by SIREN, under the names the programme gives them: Héry has a namesake, and the published names
of two intercommunal bodies begin with the code of their legal form."""


def read() -> Iterator[ReferenceAuthority]:
    """Read the vendored file: communes by INSEE code, then intercommunal bodies by SIREN."""
    rows = csv.reader(io.StringIO(lzma.decompress(FILE.read_bytes()).decode()))
    next(rows)
    for kind, form, name, siren, insee, departments, regions, postcodes, population, parent in rows:
        yield ReferenceAuthority(
            Kind(kind), form, name, siren or None, insee or None,
            tuple(departments.split()), tuple(regions.split()), tuple(postcodes.split()),
            int(population) if population else None, parent or None,
        )  # fmt: skip


@cache
def the_nine() -> tuple[ReferenceAuthority, ...]:
    """Give the nine authorities of the first programme, eight of them as published, in the programme's order."""
    found = {one.siren: one for one in read() if one.siren in _NAMES}
    eight = tuple(replace(found[siren], name=name) for siren, name in _NAMES.items())
    return (*eight, _NIEVRE_NUMERIQUE)


def operator() -> ReferenceAuthority:
    """Give the public body that runs the first programme, over the eight departments of its region."""
    return _ARNIA


_NIEVRE_NUMERIQUE = ReferenceAuthority(
    kind=Kind.JOINT_AUTHORITY, legal_form="SM", name="Nièvre Numérique",
    siren=None,  # no open source that we could verify gives it
    insee=None, departments=("58",), regions=("27",), postcodes=(), population=None, parent_siren=None,
)  # fmt: skip

_ARNIA = ReferenceAuthority(
    kind=Kind.OPERATOR, legal_form="GIP", name="ARNia", siren="130004930", insee=None,
    departments=("21", "25", "39", "58", "70", "71", "89", "90"), regions=("27",),
    postcodes=(), population=None, parent_siren=None,
)  # fmt: skip
