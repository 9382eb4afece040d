"""Names out of a note: each one suggested is replaced by a role, or left, by a person."""

import re
from collections.abc import Iterator, Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import captures, forms, note_reviews, nouns
from services.workshops.note_review_events import CaptureAnonymised
from services.workshops.nouns import ALL
from services.workshops.schemas import AnonymisationIn, NameChoice, NamePlace, ReviewDetail, ReviewState
from services.workshops.tables import Note, Participant


class NamesRemain(Conflict):
    """The name of somebody met on the day still stands in the note, and no choice is about it."""

    sentence = "Le nom d’une personne rencontrée figure encore dans cette note\u00a0: remplacez-le, ou dites qu’il reste."


_WRITTEN = (
    "text", "label", "statement", "consequence", "workaround", "service", "trigger", "tools", "author_role",
)  # fmt: skip
"""The fields of a note that hold somebody's own words."""

_TITLES = {"mme", "mlle", "madame", "monsieur"}


async def anonymise(session: AsyncSession, note: Note, new: AnonymisationIn, *, by: Principal) -> Note:
    """Replace the names that a person chose to, and vouch that none is left. The journal keeps them for its days.

    Raises: NoteRemoved, WorkshopCancelled, StepMissing, Invalid, NamesRemain, ConsentMissing, ConsentWithdrawn.
    """
    row = await note_reviews.step(session, note)
    if note_reviews.state_of(note, row) is ReviewState.RAW:
        raise note_reviews.StepMissing
    texts = written(note)
    _check(texts, new.choices)
    await _check_people(session, note, new.choices)
    changed = {name: said for name, text in texts.items() if (said := replaced(text, _of(name, new))) != text}
    if changed:
        await captures.change(session, note, forms.read(ALL[nouns.kind_of(note)].change, changed))
    row.version, row.anonymised_at, row.anonymised_by = note.version, now(), by.subject
    row.cleared_at = row.cleared_by = None
    await session.flush()
    count = sum(choice.role is not None for choice in new.choices)
    record(session, CaptureAnonymised(**nouns.marks(note), replaced=count), actor=by)
    return note


async def detail(session: AsyncSession, note: Note) -> ReviewDetail:
    """Give how far one note has come, and where it says the names of those met."""
    item = await note_reviews.shown(session, note)
    return ReviewDetail(**item.model_dump(), names=await places(session, note))


async def places(session: AsyncSession, note: Note) -> list[NamePlace]:
    """Give where a note says the name of somebody met on the day."""
    met = select(Participant.name).where(Participant.workshop_id == note.workshop_id, Participant.name != "")
    names = (await session.exec(met)).all()
    return [
        NamePlace(name=field, start=start, end=end)
        for field, said in written(note).items()
        for start, end in sorted(set(named(said, names)))
    ]


def written(note: Note) -> dict[str, str]:
    """Give the fields of a note that hold words, with what they say."""
    return {name: getattr(note, name) for name in _WRITTEN if getattr(note, name, "")}


def replaced(text: str, choices: Sequence[NameChoice]) -> str:
    """Put each role in place of its name. Places are those of the text as it was; none overlaps another."""
    for choice in sorted(choices, key=lambda one: one.start, reverse=True):
        if choice.role is not None:
            text = f"{text[: choice.start]}{choice.role}{text[choice.end :]}"
    return text


def named(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give where a text says one of these names, or a part of it: « Lina » of « Lina Moreau »."""
    parts = {
        part
        for name in names
        for part in re.split(r"[\s.]+", name)
        if len(part) > 2 and part.casefold() not in _TITLES
    }
    for part in parts:
        for found in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE):
            yield found.span()


def _of(name: str, new: AnonymisationIn) -> list[NameChoice]:
    return [choice for choice in new.choices if choice.name == name]


def _check(texts: dict[str, str], choices: Sequence[NameChoice]) -> None:
    for place, choice in enumerate(choices):
        if choice.start >= choice.end or choice.end > len(texts.get(choice.name, "")):
            raise _fault(place, "Ces mots ne sont pas dans la note.")
        if any(
            other.name == choice.name and other.start < choice.end and choice.start < other.end
            for other in choices[:place]
        ):
            raise _fault(place, "Deux choix portent sur les mêmes mots.")


async def _check_people(session: AsyncSession, note: Note, choices: Sequence[NameChoice]) -> None:
    for met in await places(session, note):
        if not any(one.name == met.name and one.start <= met.start and met.end <= one.end for one in choices):
            raise NamesRemain


def _fault(place: int, message: str) -> Invalid:
    return Invalid(errors=[{"pointer": f"/choices/{place}/start", "type": "place", "message": message}])
