"""How numbers, dates and sentences are written in French: pure functions, no-break spaces included.

Thousands take U+202F (narrow no-break space); units, « : ; ? ! % € » and guillemets take U+00A0. Times are those
of Paris.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10
from typing import TypeAlias
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"
THIN = "\u202f"
MINUS = "\u2212"

Number: TypeAlias = int | float | Decimal

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WORDS = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)


def number(value: Number, decimals: int | None = None) -> str:
    """Write 1234.5 as « 1 234,5 », rounded half up, to at most one decimal unless told how many."""
    rounded = _rounded(value, 1 if decimals is None else decimals)
    if decimals is None and rounded == rounded.to_integral_value():
        rounded = _rounded(rounded, 0)
    text = f"{abs(rounded):,f}".replace(",", THIN).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: Number, decimals: int | None = None) -> str:
    """Write a difference as « + 11 » or « − 4 », its direction always shown, except for zero."""
    text = number(abs(Decimal(str(value))), decimals)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"{MINUS if value < 0 else '+'}{NBSP}{text}"


def percent(share: Number, decimals: int = 0) -> str:
    """Write a share of one, such as 0.63, as « 63 % »."""
    return with_unit(Decimal(str(share)) * 100, "%", decimals)


def euros(amount: Number) -> str:
    """Write an amount as « 2,40 € », without the cents of round sums."""
    rounded = _rounded(amount, 2)
    return with_unit(rounded, "€", 0 if rounded == rounded.to_integral_value() else 2)


def with_unit(value: Number, unit: str, decimals: int | None = None) -> str:
    """Write « 3,1 kg », value and unit on one line."""
    return f"{number(value, decimals)}{NBSP}{unit}"


def interval(low: Number, high: Number, unit: str = "") -> str:
    """Write « 0,9–3,1 kg » where room is short, or one value when both are equal."""
    text = number(low) if number(low) == number(high) else f"{number(low)}–{number(high)}"
    return f"{text}{NBSP}{unit}" if unit else text


def between(low: Number, high: Number, unit: str = "") -> str:
    """Write « de 35 à 70 h », for a sentence."""
    text = f"de{NBSP}{number(low)} à{NBSP}{number(high)}"
    return f"{text}{NBSP}{unit}" if unit else text


def spread(low: float, high: float, unit: str) -> str:
    """Write « entre 0,042 et 0,051 Wh », to two significant digits; one value when both are written alike."""
    first, last = (number(value, _digits(value)) for value in (low, high))
    text = f"environ {first}" if first == last else f"entre {first} et {last}"
    return f"{text}{NBSP}{unit}"


def _digits(value: float) -> int:
    return max(0, 1 - floor(log10(value))) if value > 0 else 0


def duration(minutes: Number) -> str:
    """Write minutes as « 45 min », « 2 h » or « 1 h 20 »."""
    total = int(_rounded(minutes, 0))
    hours, rest = divmod(abs(total), 60)
    sign = f"{MINUS}{NBSP}" if total < 0 else ""
    if not hours:
        return f"{sign}{rest}{NBSP}min"
    text = f"{sign}{number(hours)}{NBSP}h"
    return f"{text}{NBSP}{rest:02d}" if rest else text


def agree(count: Number, one: str, many: str) -> str:
    """Pick the form that agrees: singular below two, as French has it."""
    return one if -2 < count < 2 else many


def plural(count: Number, one: str, many: str) -> str:
    """Write « 3 ateliers », « 0 atelier »."""
    return f"{number(count)}{NBSP}{agree(count, one, many)}"


def listed(items: Sequence[str], last: str = "et") -> str:
    """Write « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last}{NBSP}{items[-1]}"


def day(when: date) -> str:
    """Write « 24 novembre 2026 », « 1er mars 2027 », as the day is in Paris."""
    there = _in_paris(when)
    return f"{_day_of_month(there)}{NBSP}{MONTHS[there.month - 1]} {there.year}"


