"""Snapshots on the wire: what is frozen, and the files made of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.wire import Line, Wire, Words


class FileFormat(StrEnum):
    """A format that a snapshot is given in."""

    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    XLSX = "xlsx"
    ODS = "ods"
    JSON = "json"
    QDPX = "qdpx"
    PHOTOS = "photos"
    ICS = "ics"
    PDF = "pdf"

    @property
    def label(self) -> str:
        """How it is called in French, with what it serves."""
        return _LABELS[self][0]

    @property
    def purpose(self) -> str:
        """What it is good for, in French."""
        return _LABELS[self][1]


_LABELS = {
    FileFormat.CSV: ("CSV (données ouvertes)", "Virgules, UTF-8, dates ISO : pour un programme ou un entrepôt."),
    FileFormat.CSV_EXCEL: ("CSV pour Excel", "Points-virgules et virgule décimale : s’ouvre d’un double clic."),
    FileFormat.XLSX: ("Classeur Excel (XLSX)", "Une feuille par table, cellules typées."),
    FileFormat.ODS: ("Classeur OpenDocument (ODS)", "Pour LibreOffice ; le format que l’État recommande."),
    FileFormat.JSON: ("JSON", "Le seul complet : se relit à l’identique."),
    FileFormat.QDPX: ("REFI-QDA (QDPX)", "Pour l’analyse qualitative, photos comprises : QualCoder, NVivo, ATLAS.ti, MAXQDA."),
    FileFormat.PHOTOS: ("Photos (ZIP)", "Les photos floutées, et un CSV de leurs légendes."),
    FileFormat.ICS: ("iCalendar (ICS)", "Les journées d’atelier, pour un agenda."),
    FileFormat.PDF: ("Bilan (PDF accessible)", "Le bilan de la collectivité, à imprimer ou à transmettre."),
}  # fmt: skip


class PlaceIn(Wire):
    """How an authority is called in the files, and what kind it is: this service knows only ids."""

    authority_id: UUID
    name: Line = Field(examples=["Chéroy"])
    kind: Words = Field(default="", examples=["commune"])
    department: Words = Field(default="", examples=["89"])


class SnapshotIn(Wire):
    programme_id: UUID
    authority_id: UUID | None = Field(
        default=None,
        description="Only this authority. Left out: the whole programme, for the operator's project team.",
    )
    places: list[PlaceIn] = Field(default_factory=list, max_length=500)


class SnapshotOut(Wire):
    id: UUID
    programme_id: UUID
    programme: str = Field(examples=["Expérimentation IA 2024"])
    authority_id: UUID | None = Field(description="None: it spans the programme.")
    scope_name: str = Field(examples=["Chéroy"])
    made_at: datetime
    made_by: UUID | None
    narrowed_at: datetime | None = Field(
        description="When notes or photos were last taken out of it: a consent was withdrawn, a photo is shown no more."
    )
    schema_version: int = Field(examples=[1])
    sha256: str = Field(
        description="Of the JSON content.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )
    rows: int = Field(description="How many rows it holds, all tables together.", examples=[42])


class SnapshotPage(Wire):
    items: list[SnapshotOut]
    next: str | None
