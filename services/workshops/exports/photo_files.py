"""The photos of a snapshot in an archive, named by their day, and a CSV that says what each shows."""

from collections.abc import Iterator

from services.workshops.exports import csv_files
from services.workshops.exports.archives import Archive
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.refi_documents import Names, day_names
from services.workshops.exports.tables import OBSERVATIONS, PHOTOS, Column, Kind, Row, Table

_CAPTIONS = Table(
    "captions",
    "Une photo par ligne.",
    (
        Column("file", Kind.TEXT),
        Column("caption", Kind.TEXT),
        *PHOTOS.columns,
    ),
)


def write(bundle: Bundle) -> bytes:
    """Write the archive: captions.csv, and photos under photos/."""
    rows = list(named(bundle))
    with Archive() as files:
        files.add("captions.csv", csv_files.write(_CAPTIONS, rows, csv_files.OPEN))
        for row in rows:
            files.add(str(row["file"]), bundle.pictures[str(row["id"])], is_stored=True)
    return files.content


def named(bundle: Bundle) -> Iterator[Row]:
    """Give each photo whose picture is at hand, with a file name and what it shows."""
    days, names = day_names(bundle), Names()
    captions = {row["id"]: str(row["text"]) for row in bundle.rows(OBSERVATIONS.name)}
    for row in sorted(bundle.rows(PHOTOS.name), key=lambda one: (str(one["seen_at"]), str(one["id"]))):
        if str(row["id"]) in bundle.pictures:
            day = days.get(str(row["workshop_id"]), "Atelier")
            name = names.take(f"{day}, photo", ".jpg")
            yield {**row, "file": f"photos/{name}", "caption": captions.get(row["id"], "")}