def full_day(when: date) -> str:
    """Write « mardi 24 novembre 2026 »."""
    return f"{DAYS[_in_paris(when).weekday()]} {day(when)}"


def short_day(when: date) -> str:
    """Write « 24/11/2026 », for tables."""
    return f"{_in_paris(when):%d/%m/%Y}"


def month(when: date) -> str:
    """Write « novembre 2026 »."""
    there = _in_paris(when)
    return f"{MONTHS[there.month - 1]} {there.year}"


def clock(when: datetime) -> str:
    """Write « 9 h 40 », or « 9 h » on the hour, as the time is in Paris."""
    there = _local(when)
    text = f"{there.hour}{NBSP}h"
    return f"{text}{NBSP}{there.minute:02d}" if there.minute else text


def moment(when: datetime) -> str:
    """Write « mardi 24 novembre 2026 à 9 h 40 », as it is in Paris."""
    return f"{full_day(when)} à{NBSP}{clock(when)}"


def period(start: date, end: date) -> str:
    """Write « du 3 au 7 mars 2026 », without repeating the month or year that both ends share."""
    first, last = _in_paris(start), _in_paris(end)
    if first == last:
        return f"le {day(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"du {_day_of_month(first)} au {day(last)}"
    if first.year == last.year:
        return f"du {_day_of_month(first)}{NBSP}{MONTHS[first.month - 1]} au {day(last)}"
    return f"du {day(first)} au {day(last)}"


def relative_day(when: date, today: date | None = None) -> str:
    """Write « hier », « il y a trois jours », « dans deux jours », and the date beyond a week."""
    gap = (_calendar(when) - _calendar(today or datetime.now(PARIS))).days
    if named := {0: "aujourd’hui", -1: "hier", 1: "demain"}.get(gap):
        return named
    if abs(gap) > 7:
        return f"le {day(when)}"
    return f"il y a {WORDS[-gap]} jours" if gap < 0 else f"dans {WORDS[gap]} jours"


def machine(when: date) -> str:
    """Write the value of a <time datetime>: ISO 8601, with the offset of Paris for a moment."""
    return _local(when).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def weight(size: int) -> str:
    """Write how much a file weighs: « 84 ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
    return with_unit(size / 1_000_000, "Mo", 1)


def typography(text: str) -> str:
    """Put no-break spaces where French wants them, in our own plain sentences.

    For plain text only: the semicolon of an HTML entity would be taken for punctuation.
    """
    text = re.sub(r"«(?=\S)", f"«{NBSP}", text)
    text = re.sub(r"(?<=\S)»", f"{NBSP}»", text)
    text = re.sub(r"(?<=[\w)\]»’…])(?=[;!?]+(?:\s|$|[)]))", NBSP, text)
    text = re.sub(r"(?<=[\w)\]»]):(?=\s|$)", f"{NBSP}:", text)
    text = re.sub(r"(?<=\d)(?=[%€])", NBSP, text)
    return bound(text)


def bound(text: str) -> str:
    """Harden the spaces that are already there, so that no line begins with « : » or ends with « « ».

    Safe on the static text of templates, since it only replaces spaces.
    """
    return re.sub(r"(?<=«) | (?=[:;?!%€»])", NBSP, text)


def _rounded(value: Number, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _in_paris(when: date) -> date:
    return _local(when) if isinstance(when, datetime) else when


def _local(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise ValueError("A time without its zone cannot be shown: it may be an hour or two wrong.")
    return when.astimezone(PARIS)


def _calendar(when: date) -> date:
    there = _in_paris(when)
    return there.date() if isinstance(there, datetime) else there


def _day_of_month(when: date) -> str:
    return "1er" if when.day == 1 else str(when.day)


FILTERS: dict[str, Callable[..., str]] = {
    function.__name__: function
    for function in (
        number, signed, percent, euros, with_unit, interval, between, duration, agree, plural, listed,
        day, full_day, short_day, month, clock, moment, period, relative_day, machine, typography,
        weight,
    )
}  # fmt: skip
