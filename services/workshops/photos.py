"""Photos of a day: received part by part, kept once, shown with their observation, removed, restored.

A photo is the picture of an observation of kind photo, and bears its id: its caption, who is recognised on it, and who
may read it are the observation's. So whatever hides the words (a withdrawn consent, a role) hides the picture.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, DomainError, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import captures, forms, pictures, workshops
from services.workshops.operations import AnotherPerson
from services.workshops.photo_events import PhotoKept, PhotoRemoved, PhotoRestored
from services.workshops.schemas import (
    PART_BYTES,
    PARTS,
    CaptureKind,
    ObservationChange,
    ObservationIn,
    ObservationKind,
    PhotoIn,
    PhotoOut,
    PhotoSize,
    Sensitivity,
)
from services.workshops.sight import Sight
from services.workshops.tables import Observation, Photo, PhotoFile, PhotoPart, Workshop

_MOST = 200
"""Photos of one day."""
_MOST_WAITING = 20 * PARTS
"""Parts of one day that wait for the rest of their photo."""


class PartTooLarge(DomainError):
    """A part holds 64 KB at most."""

    status = 413
    sentence = "Ce morceau de photo est trop lourd."


class PartDamaged(Invalid):
    """The part is not what its `Content-Digest` says. Send it again."""

    sentence = "Ce morceau de photo est arrivé abîmé\u00a0: il faut le renvoyer."


class PartsMissing(Conflict):
    """Some parts have not arrived, or do not make the announced whole: `missing` tells which to send."""

    sentence = "La photo n’est pas encore arrivée en entier."


class AnotherPhoto(Conflict):
    """The id came before with another photo."""

    sentence = "Cet identifiant est déjà celui d’une autre photo."


class TooManyPhotos(Conflict):
    """The day holds as many photos as it may, or too many are on their way at once."""

    sentence = "Cet atelier a déjà toutes les photos qu’il peut garder."


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo, and the observation that says what it shows."""

    row: Photo
    note: Observation

    @property
    def out(self) -> PhotoOut:
        """The photo as it is read."""
        kept = {"id", "workshop_id", "authority_id", "is_blurred", "width", "height", "size", "created_at", "created_by", "removed_at"}  # fmt: skip
        return PhotoOut(
            **self.row.model_dump(include=kept), caption=self.note.text, hash=self.row.received_hash.hex(),
            **self.note.model_dump(include={"participant_id", "sensitivity", "seen_at", "version"}),
        )  # fmt: skip


async def receive(
    session: AsyncSession, workshop: Workshop, photo_id: UUID, number: int, *, content: bytes, digest: str
) -> bytes:
    """Keep one part until the others are there; give its hash. The same part again takes the place of the first.

    Raises: WorkshopCancelled, WorkshopFiled, PartTooLarge, PartDamaged, TooManyPhotos.
    """
    workshops.refuse_shut(workshop)
    if len(content) > PART_BYTES:
        raise PartTooLarge
    found = hashlib.sha256(content).digest()
    if not content or digest != f"sha-256=:{base64.b64encode(found).decode()}:":
        raise PartDamaged
    waiting = select(func.count()).where(PhotoPart.workshop_id == workshop.id)
    if (await session.exec(waiting)).one() >= _MOST_WAITING:
        raise TooManyPhotos("Trop de photos arrivent à la fois\u00a0: réessayez plus tard.")
    values = {"content": content, "received_at": now()}
    part = insert(PhotoPart).values(
        workshop_id=workshop.id, photo_id=photo_id, number=number, authority_id=workshop.authority_id, **values
    )  # fmt: skip
    await session.exec(
        part.on_conflict_do_update(index_elements=["workshop_id", "photo_id", "number"], set_=values)
    )
    return found


async def complete(
    session: AsyncSession, workshop: Workshop, photo_id: UUID, new: PhotoIn, *, by: Principal
) -> Photo:
    """Make the photo of its parts, once: the same again is found as it is, even removed or erased since.

    Raises: AnotherPerson, ConsentMissing, ConsentWithdrawn, Invalid, AnotherContent, AnotherPhoto, WorkshopClosed,
    WorkshopFiled, WorkshopCancelled, TooManyPhotos, PartsMissing, NotAPicture, PictureTooWide.
    """
    if new.person_id is not None and new.person_id != by.subject:
        raise AnotherPerson
    lock = text("select pg_advisory_xact_lock(hashtextextended(:photo, 7310206))")
    await (await session.connection()).execute(lock, {"photo": str(photo_id)})
    noted = await captures.note(session, workshop, _observation(photo_id, new), by=by)
    known = await session.get(Photo, photo_id)
    if known is not None:
        if known.received_hash.hex() != new.hash:
            raise AnotherPhoto
        await session.exec(delete(PhotoPart).where(*_parts_of(workshop, photo_id)))
        return known
    here = select(func.count()).where(Photo.workshop_id == workshop.id, col(Photo.erased_at).is_(None))
    if (await session.exec(here)).one() >= _MOST:
        raise TooManyPhotos
    content = await _assembled(session, workshop, photo_id, new)
    photo = await _keep(session, cast("Observation", noted.row), content, new, by=by)
    await session.exec(delete(PhotoPart).where(*_parts_of(workshop, photo_id)))
    return photo


