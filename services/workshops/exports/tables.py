"""The tables of a snapshot: their names, their columns, what kind of value each holds. Every format reads this list.

A new table is added here, and what fills it in `gathering.GATHERERS`: no format changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, Value]


class Kind(StrEnum):
    """What a column holds. Days and moments are written as ISO 8601."""

    TEXT = "text"
    CODE = "code"
    """An identifier or a word of a closed list: never written by a person, so never a formula."""
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `name` is its sheet or its file, in English like the columns."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    def cells(self, row: Row) -> list[Value]:
        """Give a row's values in the order of the columns."""
        return [row[column.name] for column in self.columns]


def _table(table: str, meaning: str, /, **columns: Kind) -> Table:
    return Table(table, meaning, tuple(Column(*one) for one in columns.items()))


_CODE, _TEXT, _NUMBER, _DAY, _MOMENT, _FLAG = (
    Kind.CODE,
    Kind.TEXT,
    Kind.NUMBER,
    Kind.DAY,
    Kind.MOMENT,
    Kind.FLAG,
)
_QUANTITIES = {
    "times": _NUMBER, "per": _CODE, "minutes": _NUMBER, "minutes_low": _NUMBER, "minutes_high": _NUMBER,
    "agents": _NUMBER, "grade": _CODE,
}  # fmt: skip
_PLACE = {"id": _CODE, "workshop_id": _CODE, "authority_id": _CODE, "seen_at": _MOMENT}

AUTHORITIES = _table(
    "authorities", "Collectivités du périmètre.",
    id=_CODE, name=_TEXT, kind=_CODE, department=_CODE, enrolment=_CODE,
)  # fmt: skip
WORKSHOPS = _table(
    "workshops", "Ateliers « vis ma vie », un par ligne.",
    id=_CODE, authority_id=_CODE, held_on=_DAY, place=_TEXT, mode=_CODE, themes=_CODE, state=_CODE, version=_NUMBER,
)  # fmt: skip
OBSERVATIONS = _table(
    "observations", "Ce qui a été vu ou entendu ; un verbatim non validé reste sans texte.",
    **_PLACE, kind=_CODE, text=_TEXT, is_withheld=_FLAG,
)  # fmt: skip
TASKS = _table(
    "tasks", "Tâches : fréquence, durée, effectif.",
    **_PLACE, label=_TEXT, service=_TEXT, trigger=_TEXT, tools=_TEXT, **_QUANTITIES,
)  # fmt: skip
PAIN_POINTS = _table(
    "pain_points", "Irritants, avec les heures perdues par an (valeur basse, usuelle, haute).",
    **_PLACE, statement=_TEXT, theme=_CODE, severity=_NUMBER, consequence=_TEXT, workaround=_TEXT, task_id=_CODE,
    **_QUANTITIES, hours_low=_NUMBER, hours_typical=_NUMBER, hours_high=_NUMBER,
)  # fmt: skip
WISHES = _table(
    "wishes", "Souhaits, dans les mots des agents.",
    **_PLACE, text=_TEXT, author_role=_TEXT, pain_point_id=_CODE,
)  # fmt: skip
KEY_MOMENTS = _table(
    "key_moments", "Moments clés de la journée ; `mood` va de -2 (très pénible) à 2 (très agréable).",
    **_PLACE, starts_at=_MOMENT, minutes=_NUMBER, mood=_NUMBER, text=_TEXT,
)  # fmt: skip
PHOTOS = _table(
    "photos", "Photos floutées ; chacune porte l’identifiant de l’observation qui dit ce qu’elle montre.",
    **_PLACE, is_blurred=_FLAG, width=_NUMBER, height=_NUMBER, size=_NUMBER, sha256=_CODE,
)  # fmt: skip
HYPOTHESES = _table(
    "hypotheses", "Hypothèses, chacune en une phrase.",
    id=_CODE, authority_id=_CODE, title=_TEXT, sentence=_TEXT, other_explanations=_TEXT, state=_CODE,
    drafted_at=_MOMENT,
)  # fmt: skip
EVIDENCE = _table(
    "evidence", "Ce qui parle pour une hypothèse (for), contre elle (against) ou la nuance (nuance).",
    id=_CODE, hypothesis_id=_CODE, authority_id=_CODE, workshop_id=_CODE, capture_kind=_CODE, capture_id=_CODE,
    stance=_CODE,
)  # fmt: skip

ASSESSMENTS = _table(
    "assessments", "Avis dévoilés : une personne, un critère, un verdict et sa raison. « assessor » ne dit pas qui.",
    id=_CODE, hypothesis_id=_CODE, authority_id=_CODE, assessor=_CODE, criterion=_CODE, verdict=_CODE, reason=_TEXT,
    evidence=_NUMBER, made_at=_MOMENT,
)  # fmt: skip
DECISIONS = _table(
    "decisions", "Décisions, révisions comprises : issue, échelon et raison d’écarter chaque échelon inférieur.",
    id=_CODE, hypothesis_id=_CODE, authority_id=_CODE, outcome=_CODE, rung=_NUMBER, rationale=_TEXT,
    **{f"rejection_{rung}": _TEXT for rung in range(6)}, review_on=_DAY, expected_hours=_NUMBER, supersedes=_CODE,
    content_hash=_CODE, prepared_at=_MOMENT, signed_at=_MOMENT, standing=_CODE,
)  # fmt: skip
FOLLOW_UPS = _table(
    "follow_ups", "Actions décidées : ce qui est à faire, pour quand, et comment cela s’est terminé.",
    id=_CODE, decision_id=_CODE, authority_id=_CODE, task=_TEXT, owner_role=_TEXT, due_on=_DAY, ended_as=_CODE,
    ended_at=_MOMENT,
)  # fmt: skip
GAIN_CHECKS = _table(
    "gain_checks", "Gain vérifié après 6 et 12 mois : heures attendues et constatées par an.",
    id=_CODE, decision_id=_CODE, authority_id=_CODE, months=_NUMBER, expected_hours=_NUMBER, observed_hours=_NUMBER,
    grade=_CODE, note=_TEXT, conclusion=_CODE, checked_at=_MOMENT,
)  # fmt: skip

ALL = (
    AUTHORITIES, WORKSHOPS, OBSERVATIONS, TASKS, PAIN_POINTS, WISHES, KEY_MOMENTS, PHOTOS, HYPOTHESES, EVIDENCE,
    ASSESSMENTS, DECISIONS, FOLLOW_UPS, GAIN_CHECKS,
)  # fmt: skip


def filled(tables: Mapping[str, Sequence[Row]]) -> Iterator[tuple[Table, Sequence[Row]]]:
    """Give every table with its rows, in order, the empty ones too."""
    for table in ALL:
        yield table, tables.get(table.name, ())
