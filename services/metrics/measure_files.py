"""An answer as a file: its table with its sentence, its proof and its warnings, as CSV or as a spreadsheet."""

import csv
import io

from services.metrics import open_data, parquet_files, wording
from services.metrics.schemas import MeasureOut, MeasureRow

COLUMNS = ("Valeur", "Part", "Bas", "Haut", "n")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def as_csv(measure: MeasureOut) -> bytes:
    """Write what is known first, then the table. Semicolons and a byte order mark: spreadsheets in French open it."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows(_notes(measure))
    writer.writerow([])
    writer.writerow((measure.heading or "Mesure", *COLUMNS, "Remarque"))
    for row in _rows(measure):
        figures = [_written(value) for value in (row.value, row.share, row.low, row.high, row.n)]
        writer.writerow((row.label, *figures, "masqué" if row.hidden else ""))
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(measure: MeasureOut) -> bytes:
    """Write the same on two sheets: the table with real numbers, and how to read it."""
    target = io.BytesIO()
    import xlsxwriter  # eleven megabytes, for who asks for a workbook

    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties(
        {"title": measure.title, "comments": "Données d’exemple" if measure.is_sample else ""}
    )
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Données d’exemple" if measure.is_sample else "Mesure")
    sheet.write_row(0, 0, (measure.heading or "Mesure", *COLUMNS, "Remarque"), bold)
    for line, row in enumerate(_rows(measure), start=1):
        figures = (row.value, row.share, row.low, row.high, row.n)
        sheet.write_row(line, 0, (row.label, *figures, "masqué" if row.hidden else ""))
    sheet.set_column(0, 0, 40)
    notes = book.add_worksheet("Comment le lire")
    for line, pair in enumerate(_notes(measure)):
        notes.write_row(line, 0, pair)
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 100)
    book.close()
    return target.getvalue()


def as_parquet(measure: MeasureOut) -> bytes:
    """Write the same with typed columns, those of the open-data set; how to read it is in the file's metadata."""
    told = [{"nom": name, "valeur": value} for name, value in _notes(measure)]
    return parquet_files.write(open_data.of_measure(measure), {"notes": told})


def _notes(measure: MeasureOut) -> list[tuple[str, str]]:
    period = wording.months(measure.start, measure.end) if measure.start and measure.end else ""
    notes = [
        ("Avertissement", "Données d’exemple : rien ici n’est réel.") if measure.is_sample else ("", ""),
        ("Mesure", measure.title), ("Ce que dit le chiffre", measure.sentence), ("Groupe", measure.group),
        ("Période", period), ("Unité", measure.unit), ("Niveau de preuve", measure.grade),
        ("Nombre", f"{wording.number(measure.n)} {measure.counted}" if measure.n is not None else "masqué"),
        ("Conclusion", "" if measure.claim else "On ne peut rien en conclure."), ("Formule", measure.source),
        *(("À savoir", reason) for reason in measure.reasons),
    ]  # fmt: skip
    return [(name, value) for name, value in notes if value]


def _rows(measure: MeasureOut) -> list[MeasureRow]:
    if measure.rows:
        return measure.rows
    return [
        MeasureRow(
            key="", label=measure.title, value=measure.value, low=measure.low, high=measure.high, n=measure.n,
            hidden=measure.hidden,
        )
    ]  # fmt: skip


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
