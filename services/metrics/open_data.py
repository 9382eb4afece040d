"""The open-data set: what is told to everyone, and no more, as one tidy table that describes itself.

Table Schema and Data Package are those of Frictionless Data, which data.gouv.fr and validata.fr read. Every line
comes from answers that statistical secrecy has been through: nothing here counts by itself.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date

from services.metrics.schemas import MeasureOut, MeasureRow
from services.metrics.surveys.schemas import FigureOut, RoundOut, SurveyResultsOut

NAME = "terrain-mesures"
PARQUET = "application/vnd.apache.parquet"
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the set. Null where there is nothing, or where the figure is hidden."""

    mesure: str
    intitule: str
    perimetre: str
    debut: date | None
    fin: date | None
    detail: str
    libelle: str
    valeur: float | None
    unite: str
    part: float | None
    bas: float | None
    haut: float | None
    n: int | None
    preuve: str
    masque: bool
    conclusion: bool
    exemple: bool


_TYPES = {"debut": "date", "fin": "date", "n": "integer"} | dict.fromkeys(
    ("valeur", "part", "bas", "haut"), "number"
) | dict.fromkeys(("masque", "conclusion", "exemple"), "boolean")  # fmt: skip
_MEANINGS = {
    "mesure": "Code de la mesure", "intitule": "Nom de la mesure", "perimetre": "De qui il s’agit",
    "debut": "Premier mois compté, au premier jour", "fin": "Dernier mois compté, ou dernier jour de l’enquête",
    "detail": "Code de la ligne ; vide pour la mesure entière", "libelle": "Nom de la ligne",
    "valeur": "La valeur, dans l’unité dite", "unite": "L’unité ; « part » pour une part de 0 à 1",
    "part": "Part du tout, de 0 à 1", "bas": "Bas de la fourchette", "haut": "Haut de la fourchette",
    "n": "Sur combien de personnes ou de fiches le chiffre repose",
    "preuve": "A : observé, B : déclaré au départ, C : estimé ; vide sinon",
    "masque": "Vrai : le chiffre porterait sur trop peu de personnes, ou permettrait d’en retrouver un autre",
    "conclusion": "Faux : le chiffre est montré, mais on ne peut rien en conclure",
    "exemple": "Vrai : des données inventées sont comptées ; le jeu ne décrit alors rien de réel",
}  # fmt: skip
_REQUIRED = frozenset({"mesure", "intitule", "perimetre", "masque", "conclusion", "exemple"})


def lines(measures: Sequence[MeasureOut], surveys: SurveyResultsOut) -> list[Line]:
    """Give every line of the set: measures, each with its table, then what agents answered."""
    found = [line for measure in measures for line in _measured(measure)]
    return found + [_answered(turn, one) for turn in surveys.rounds for one in turn.figures]


def of_measure(measure: MeasureOut) -> list[Line]:
    """Give the lines of one answer: the measure itself, then its table."""
    return list(_measured(measure))


def notes(*, is_sample: bool) -> dict[str, object]:
    """Say what the set is, for files that carry it with them."""
    return {"titre": package(is_sample=is_sample)["title"], "licence": LICENCE["path"], "colonnes": _MEANINGS}


def as_csv(found: Sequence[Line]) -> bytes:
    """Write the set as Table Schema reads it by default: commas, full stops, ISO dates, UTF-8 without a mark."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Line)])
    for line in found:
        writer.writerow([_written(value) for value in astuple(line)])
    return target.getvalue().encode()


def schema() -> dict[str, object]:
    """Describe the columns, as Table Schema."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": NAME,
        "title": "Mesures d’un programme d’accompagnement à l’IA dans les collectivités",
        "missingValues": [""],
        "fields": columns(),
    }


def columns() -> list[dict[str, object]]:
    """Describe each column: its name, its type, what it means."""
    return [_field(field.name) for field in fields(Line)]


def package(*, is_sample: bool) -> dict[str, object]:
    """Describe the set, its licence and its files, as a Data Package."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": "Données d’exemple : rien ici n’est réel" if is_sample else schema()["title"],
        "licenses": [LICENCE],
        "resources": [{
            "profile": "tabular-data-resource", "name": NAME, "path": "open-data/terrain-mesures.csv",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema(),
        }, {
            "profile": "data-resource", "name": f"{NAME}-parquet", "path": "open-data/terrain-mesures.parquet",
            "format": "parquet", "mediatype": PARQUET, "schema": schema(),
        }],
    }  # fmt: skip


def _measured(measure: MeasureOut) -> Iterator[Line]:
    if not measure.title:
        return  # nothing has been counted on a whole month yet
    yield _line(measure, None)
    for row in measure.rows:
        yield _line(measure, row)


def _line(measure: MeasureOut, row: MeasureRow | None) -> Line:
    told = row or measure
    return Line(
        measure.question.value, measure.title, measure.group, measure.start, measure.end, row.key if row else "",
        row.label if row else "", told.value, measure.unit, row.share if row else None, told.low, told.high, told.n,
        measure.grade, told.hidden, measure.claim, measure.is_sample,
    )  # fmt: skip


def _answered(turn: RoundOut, one: FigureOut) -> Line:
    return Line(
        f"survey_{one.question}", f"Enquête, {turn.title.lower()} : {one.label}", one.scope_label, None, turn.ended_on,
        f"{turn.wave.value}:{one.scope}", one.share_label, one.mean, f"note sur {one.top}" if one.top else "part",
        one.share, None, None, one.n, "", one.is_hidden, one.claim, False,
    )  # fmt: skip


def _field(name: str) -> dict[str, object]:
    kind = _TYPES.get(name, "string")
    bounds: dict[str, object] = {"minimum": 0, "maximum": 1} if name == "part" else {}
    constraints = bounds | ({"required": True} if name in _REQUIRED else {})
    return {"name": name, "type": kind, "description": _MEANINGS[name]} | (
        {"constraints": constraints} if constraints else {}
    )


def _written(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
