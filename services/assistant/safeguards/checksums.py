"""The sums that tell a real number from any other figures."""

from datetime import date
from ipaddress import ip_address

_LA_POSTE = "356000000"
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
    "GR": 27, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "MA": 28, "MC": 27, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "SE": 24, "TN": 24,
}  # fmt: skip
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def is_luhn(digits: str) -> bool:
    """Say whether the digits sum to a multiple of ten, every second one doubled (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_siret(digits: str) -> bool:
    """Say whether 14 digits are a SIRET: Luhn, or for an office of La Poste a plain sum in fives (INSEE)."""
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return is_luhn(digits) and digits.strip("0") != ""


def is_nir(number: str) -> bool:
    """Say whether 15 characters are a NIR: key = 97 − (number mod 97), Corsica's 2A read 19 and 2B 18 (INSEE)."""
    body = number[:13].upper().replace("2A", "19").replace("2B", "18")
    month = int(body[3:5])
    is_month = 1 <= month <= 12 or 20 <= month <= 42 or month >= 50
    return is_month and int(number[13:]) == 97 - int(body) % 97


def iban_length(country: str) -> int:
    """Give how many characters an IBAN of this country has, 0 for a country we do not read."""
    return _IBAN_LENGTHS.get(country.upper(), 0)


def is_iban(number: str) -> bool:
    """Say whether the number leaves 1 when divided by 97, its first four characters at the end (ISO 13616)."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def is_address(text: str) -> bool:
    """Say whether this is an IPv4 or IPv6 address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_day(year: int, month: int | str, day: int) -> bool:
    """Say whether the calendar has this day. The month is a figure or its French name."""
    named = _MONTHS.index(month.lower()) + 1 if isinstance(month, str) else month
    try:
        date(year, named, day)
    except ValueError:
        return False
    return year >= 1880
