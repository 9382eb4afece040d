"""The days « vis ma vie » as an iCalendar file (RFC 5545): whole days, no person's name."""

from datetime import date

from services.kit import icalendar
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.tables import AUTHORITIES, WORKSHOPS, Row
from services.workshops.schemas import WorkshopState


def write(bundle: Bundle) -> bytes:
    """Write one event a workshop; a cancelled one says so, so that calendars take it out."""
    names = {row["id"]: str(row["name"]) for row in bundle.rows(AUTHORITIES.name)}
    entries = [_entry(row, names.get(row["authority_id"], "")) for row in bundle.rows(WORKSHOPS.name)]
    return icalendar.write(entries, product="-//Terrain//Workshops//FR", stamp=bundle.made_at)


def _entry(row: Row, name: str) -> icalendar.Entry:
    return icalendar.Entry(
        uid=f"{row['id']}@terrain",
        sequence=int(row["version"] or 1) - 1,
        starts=date.fromisoformat(str(row["held_on"])),
        summary=f"Atelier « vis ma vie » : {name}" if name else "Atelier « vis ma vie »",
        location=str(row["place"] or ""),
        is_cancelled=row["state"] == WorkshopState.CANCELLED,
    )
