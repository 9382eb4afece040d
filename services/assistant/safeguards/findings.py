"""Every finding of a text, each place in one only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.assistant.safeguards import numbers, people, records
from services.assistant.safeguards.numbers import Span
from services.assistant.schemas import FindingKind

_FINDERS: tuple[tuple[FindingKind, Callable[[str], Iterator[Span]]], ...] = (
    (FindingKind.EMAIL, numbers.emails),
    (FindingKind.IBAN, numbers.ibans),
    (FindingKind.NIR, numbers.nirs),
    (FindingKind.BANK_CARD, numbers.cards),
    (FindingKind.SIRET, numbers.sirets),
    (FindingKind.IP_ADDRESS, numbers.ip_addresses),
    (FindingKind.PHONE, numbers.phones),
    (FindingKind.LICENCE_PLATE, numbers.plates),
    (FindingKind.BIRTH_DATE, records.births),
    (FindingKind.CASE_NUMBER, records.cases),
    (FindingKind.ADDRESS, people.addresses),
    (FindingKind.PERSON_NAME, people.names),
)
"""The surest first: what has a checksum keeps its place against what has only a form."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where a text holds personal data, from `start` up to `end`, in code points."""

    start: int
    end: int
    kind: FindingKind


def find(text: str) -> tuple[Finding, ...]:
    """Find personal data in a text, in its order, without overlap."""
    taken, found = bytearray(len(text)), []
    for kind, spans in _FINDERS:
        for start, end in spans(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Finding(start, end, kind))
    return tuple(sorted(found))
