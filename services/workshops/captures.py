"""What is captured in a workshop: noted, changed, removed, restored, listed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now, uuid7
from services.kit.errors import Conflict, Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import consents, forms, nouns, workshops
from services.workshops.events import CaptureRemoved, CaptureRestored
from services.workshops.nouns import ALL
from services.workshops.schemas import (
    CaptureChange,
    CaptureIn,
    CaptureKind,
    ObservationIn,
    ObservationKind,
    Purpose,
    Sensitivity,
)
from services.workshops.sight import Sight
from services.workshops.tables import Note, Observation, PainPoint, Task, Workshop


class AnotherContent(Conflict):
    """The id came before with other content: it names another note."""

    sentence = "Cet identifiant est déjà celui d’une autre note."


class NoteRemoved(Conflict):
    """The note was removed. Restore it before changing it."""

    sentence = "Cette note a été retirée : rétablissez-la avant de la modifier."


class NotesNotOpen(Forbidden):
    """The caller's role reads how many notes there are, and not the notes themselves."""

    sentence = "Les notes brutes de l’atelier ne sont pas ouvertes à votre rôle."


@dataclass(frozen=True, slots=True)
class Noted:
    """A captured thing, and whether it was new."""

    row: Note
    is_new: bool


async def note(session: AsyncSession, workshop: Workshop, new: CaptureIn, *, by: Principal) -> Noted:
    """Write a captured thing down, once: the same id with the same content is found again.

    What is compared is the content first received, so a tablet that sends again after somebody corrected the note is
    answered that it is known, and overwrites nothing.

    Raises: WorkshopClosed, WorkshopCancelled, AnotherContent, Invalid, ConsentMissing, ConsentWithdrawn.
    """
    noun, received = nouns.of_input(new), _hash(workshop.id, new)
    await _check_consent(
        session, workshop.id, new
    )  # first: what was withdrawn does not come back, even as known
    if new.id and (known := await nouns.find(session, noun, new.id)):
        return Noted(_same(known, received), is_new=False)

    seen_at = new.seen_at or now()
    await _check_links(session, workshop.id, new)
    await workshops.take_note(session, workshop, seen_at=seen_at, by=by)
    row = noun.table(
        **new.model_dump(exclude={"id", "seen_at"}), id=new.id or uuid7(), seen_at=seen_at,
        workshop_id=workshop.id, authority_id=workshop.authority_id, created_by=by.subject, received_hash=received,
    )  # fmt: skip
    if not await _inserted(session, row):
        known = await nouns.find(session, noun, row.id)
        return Noted(_same(known, received), is_new=False)
    record(session, nouns.noted(row), actor=by)
    return Noted(row, is_new=True)


async def get(session: AsyncSession, kind: CaptureKind, capture_id: UUID, *, by: Principal) -> Note:
    """Give one captured thing that the caller may read.

    Raises: NotesNotOpen, NotFound.
    """
    return _open(await nouns.find(session, ALL[kind], capture_id), Sight.of(by))


async def hold(session: AsyncSession, kind: CaptureKind, capture_id: UUID, *, by: Principal) -> Note:
    """Give one for a change: who comes second waits, and then reads what the first one wrote.

    Raises: NotesNotOpen, NotFound.
    """
    return _open(await nouns.find(session, ALL[kind], capture_id, hold=True), Sight.of(by))


async def change(session: AsyncSession, row: Note, new: CaptureChange) -> Note:
    """Correct a captured thing; what is left out stays.

    Raises: NoteRemoved, WorkshopCancelled, WorkshopFiled, Invalid, ConsentMissing, ConsentWithdrawn.
    """
    if row.removed_at is not None:
        raise NoteRemoved
    workshops.refuse_shut(await workshops.get(session, row.workshop_id))
    values = forms.merged(ALL[nouns.kind_of(row)].form, row, new)
    await _check_links(session, row.workshop_id, values)
    await _check_consent(session, row.workshop_id, values)
    for name in new.model_fields_set:
        setattr(row, name, getattr(values, name))
    row.version += 1
    await session.flush()
    return row