async def listed(session: AsyncSession, workshop: Workshop, *, sight: Sight) -> list[PhotoOut]:
    """Give a day's photos in its order, as far as `sight` reaches: without those erased, or whose note was removed."""
    if sight is Sight.NOTHING:
        return []
    query = (
        select(Photo, Observation)
        .join(Observation, col(Observation.id) == Photo.id)
        .where(
            Photo.workshop_id == workshop.id,
            col(Photo.erased_at).is_(None),
            col(Observation.removed_at).is_(None),
        )
        .order_by(col(Observation.seen_at), col(Photo.id))
    )
    if sight is Sight.GUARDED:
        query = query.where(col(Photo.removed_at).is_(None), Observation.sensitivity == Sensitivity.ORDINARY)
    return [Shot(*row).out for row in (await session.exec(query)).all()]


async def standing(session: AsyncSession, workshop: Workshop) -> dict[UUID, Photo]:
    """Give a day's photos that can be shown, by id: neither removed nor erased."""
    query = select(Photo).where(Photo.workshop_id == workshop.id, col(Photo.removed_at).is_(None))
    return {photo.id: photo for photo in (await session.exec(query)).all()}


async def small(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Give the small pictures of some photos, by id."""
    files = select(PhotoFile.photo_id, PhotoFile.small).where(col(PhotoFile.photo_id).in_(ids))
    return dict((await session.exec(files)).all())


async def get(
    session: AsyncSession, workshop: Workshop, photo_id: UUID, *, by: Principal, hold: bool = False
) -> Shot:
    """Give one photo that the caller may see; held, for a change.

    Raises: NotesNotOpen, NotFound.
    """
    read = captures.hold if hold else captures.get
    note = cast("Observation", await read(session, CaptureKind.OBSERVATION, photo_id, by=by))
    row = await session.get(Photo, photo_id)
    if row is None or row.workshop_id != workshop.id or row.erased_at is not None:
        raise NotFound("Cette photo n’existe pas, ou ne vous est pas ouverte.")
    return Shot(row, note)


async def picture(session: AsyncSession, shot: Shot, size: PhotoSize) -> bytes:
    """Give the bytes of a photo, JPEG. Removed, it shows no more.

    Raises: NotFound.
    """
    file = await session.get(PhotoFile, shot.row.id)
    if file is None or shot.row.removed_at is not None or shot.note.removed_at is not None:
        raise NotFound("Cette photo a été retirée.")
    return file.small if size is PhotoSize.SMALL else file.whole


async def caption(session: AsyncSession, shot: Shot, words: str | None) -> Shot:
    """Say anew what a photo shows: its observation says it.

    Raises: NoteRemoved, WorkshopCancelled, ConsentMissing, ConsentWithdrawn.
    """
    if words is not None:
        await captures.change(session, shot.note, forms.read(ObservationChange, {"text": words}))
    return shot


async def remove(session: AsyncSession, shot: Shot, *, by: Principal) -> Shot:
    """Take the picture out of the day and leave its caption. It can be restored; again changes nothing."""
    if shot.row.removed_at is None:
        shot.row.removed_at, shot.row.removed_by = now(), by.subject
        await session.flush()
        record(session, PhotoRemoved(**_marks(shot.row)), actor=by)
    return shot


async def restore(session: AsyncSession, shot: Shot, *, by: Principal) -> Shot:
    """Put a removed picture back."""
    if shot.row.removed_at is not None:
        shot.row.removed_at = shot.row.removed_by = None
        await session.flush()
        record(session, PhotoRestored(**_marks(shot.row)), actor=by)
    return shot


def _observation(photo_id: UUID, new: PhotoIn) -> ObservationIn:
    is_personal = new.participant_id is not None and new.sensitivity is Sensitivity.ORDINARY
    return ObservationIn(
        id=photo_id, kind=ObservationKind.PHOTO, text=new.caption, seen_at=new.seen_at,
        sensitivity=Sensitivity.PERSONAL if is_personal else new.sensitivity, participant_id=new.participant_id,
    )  # fmt: skip


async def _assembled(session: AsyncSession, workshop: Workshop, photo_id: UUID, new: PhotoIn) -> bytes:
    query = select(PhotoPart).where(*_parts_of(workshop, photo_id), PhotoPart.number < new.parts)
    parts = {part.number: part.content for part in (await session.exec(query)).all()}
    if missing := [number for number in range(new.parts) if number not in parts]:
        raise PartsMissing(missing=missing)
    content = b"".join(parts[number] for number in range(new.parts))
    if hashlib.sha256(content).hexdigest() != new.hash:
        raise PartsMissing(
            "Les morceaux reçus ne sont pas ceux de cette photo.", missing=list(range(new.parts))
        )
    return content


async def _keep(
    session: AsyncSession, note: Observation, content: bytes, new: PhotoIn, *, by: Principal
) -> Photo:
    drawn = await pictures.clean(content)
    workshop, authority = note.workshop_id, note.authority_id
    photo = Photo(
        id=note.id, workshop_id=workshop, authority_id=authority, received_hash=hashlib.sha256(content).digest(), size=len(drawn.whole),
        kept_hash=hashlib.sha256(drawn.whole).digest(), width=drawn.width, height=drawn.height,
        is_blurred=new.is_blurred, created_by=by.subject,
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(photo)
    except IntegrityError as error:  # it is there, and its note has become something else than a photo since
        raise AnotherPhoto from error
    file = PhotoFile(
        photo_id=photo.id, workshop_id=workshop, authority_id=authority, whole=drawn.whole, small=drawn.small
    )
    session.add(file)
    record(session, PhotoKept(**_marks(photo), is_blurred=photo.is_blurred), actor=by)
    return photo


def _parts_of(workshop: Workshop, photo_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return col(PhotoPart.workshop_id) == workshop.id, col(PhotoPart.photo_id) == photo_id


def _marks(photo: Photo) -> dict[str, UUID]:
    return {"authority_id": photo.authority_id, "workshop_id": photo.workshop_id, "photo_id": photo.id}
