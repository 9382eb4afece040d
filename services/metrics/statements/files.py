"""A supplier's file, read line by line: what each says, or why it cannot be taken. Pure functions."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kit.errors import Invalid
from services.metrics.statements import columns
from services.metrics.statements.columns import NEEDED, Meaning

MOST_LINES = 5_000
MOST_FIGURE = 100_000_000
OLDEST = date(2020, 1, 1)
_MODEL = re.compile(r"[\w./:@+ -]{0,80}")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_DAYS = (re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[T ].*)?"), re.compile(r"(?P<d>\d{2})[/.](?P<m>\d{2})[/.](?P<y>\d{4})"))  # fmt: skip


class UnreadableFile(Invalid):
    """The file has no heading that can be read, or too many lines."""

    sentence = "Ce fichier ne se lit pas comme un tableau CSV avec une ligne d’en-tête."


class MissingColumns(Invalid):
    """The file does not say the day, the number of uses or the number of people."""

    sentence = (
        "Il manque des colonnes : il faut au moins le jour, le nombre d’usages et le nombre de personnes."
    )


class PersonalFile(Invalid):
    """The file names people or holds what they said. Export totals by day."""

    sentence = (
        "Ce fichier nomme des personnes ou contient ce qu’elles ont écrit. Exportez des totaux par jour."
    )


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """What a supplier says of one day, and of one model if it tells them apart."""

    day: date
    model: str
    uses: int
    people: int
    input: int
    output: int

    @property
    def key(self) -> tuple[date, str]:
        """What makes it the same line as another."""
        return self.day, self.model


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be taken: its number in the file, and why."""

    number: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Read:
    """A file: its headings with what they mean, its lines, and those that were refused."""

    headings: list[tuple[str, Meaning | None]]
    lines: dict[int, Line]
    """By their number in the file."""
    refused: list[Refused]


class _Unfit(Exception):
    """One line; the file goes on."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def read(content: str, *, today: date) -> Read:
    """Read a file whose separator is a semicolon, a comma or a tab.

    Raises: UnreadableFile, MissingColumns, PersonalFile.
    """
    source = csv.reader(io.StringIO(content.lstrip("\ufeff"), newline=None), delimiter=_separator(content))
    try:
        headers = next((row for row in source if any(cell.strip() for cell in row)), [])
        meanings = _meanings(headers)
        found = Read([(h.strip()[:80], m) for h, m in zip(headers, meanings, strict=True)], {}, [])
        known: set[tuple[date, str]] = set()
        for row in source:
            if any(cell.strip() for cell in row):
                _take(row, source.line_num, found=found, known=known, today=today)
    except csv.Error as error:
        raise UnreadableFile from error
    return found


def _take(row: Sequence[str], number: int, *, found: Read, known: set[tuple[date, str]], today: date) -> None:
    if len(found.lines) + len(found.refused) >= MOST_LINES:
        raise UnreadableFile(f"Ce fichier a plus de {MOST_LINES} lignes. Importez-le en plusieurs fois.")
    try:
        line = _line(row, [meaning for _, meaning in found.headings], today=today)
        _refuse_again(line, known)
    except _Unfit as reason:
        found.refused.append(Refused(number, reason.code, reason.detail))
        return
    known.add(line.key)
    found.lines[number] = line


def _refuse_again(line: Line, known: set[tuple[date, str]]) -> None:
    if line.key in known:
        raise _Unfit("twice", "Ce jour est déjà dit plus haut dans le fichier.")


def _separator(content: str) -> str:
    first = next((line for line in content.splitlines() if line.strip()), "")
    return max(";,\t", key=first.count)


def _meanings(headers: Sequence[str]) -> list[Meaning | None]:
    if len(headers) < len(NEEDED):
        raise UnreadableFile
    if named := columns.personal(headers):
        raise PersonalFile(f"{PersonalFile.sentence} Colonne en cause : « {named[0].strip()[:40]} ».")
    found = columns.recognised(headers)
    if missing := [one for one in NEEDED if one not in found]:
        raise MissingColumns(
            f"{MissingColumns.sentence} Non trouvé : {', '.join(one.label for one in missing)}."
        )
    return found


def _line(row: Sequence[str], meanings: Sequence[Meaning | None], *, today: date) -> Line:
    told = {meaning: cell.strip() for meaning, cell in zip(meanings, row, strict=False) if meaning}
    if any(one not in told for one in NEEDED):
        raise _Unfit("short", "Il manque des valeurs.")
    line = Line(
        _day(told[Meaning.DAY], today), _model(told.get(Meaning.MODEL, "")), _number(told[Meaning.USES]),
        _number(told[Meaning.PEOPLE]), _number(told.get(Meaning.INPUT, "0") or "0"),
        _number(told.get(Meaning.OUTPUT, "0") or "0"),
    )  # fmt: skip
    if line.people > line.uses:
        raise _Unfit("people", "Plus de personnes que d’usages.")
    if line.uses and not line.people:
        raise _Unfit("nobody", "Des usages sans personne.")
    return line


def _day(text: str, today: date) -> date:
    for shape in _DAYS:
        if told := shape.fullmatch(text):
            try:
                day = date(int(told["y"]), int(told["m"]), int(told["d"]))
            except ValueError:
                break
            if not OLDEST <= day <= today:
                raise _Unfit("far_day", "Ce jour n’est pas passé, ou il est avant 2020.")
            return day
    raise _Unfit("day", "Le jour ne se lit pas. Écrivez-le 2026-10-31 ou 31/10/2026.")


def _number(text: str) -> int:
    bare = _SPACES.sub("", text)
    if not re.fullmatch(r"[0-9]{1,9}", bare) or int(bare) > MOST_FIGURE:
        raise _Unfit("number", "Un nombre ne se lit pas. Écrivez-le sans virgule, comme 1250.")
    return int(bare)


def _model(text: str) -> str:
    if not _MODEL.fullmatch(text):
        raise _Unfit("model", "Le nom du modèle ne se lit pas.")
    return text
