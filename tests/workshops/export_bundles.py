"""Bundles for the tests of formats: any words at all in them."""

from uuid import UUID, uuid5

from services.workshops.exports.bundle import SCHEMA_VERSION, Bundle
from services.workshops.exports.tables import ALL, PHOTOS, Kind, Row, Table

SPACE = UUID("00000000-0000-5000-8000-000000000001")
SAMPLES = {
    Kind.NUMBER: 2.5,
    Kind.DAY: "2026-11-24",
    Kind.MOMENT: "2026-11-24T09:15:00+00:00",
    Kind.FLAG: False,
}
CODES = {
    "theme": "citizens",
    "stance": "for",
    "state": "planned",
    "capture_kind": "pain_point",
    "kind": "fact",
}


def key(table: str, number: int) -> str:
    return str(uuid5(SPACE, f"{table}{number}"))


def bundle(words: list[str]) -> Bundle:
    """One authority, one day, and a row of each table for each of the words; a photo each, of its observation."""
    tables: dict[str, list[Row]] = {
        table.name: [row(table, word, number) for number, word in enumerate(words)] for table in ALL
    }
    tables["authorities"], tables["workshops"] = tables["authorities"][:1], tables["workshops"][:1]
    facts = {
        "id": key("snapshot", 0), "made_at": "2026-11-24T10:00:00+00:00", "programme": "Essai", "scope_name": "Ici",
        "programme_id": key("programme", 0), "authority_id": key("authorities", 0),
    }  # fmt: skip
    pictures = {
        str(one["id"]): f"JPEG {word}".encode("utf-8", "replace")
        for one, word in zip(tables["photos"], words, strict=True)
    }
    return Bundle({"schema_version": SCHEMA_VERSION, "snapshot": facts, "tables": tables}, pictures)


def row(table: Table, word: str, number: int) -> Row:
    links = {
        "id": key("observations" if table is PHOTOS else table.name, number), "workshop_id": key("workshops", 0), "authority_id": key("authorities", 0),
        "capture_id": key("pain_points", number), "hypothesis_id": key("hypotheses", number), "version": 1,
        **CODES,
    }  # fmt: skip
    return {
        column.name: links.get(
            column.name, word if column.kind is Kind.TEXT else SAMPLES.get(column.kind, "")
        )
        for column in table.columns
    }
