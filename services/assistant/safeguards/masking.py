"""Placeholders for what was found, and the way back, stream included."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.assistant.safeguards.findings import find
from services.assistant.safeguards.spans import Kind, Span
from services.kit.text import fold

LABELS = {
    Kind.PERSON_NAME: "PERSONNE",
    Kind.ADDRESS: "ADRESSE",
    Kind.PHONE: "TÉLÉPHONE",
    Kind.EMAIL: "COURRIEL",
    Kind.NIR: "SÉCURITÉ_SOCIALE",
    Kind.IBAN: "COMPTE",
    Kind.BANK_CARD: "CARTE",
    Kind.SIRET: "SIRET",
    Kind.LICENCE_PLATE: "PLAQUE",
    Kind.BIRTH_DATE: "NAISSANCE",
    Kind.CASE_NUMBER: "DOSSIER",
    Kind.IP_ADDRESS: "IP",
}
_BY_SIGNS = frozenset(Kind) - {Kind.PERSON_NAME, Kind.ADDRESS, Kind.PHONE, Kind.CASE_NUMBER}
_ESCAPED = re.compile(r"\\([\[\]_])")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders, and what each stands for, letter for letter."""

    text: str
    findings: tuple[tuple[Span, str], ...]
    originals: Mapping[str, str]


class Names:
    """Placeholders given so far, over one text or a whole conversation: one value, one placeholder.

    One that the texts already hold is never given: the way back would be lost. `taken` is all of these texts.
    """

    __slots__ = ("_given", "_last", "_taken", "originals")

    def __init__(self, taken: str = "") -> None:
        self._taken = _bare(taken)
        self._given: dict[tuple[Kind, str], str] = {}
        self._last: dict[Kind, int] = {}
        self.originals: dict[str, str] = {}
        """What each placeholder stands for, as it was first written."""

    def give(self, kind: Kind, words: str) -> str:
        """Give the placeholder of a value; another spelling of the same value has the same one."""
        key = kind, _same(kind, words)
        if key not in self._given:
            placeholder = self._next(kind)
            self._given[key], self.originals[placeholder] = placeholder, words
        return self._given[key]

    def _next(self, kind: Kind) -> str:
        while True:
            number = self._last[kind] = self._last.get(kind, 0) + 1
            placeholder = f"[{LABELS[kind]}_{number}]"
            if not any(form in self._taken for form in _forms(placeholder)):
                return placeholder


def mask(text: str, *, names: Names | None = None) -> Masked:
    """Put a placeholder in each finding's place; `names` carries those of the texts before."""
    names = names or Names(text)
    parts, placed, done = [], [], 0
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
    r"""Undo the masking of a text that arrives in pieces, wherever they break.

    A model may write a placeholder small, or escape it for Markdown (`\[PERSONNE\_1\]`): these are read too. A backslash
    before one that nothing closes in the same way is what somebody wrote (`C:\[PERSONNE_1]`).
    """

    __slots__ = ("_held", "_known", "_originals")

    def __init__(self, originals: Mapping[str, str]) -> None:
        self._originals = {form: words for name, words in originals.items() for form in _forms(name)}
        self._held = ""
        names = (re.escape(form[1:-1]).replace("_", r"\\?_") for form in self._originals)
        written = (rf"\\\[{name}\\\]|\[{name}\\?\]" for name in names)
        self._known = re.compile("|".join(written) or r"(?!)")

    def feed(self, piece: str) -> str:
        """Take a piece and give what is sure by now: all but the beginning of what may be a placeholder."""
        text = self._held + piece
        cut = self._certain(text)
        self._held = text[cut:]
        return self._put_back(text[:cut])

    def end(self) -> str:
        """Give what was held back: it was no placeholder after all."""
        held, self._held = self._held, ""
        return held

    def over(self, pieces: Iterator[str]) -> Iterator[str]:
        """Give the pieces of a whole stream with the originals in them."""
        for piece in pieces:
            yield self.feed(piece)
        yield self.end()

    def _certain(self, text: str) -> int:
        """Give up to where nothing that comes can change what is read."""
        opened = text.rfind("[")
        if opened < 0:
            return len(text) - text.endswith("\\") if self._originals else len(text)
        rest = _bare(text[opened:]).rstrip("\\")
        if any(len(rest) < len(form) and form.startswith(rest) for form in self._originals):
            return opened - text.startswith("\\", opened - 1) if opened else 0
        return len(text) - text.endswith("\\") if self._originals else len(text)

    def _put_back(self, text: str) -> str:
        return self._known.sub(lambda name: self._originals[_bare(name[0])], text)


def _bare(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _forms(placeholder: str) -> tuple[str, ...]:
    return placeholder, placeholder.lower(), f"[{placeholder[1:].capitalize()}"


def _same(kind: Kind, words: str) -> str:
    """Reduce a value to what makes two ways of writing it the same."""
    if kind is Kind.PHONE:
        digits = "".join(sign for sign in words.replace("(0)", "") if sign.isdecimal())
        is_abroad = digits.startswith("0033") or (words.lstrip().startswith("+") and digits.startswith("33"))
        return "0" + digits.removeprefix("00").removeprefix("33") if is_abroad else digits
    if kind in _BY_SIGNS:
        return "".join(
            sign for sign in words.lower() if sign.isalnum() or sign in "@.:+-_" * (kind is Kind.EMAIL)
        )
    return fold(words)