async def remove(session: AsyncSession, row: Note, *, by: Principal) -> Note:
    """Take a note out of the day. It can be restored; removing it again changes nothing."""
    if row.removed_at is None:
        row.removed_at, row.removed_by, row.version = now(), by.subject, row.version + 1
        await session.flush()
        record(session, CaptureRemoved(**nouns.marks(row)), actor=by)
    return row


async def restore(session: AsyncSession, row: Note, *, by: Principal) -> Note:
    """Put a removed note back."""
    if row.removed_at is not None:
        row.removed_at, row.removed_by, row.version = None, None, row.version + 1
        await session.flush()
        record(session, CaptureRestored(**nouns.marks(row)), actor=by)
    return row


async def listed(
    session: AsyncSession, workshop: Workshop, window: Window, *, kind: CaptureKind | None, sight: Sight
) -> Slice[Note]:
    """Give a workshop's captures of one kind or of all, the latest first, as far as `sight` reaches."""
    if sight is Sight.NOTHING:
        return Slice([], None)
    found: list[Note] = []
    for noun in (ALL[kind],) if kind else ALL.values():
        table = noun.table
        query = select(table).where(table.workshop_id == workshop.id).order_by(col(table.id).desc())
        if window.after:
            query = query.where(col(table.id) < window.after)
        if sight is Sight.GUARDED:
            query = query.where(col(table.removed_at).is_(None))
            if table is Observation:
                query = query.where(
                    Observation.kind != ObservationKind.VERBATIM,
                    Observation.sensitivity == Sensitivity.ORDINARY,
                )
        found += cast("Sequence[Note]", (await session.exec(query.limit(window.limit + 1))).all())
    latest = sorted(found, key=lambda row: row.id, reverse=True)
    return cut(latest[: window.limit + 1], window)


async def counts(session: AsyncSession, workshop: Workshop) -> dict[str, int]:
    """Count a workshop's captures by kind, without those removed."""
    found: dict[str, int] = {}
    for kind, noun in ALL.items():
        kept = (noun.table.workshop_id == workshop.id, col(noun.table.removed_at).is_(None))
        found[kind.value] = (await session.exec(select(func.count()).where(*kept))).one()
    return found


def _open(row: Note | None, sight: Sight) -> Note:
    if sight is Sight.NOTHING:
        raise NotesNotOpen
    if row is None or not sight.opens(row):
        raise NotFound("Cette note n’existe pas, ou ne vous est pas ouverte.")
    return row


async def _inserted(session: AsyncSession, row: Note) -> bool:
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False  # the same id arrived meanwhile, or belongs to somebody the caller cannot see
    return True


def _same(known: Note | None, received: bytes) -> Note:
    if known is None or known.received_hash != received:
        raise AnotherContent
    return known


def _hash(workshop_id: UUID, new: BaseModel) -> bytes:
    content = {"workshop": str(workshop_id), **new.model_dump(mode="json", exclude={"id"})}
    if content.get("participant_id") is None:
        content.pop("participant_id", None)  # what came before participants were known keeps its hash
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()


async def _check_links(session: AsyncSession, workshop_id: UUID, new: BaseModel) -> None:
    for name, table in (("task_id", Task), ("pain_point_id", PainPoint)):
        if linked := getattr(new, name, None):
            row = await session.get(table, linked)
            if row is None or row.workshop_id != workshop_id:
                fault = {
                    "pointer": f"/{name}",
                    "type": "unknown",
                    "message": "Cette note n’est pas de cet atelier.",
                }
                raise Invalid(errors=[fault])


async def _check_consent(session: AsyncSession, workshop_id: UUID, new: BaseModel) -> None:
    if isinstance(new, ObservationIn) and new.participant_id is not None:
        purpose = Purpose.of(new.kind)
        await consents.check(session, workshop_id, new.participant_id, purpose=purpose)
