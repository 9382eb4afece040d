"""What a reader must know before the tables: the first sheet of a spreadsheet."""

from collections.abc import Iterator

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.tables import filled


def lines(bundle: Bundle) -> Iterator[str]:
    """Give the sheet « lisez-moi », a line at a time."""
    yield f"Terrain : export du programme « {bundle.fact('programme')} »"
    yield f"Périmètre : {bundle.fact('scope_name')}"
    yield f"Cliché {bundle.fact('id')}, fait le {bundle.made_at:%Y-%m-%d à %H:%M} (heure UTC, comme toutes les heures ici)"
    yield "Les notes retirées ou sensibles n’y sont pas ; un verbatim que personne n’a validé y est sans son texte."
    if bundle.fact("narrowed_at"):
        yield "Depuis, des notes ou des photos en ont été ôtées : un accord ou une photo a été retiré."
    yield "Heures perdues par an = occurrences par an × minutes × agents ÷ 60, entre une valeur basse et une haute."
    yield ""
    for table, rows in filled(bundle.tables):
        yield f"{table.name} : {table.meaning} {len(rows)} ligne(s)."
