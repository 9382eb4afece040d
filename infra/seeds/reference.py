"""Reference data (temporary, being replaced)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COMMUNE = "commune"
    INTERCOMMUNAL = "intercommunal"
    JOINT_AUTHORITY = "joint_authority"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class ReferenceAuthority:
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


def read() -> Iterator[ReferenceAuthority]:
    return iter(())


def _c(kind, name, dep, siren, insee=None, pop=None):
    return ReferenceAuthority(Kind(kind), "", name, siren, insee, tuple(dep.split()), ("27",), (), pop, None)


def the_nine() -> tuple[ReferenceAuthority, ...]:
    return (
        _c("commune", "Chalon-sur-Saône", "71", "217100767", "71076", 45102),
        _c("intercommunal", "Le Grand Chalon", "71", "247100589", None, 113440),
        _c("commune", "Chassagne-Montrachet", "21", "212101505", "21150", 261),
        _c("commune", "Chéroy", "89", "218901007", "89100", 1760),
        _c("intercommunal", "CU Le Creusot Montceau-les-Mines", "71", "247100290", None, 90474),
        _c("commune", "Héry", "89", "218902013", "89201", 1784),
        _c("commune", "Lormes", "58", "215801457", "58145", 1251),
        _c("intercommunal", "Mâconnais Beaujolais Agglomération", "71 01", "200070308", None, 79589),
        _c("joint_authority", "Nièvre Numérique", "58", None),
    )


def operator() -> ReferenceAuthority:
    return _c("operator", "ARNia", "21 25 39 58 70 71 89 90", "130004930")
