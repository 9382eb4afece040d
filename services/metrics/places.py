"""The authorities that measures are about, and the groups in which they may be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Forbidden, Invalid, NotFound
from services.kit.principal import Principal
from services.metrics.tables import MeasuredPlace


class Grouping(StrEnum):
    """How authorities are put together. A closed list: a group that a reader makes up could single one out."""

    EVERYONE = "everyone"
    AUTHORITY = "authority"
    DEPARTMENT = "department"
    TYPE = "type"
    STRATUM = "stratum"


class TwoGroups(Invalid):
    """An authority, a department, a type and a stratum cannot be crossed with one another."""

    sentence = "Choisissez une collectivité, un département, un type ou une strate : un seul à la fois."


class OnlyOneself(Forbidden):
    """Only the operator reads groups of authorities."""

    sentence = (
        "Votre collectivité lit ses propres mesures ; les groupes de collectivités sont lus par l’opérateur."
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """One group of authorities."""

    grouping: Grouping = Grouping.EVERYONE
    value: str = ""


EVERYONE = Selection()
TYPES = {
    "commune": "communes", "intercommunal": "intercommunalités", "joint_authority": "syndicats mixtes",
    "operator": "opérateur",
}  # fmt: skip
STRATA = {
    "under_2000": "moins de 2 000 habitants", "under_10000": "de 2 000 à 9 999 habitants",
    "under_50000": "de 10 000 à 49 999 habitants", "over_50000": "50 000 habitants et plus",
    "": "sans population propre",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of an authority."""

    id: UUID
    name: str
    kind: str = "commune"
    department: str = ""
    stratum: str = ""

    def is_in(self, selection: Selection) -> bool:
        """Tell whether it belongs to a group."""
        own = {
            Grouping.EVERYONE: selection.value, Grouping.AUTHORITY: str(self.id), Grouping.TYPE: self.kind,
            Grouping.DEPARTMENT: self.department, Grouping.STRATUM: self.stratum,
        }  # fmt: skip
        return own[selection.grouping] == selection.value


Places = Mapping[str, Place]
"""By id, as text: the leaves of the axis of places."""


async def known(session: AsyncSession, ids: Sequence[UUID]) -> Places:
    """Name the authorities about which something was counted; one that no reference knows stands alone."""
    rows = (await session.exec(select(MeasuredPlace).where(col(MeasuredPlace.id).in_(ids)))).all()
    found = {row.id: Place(row.id, row.name, row.kind, row.department, row.stratum) for row in rows}
    return {str(one): found.get(one) or Place(one, "Collectivité inconnue", "", str(one)) for one in ids}


def selected(asked: Mapping[Grouping, str | None], *, by: Principal) -> Selection:
    """Read which group is asked for: the caller's own authority, or for the operator any one group.

    Raises: TwoGroups, OnlyOneself, NotFound for another authority than the caller's own.
    """
    named = [Selection(grouping, value) for grouping, value in asked.items() if value is not None]
    if len(named) > 1:
        raise TwoGroups
    one = named[0] if named else EVERYONE
    if by.is_operator:
        return one
    if one.grouping is Grouping.AUTHORITY and one.value != str(by.authority):
        raise NotFound
    if one.grouping not in {Grouping.EVERYONE, Grouping.AUTHORITY}:
        raise OnlyOneself
    return EVERYONE


def label(selection: Selection, places: Places) -> str:
    """Name a group, in French."""
    if selection.grouping is Grouping.EVERYONE:
        only = next(iter(places.values())) if len(places) == 1 else None
        return only.name if only else "toutes les collectivités"
    if selection.grouping is Grouping.AUTHORITY:
        return places[selection.value].name if selection.value in places else "collectivité sans mesure"
    if selection.grouping is Grouping.DEPARTMENT:
        return department(selection.value)
    return (TYPES if selection.grouping is Grouping.TYPE else STRATA).get(selection.value, selection.value)


def department(code: str) -> str:
    """Name a department of the region as people say it, or by its number."""
    return _DEPARTMENTS.get(code, f"département {code}")


_DEPARTMENTS = {
    "21": "Côte-d’Or", "25": "Doubs", "39": "Jura", "58": "Nièvre", "70": "Haute-Saône", "71": "Saône-et-Loire",
    "89": "Yonne", "90": "Territoire de Belfort",
}  # fmt: skip
