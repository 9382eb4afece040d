"""What a supplier would read of a question: its personal data behind placeholders, and the choices that are left."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.assistant.schemas import FindingKind, FindingsOut
from web import french

_EMBEDDED = frozenset({"", "auto", "terrain-embarque"})
"""Models that answer here: nothing leaves."""
_NOUNS = {
    FindingKind.PERSON_NAME: ("nom", "noms"),
    FindingKind.ADDRESS: ("adresse", "adresses"),
    FindingKind.PHONE: ("numéro de téléphone", "numéros de téléphone"),
    FindingKind.EMAIL: ("adresse de courriel", "adresses de courriel"),
    FindingKind.NIR: ("numéro de sécurité sociale", "numéros de sécurité sociale"),
    FindingKind.IBAN: ("compte bancaire", "comptes bancaires"),
    FindingKind.BANK_CARD: ("carte bancaire", "cartes bancaires"),
    FindingKind.SIRET: ("numéro SIRET", "numéros SIRET"),
    FindingKind.LICENCE_PLATE: ("plaque d’immatriculation", "plaques d’immatriculation"),
    FindingKind.BIRTH_DATE: ("date de naissance", "dates de naissance"),
    FindingKind.CASE_NUMBER: ("numéro de dossier", "numéros de dossier"),
    FindingKind.IP_ADDRESS: ("adresse de machine", "adresses de machine"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the question: as it stands, or behind a placeholder."""

    text: str
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found in a question, as the page shows it."""

    segments: tuple[Segment, ...]
    summary: str
    """How many of which kinds, in the question then in each document; empty when nothing was found."""
    tells_documents: bool
    """Whether some of it stands in the documents that go with the question."""
    leaves: bool
    """Whether a supplier is to read the question."""
    may_pass: bool
    use_label: str
    restriction: str
    """How the catalogue restricts this use, in French; empty when it does not."""
    is_forbidden: bool
    frugal_hint: str


def show(text: str, found: FindingsOut, *, model: str) -> Preview:
    """Show what was found in a text that this model is to read."""
    use = found.use_case
    is_restricted = use is not None and use.restriction != "none"
    return Preview(
        segments=tuple(_segments(text, found)), summary=_summary(found), tells_documents=bool(found.documents), leaves=model not in _EMBEDDED,
        may_pass=found.may_pass, use_label=use.label if use else "",
        restriction=use.restriction_label if use and is_restricted else "",
        is_forbidden=use is not None and use.restriction == "forbidden", frugal_hint=found.frugal_hint,
    )  # fmt: skip


def _segments(text: str, found: FindingsOut) -> Iterator[Segment]:
    done = 0
    for one in found.findings:
        if one.start > done:
            yield Segment(text[done : one.start])
        yield Segment(one.placeholder, is_masked=True)
        done = one.end
    if done < len(text):
        yield Segment(text[done:])


def _summary(found: FindingsOut) -> str:
    own = told(Counter(one.kind for one in found.findings))
    beside = (f"dans « {one.name} » : {told(one.counts)}" for one in found.documents)
    return french.bound(" ; ".join([*([own] if own else []), *beside]))


def told(counted: Mapping[FindingKind, int]) -> str:
    """Say how much was found, of which kinds."""
    return french.listed(
        [french.plural(counted[kind], *_NOUNS[kind]) for kind in FindingKind if counted.get(kind)]
    )
