"""What is looked for before a text leaves: twelve kinds of personal data."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data that can be recognised by its form."""

    PERSON_NAME = "person_name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    NIR = "nir"
    IBAN = "iban"
    BANK_CARD = "bank_card"
    SIRET = "siret"
    LICENCE_PLATE = "licence_plate"
    BIRTH_DATE = "birth_date"
    CASE_NUMBER = "case_number"
    IP_ADDRESS = "ip_address"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something was found: code points, the end excluded."""

    start: int
    end: int
    kind: Kind
