"""The formats there are: how each is called, what it is on the wire, and who writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from services.workshops.exports import (
    bundle,
    calendar_file,
    csv_files,
    ods_file,
    photo_files,
    refi_qda,
    regional_pdf,
    report_pdf,
    xlsx_file,
)
from services.workshops.exports.bundle import Bundle
from services.workshops.schemas import FileFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One format of file."""

    media_type: str
    ending: str
    write: Callable[[Bundle], bytes]
    holds_pictures: bool = False


ALL = {
    FileFormat.CSV: Format("application/zip", "csv.zip", lambda one: csv_files.archive(one, csv_files.OPEN)),
    FileFormat.CSV_EXCEL: Format(
        "application/zip", "excel.csv.zip", lambda one: csv_files.archive(one, csv_files.EXCEL)
    ),
    FileFormat.XLSX: Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", xlsx_file.write
    ),
    FileFormat.ODS: Format(ods_file.MEDIA_TYPE, "ods", ods_file.write),
    FileFormat.JSON: Format("application/json", "json", lambda one: bundle.write(one.content)),
    FileFormat.QDPX: Format("application/zip", "qdpx", refi_qda.write, holds_pictures=True),
    FileFormat.PHOTOS: Format("application/zip", "photos.zip", photo_files.write, holds_pictures=True),
    FileFormat.ICS: Format("text/calendar; charset=utf-8", "ics", calendar_file.write),
    FileFormat.PDF: Format(
        "application/pdf", "pdf", lambda one: (regional_pdf if one.is_regional else report_pdf).write(one)
    ),
}
