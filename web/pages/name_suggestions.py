"""Names suggested in a note: where they stand, and which roles may take their place. Pure functions of values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.assistant.schemas import FindingKind, FindingOut
from services.workshops.schemas import NamePlace

_GAP = "\n\n"
"""Between two fields, so that no finding spans both."""
KEEP = "garder"
_PERSONS = (
    "[une collègue]", "[un collègue]", "[une responsable]", "[un responsable]", "[une usagère]", "[un usager]",
    "[une élue]", "[un élu]", "[nom]",
)  # fmt: skip
_OTHERS = {
    FindingKind.ADDRESS: "[adresse]", FindingKind.PHONE: "[téléphone]", FindingKind.EMAIL: "[courriel]",
    FindingKind.CASE_NUMBER: "[numéro de dossier]", FindingKind.BIRTH_DATE: "[date de naissance]",
}  # fmt: skip
_ELSE = "[donnée personnelle]"
_TITLE = re.compile(r"\b(?:Mme|Mlle|MM?\.?|Madame|Mademoiselle|Monsieur|Maître|Me|Dr)\s+$")
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One place of a note that may have to be replaced, with its words and a little of what stands around."""

    field: str
    start: int
    end: int
    before: str
    words: str
    after: str
    roles: tuple[str, ...]

    @property
    def place(self) -> str:
        """The place as the form sends it."""
        return f"{self.field}:{self.start}:{self.end}"


def joined(texts: Mapping[str, str]) -> str:
    """Give the words of a note as one text, to be looked through at once."""
    return _GAP.join(texts.values())


def suggested(
    texts: Mapping[str, str], found: Iterable[FindingOut], met: Iterable[NamePlace]
) -> list[Suggestion]:
    """Give what a person is to answer, in the order of the note: what the detector found, and the names of those met.

    What was met inside what was found is one suggestion.
    """
    places: list[tuple[str, int, int, tuple[str, ...]]] = []
    offset = 0
    looked = list(found)
    for field, text in texts.items():
        places += [
            (field, one.start - offset, one.end - offset, _roles(one.kind))
            for one in looked
            if offset <= one.start and one.end <= offset + len(text)
        ]
        offset += len(text) + len(_GAP)
    for one in met:
        if not any(
            field == one.name and start < one.end and one.start < end for field, start, end, _ in places
        ):
            places.append((one.name, one.start, one.end, _PERSONS))
    order = list(texts)
    ranked = sorted(places, key=lambda place: (order.index(place[0]), place[1]))
    return [_shown(texts[field], field, (start, end), roles) for field, start, end, roles in ranked]


def chosen(places: Sequence[str], roles: Sequence[str]) -> list[dict[str, object]]:
    """Read the answers of the form; what is no place is left out, and the service refuses what is missing."""
    choices: list[dict[str, object]] = []
    for place, role in zip(places, roles, strict=False):
        field, _, span = place.partition(":")
        start, _, end = span.partition(":")
        if start.isdecimal() and end.isdecimal():
            said = None if role == KEEP else role
            choices.append({"name": field, "start": int(start), "end": int(end), "role": said})
    return choices


def _shown(text: str, field: str, span: tuple[int, int], roles: tuple[str, ...]) -> Suggestion:
    start, end = span
    if roles is _PERSONS and (title := _TITLE.search(text[:start])):
        start = title.start()  # « [une collègue] », not « Mme [une collègue] »
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Suggestion(
        field, start, end, f"…{before}" if start > _AROUND else before, text[start:end],
        f"{after}…" if end + _AROUND < len(text) else after, roles,
    )  # fmt: skip


def _roles(kind: FindingKind) -> tuple[str, ...]:
    return _PERSONS if kind is FindingKind.PERSON_NAME else (_OTHERS.get(kind, _ELSE), _ELSE)
