"""Placeholders for what was found, and the way back, stream included."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.assistant.safeguards.findings import Finding, find
from services.assistant.schemas import FindingKind

LABELS = {
    FindingKind.PERSON_NAME: "PERSONNE",
    FindingKind.ADDRESS: "ADRESSE",
    FindingKind.PHONE: "TÉLÉPHONE",
    FindingKind.EMAIL: "COURRIEL",
    FindingKind.NIR: "SÉCURITÉ_SOCIALE",
    FindingKind.IBAN: "COMPTE",
    FindingKind.BANK_CARD: "CARTE",
    FindingKind.SIRET: "SIRET",
    FindingKind.LICENCE_PLATE: "PLAQUE",
    FindingKind.BIRTH_DATE: "NAISSANCE",
    FindingKind.CASE_NUMBER: "DOSSIER",
    FindingKind.IP_ADDRESS: "IP",
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders, and what each stands for, letter for letter."""

    text: str
    findings: tuple[tuple[Finding, str], ...]
    originals: Mapping[str, str]


def mask(text: str) -> Masked:
    """Put a placeholder in each finding's place, the same one for the same words."""
    names, parts, placed, done = _Names(text), [], [], 0
    for finding in find(text):
        placeholder = names.give(finding.kind, text[finding.start : finding.end])
        parts += [text[done : finding.start], placeholder]
        placed.append((finding, placeholder))
        done = finding.end
    return Masked("".join([*parts, text[done:]]), tuple(placed), names.originals)


def unmasked(text: str, originals: Mapping[str, str]) -> str:
    """Put what each placeholder stands for back in its place. What is put back is not read again."""
    whole = Unmasking(originals)
    return whole.feed(text) + whole.end()


class Unmasking:
    """Undo the masking of a text that arrives in pieces, wherever they break."""

    __slots__ = ("_held", "_known", "_originals")

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._originals, self._held = originals, ""
        self._known = re.compile("|".join(map(re.escape, originals)) or r"(?!)")

    def feed(self, piece: str) -> str:
        """Take a piece and give what is sure by now: all but the beginning of what may be a placeholder."""
        text = self._held + piece
        opened = text.rfind("[")
        is_open = opened >= 0 and any(
            len(text) - opened < len(name) and name.startswith(text[opened:]) for name in self._originals
        )
        cut = opened if is_open else len(text)
        self._held = text[cut:]
        return self._known.sub(lambda name: self._originals[name[0]], text[:cut])

    def end(self) -> str:
        """Give what was held back: it was no placeholder after all."""
        held, self._held = self._held, ""
        return held

    def over(self, pieces: Iterator[str]) -> Iterator[str]:
        """Give the pieces of a whole stream with the originals in them."""
        for piece in pieces:
            yield self.feed(piece)
        yield self.end()


class _Names:
    """Placeholders given so far. One that the text already holds is never given: the way back would be lost."""

    def __init__(self, text: str) -> None:
        self._text, self._given, self._last = (
            text,
            dict[tuple[FindingKind, str], str](),
            Counter[FindingKind](),
        )
        self.originals: dict[str, str] = {}

    def give(self, kind: FindingKind, words: str) -> str:
        if (kind, words) not in self._given:
            placeholder = self._next(kind)
            self._given[kind, words], self.originals[placeholder] = placeholder, words
        return self._given[kind, words]

    def _next(self, kind: FindingKind) -> str:
        while True:
            self._last[kind] += 1
            placeholder = f"[{LABELS[kind]}_{self._last[kind]}]"
            if placeholder not in self._text:
                return placeholder
