"""The check digits that tell an identifier from a number that merely looks like one."""

_LA_POSTE = "356000000"
_CORSICA = {"2A": "19", "2B": "18"}
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "TN": 24, "TR": 26,
}  # fmt: skip


def is_luhn(digits: str) -> bool:
    """Check the last digit by Luhn's formula (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_siret(digits: str) -> bool:
    """Check 14 digits: Luhn's formula, or for La Poste's offices a sum of digits that five divides (INSEE)."""
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return is_luhn(digits)


def is_nir(number: str) -> bool:
    """Check a social security number and its key: 97 − (number mod 97); 2A counts as 19, 2B as 18 (INSEE)."""
    department = number[5:7].upper()
    body = number[:5] + _CORSICA.get(department, department) + number[7:13]
    return body.isdigit() and int(number[13:]) == 97 - int(body) % 97


def is_iban(compact: str) -> bool:
    """Check a country's length and the remainder of 97 (ISO 13616)."""
    if _IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def iban_length(country: str) -> int:
    """Give how many characters an IBAN of this country has; 0 for a country without IBAN."""
    return _IBAN_LENGTHS.get(country, 0)


def is_card(digits: str) -> bool:
    """Check a card's number: the first digits of a known network, then Luhn's formula."""
    first, two, four = digits[0], int(digits[:2]), int(digits[:4])
    is_network = (
        first == "4" or 51 <= two <= 55 or 2221 <= four <= 2720 or two in {34, 37, 36, 38, 50, 65}
        or 56 <= two <= 69
    )  # fmt: skip
    return is_network and is_luhn(digits)
