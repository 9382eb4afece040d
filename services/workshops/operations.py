"""Batches of captures: what a tablet kept while it had no network, applied once, whatever was cut on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, DomainError, Invalid, NotFound, code_of
from services.kit.principal import Principal
from services.workshops import candidates, captures, forms, payloads, revisions
from services.workshops.merging import merge
from services.workshops.nouns import ALL
from services.workshops.schemas import Action, CaptureKind, Operation, OperationResult, Operations, Outcome
from services.workshops.tables import Note, ReceivedOperation, RevisionCandidate, Workshop


class UnknownKind(Invalid):
    """An operation's `kind` is none of observation, task, pain_point, wish and key_moment."""

    sentence = "Cette nature de note n’est pas connue."


class AnotherOperation(Conflict):
    """The operation's id came before with another content."""

    sentence = "Cet envoi a déjà servi à une autre saisie."


class AnotherPerson(Conflict):
    """These captures are those of somebody else than the caller: they wait on the tablet for their author."""

    sentence = "Ces saisies sont celles d’une autre personne : elles attendent qu’elle se reconnecte."


class BatchTooLarge(DomainError):
    """A batch holds 128 KB at most. Send fewer operations at a time."""

    status = 413
    sentence = "Cet envoi est trop lourd : il faut le faire en plusieurs fois."


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One operation as it came: its content, its hash, and what was answered to it before."""

    operation: Operation
    id: UUID | None
    hash: bytes
    before: ReceivedOperation | None

    @property
    def is_foreign(self) -> bool:
        """Tell whether the id came before with another content."""
        return self.before is not None and self.before.payload_hash != self.hash

    @property
    def is_settled(self) -> bool:
        """Tell whether it is done for good: a refusal may be judged again."""
        return self.before is not None and not self.is_foreign and self.before.outcome != Outcome.REJECTED


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: Outcome
    version: int | None = None
    contested: tuple[str, ...] = ()
    refusal: DomainError | None = None

    @property
    def code(self) -> str | None:
        return code_of(type(self.refusal)) if self.refusal else None


async def apply(
    session: AsyncSession, workshop: Workshop, batch: Operations, *, by: Principal
) -> list[OperationResult]:
    """Write each capture down, in order, each judged alone and applied once; give what became of each.

    A refused one leaves nothing behind and stops none of the others, so a tablet can let go of what was received and
    show what was not. A refusal is not for ever: sent again, the operation is judged again.

    Raises: AnotherPerson.
    """
    if batch.person_id is not None and batch.person_id != by.subject:
        raise AnotherPerson
    # Two tablets, or two tabs, send at once: one after the other, so that each merge sees the one before.
    lock = text("select pg_advisory_xact_lock(hashtextextended(:workshop, 7310205))")
    await (await session.connection()).execute(lock, {"workshop": str(workshop.id)})
    await session.refresh(workshop)
    known = await _known(session, workshop, batch.operations)
    answers = []
    for operation in batch.operations:
        identifier = _uuid(operation.id)
        before = known.get(identifier) if identifier else None
        arrival = _Arrival(operation, identifier, payloads.hash_of(operation.content), before)
        done = (
            _again(before)
            if before and arrival.is_settled
            else await _judged(session, workshop, arrival, by=by)
        )
        if identifier and not arrival.is_settled and not arrival.is_foreign:
            row = before or _row(workshop, identifier, arrival.hash)
            known[identifier] = await _logged(session, row, done, by=by)
        answers.append(_answer(arrival, done))
    return answers


async def _known(
    session: AsyncSession, workshop: Workshop, operations: Sequence[Operation]
) -> dict[UUID, ReceivedOperation]:
    ids = [found for operation in operations if (found := _uuid(operation.id))]
    query = select(ReceivedOperation).where(
        ReceivedOperation.workshop_id == workshop.id, col(ReceivedOperation.id).in_(ids)
    )
    return {row.id: row for row in (await session.exec(query)).all()}


def _again(before: ReceivedOperation) -> _Done:
    outcome = Outcome.DUPLICATE if before.outcome == Outcome.APPLIED else Outcome(before.outcome)
    return _Done(outcome, before.version, tuple(before.contested))


async def _judged(session: AsyncSession, workshop: Workshop, arrival: _Arrival, *, by: Principal) -> _Done:
    try:
        async with session.begin_nested():
            return await _applied(session, workshop, arrival, by=by)
    except DomainError as refusal:
        return await _refused(session, workshop, refusal)
    except (
        DataError,
        IntegrityError,
    ):  # what only the database sees must not hold up those that come behind it
        return await _refused(session, workshop, Invalid())


async def _refused(session: AsyncSession, workshop: Workshop, refusal: DomainError) -> _Done:
    await session.refresh(workshop)  # what was rolled back may have started the day
    return _Done(Outcome.REJECTED, refusal=refusal)


async def _applied(session: AsyncSession, workshop: Workshop, arrival: _Arrival, *, by: Principal) -> _Done:
    operation = arrival.operation
    if arrival.is_foreign:
        raise AnotherOperation
    if arrival.id is None:
        raise _fault("id", "uuid_parsing")
    if operation.kind not in set(CaptureKind):
        raise UnknownKind
    if operation.action is Action.CHANGE:
        return await _changed(session, workshop, arrival, by=by)
    # The id stands beside the body: one inside it would be a second truth, and is overruled.
    content = {**operation.body, "id": operation.target_id or operation.id}
    new = forms.read(ALL[CaptureKind(operation.kind)].form, content)
    noted = await captures.note(session, workshop, new, by=by)
    return _Done(Outcome.APPLIED if noted.is_new else Outcome.DUPLICATE, noted.row.version)


async def _changed(session: AsyncSession, workshop: Workshop, arrival: _Arrival, *, by: Principal) -> _Done:
    operation = arrival.operation
    target = _uuid(operation.target_id or "")
    if target is None or arrival.id is None:
        raise _fault("target_id", "missing")
    kind = CaptureKind(operation.kind)
    note = await captures.hold(session, kind, target, by=by)
    if note.workshop_id != workshop.id:
        raise NotFound("Cette note n’est pas de cet atelier.")
    change = forms.read(ALL[kind].change, operation.body)
    version, base = await _base(session, note, operation)
    merged = merge(base, revisions.present(note), change.model_dump(mode="json", exclude_unset=True))
    if note.removed_at is not None:
        raise captures.NoteRemoved
    if merged.taken:
        await captures.change(session, note, forms.read(ALL[kind].change, merged.taken))
    if not merged.contested:
        return _Done(Outcome.APPLIED, note.version)
    proposal = candidates.Proposal(arrival.id, version, merged.contested)
    await candidates.keep(session, note, proposal, by=by)
    return _Done(Outcome.CONFLICT, note.version, tuple(sorted(merged.contested)))


async def _base(
    session: AsyncSession, note: Note, operation: Operation
) -> tuple[int, Mapping[str, JsonValue]]:
    """Give what the author had before their eyes: a version, or what an operation of theirs had made of the note."""
    before = _uuid(operation.base_operation or "")
    if before is None:
        if operation.base_version is None:
            raise _fault("base_version", "missing")
        version = operation.base_version
        return version, await revisions.content(session, note, version=version)
    row = await session.get(ReceivedOperation, (note.workshop_id, before))
    if row is None or row.version is None:
        raise revisions.UnknownVersion
    made = await revisions.content(session, note, version=row.version)
    contested = await session.get(RevisionCandidate, before) if row.outcome == Outcome.CONFLICT else None
    return row.version, made | (contested.content if contested else {})


def _row(workshop: Workshop, operation_id: UUID, payload_hash: bytes) -> ReceivedOperation:
    return ReceivedOperation(
        id=operation_id, workshop_id=workshop.id, authority_id=workshop.authority_id, payload_hash=payload_hash,
        outcome=Outcome.REJECTED,
    )  # fmt: skip


async def _logged(
    session: AsyncSession, row: ReceivedOperation, done: _Done, *, by: Principal
) -> ReceivedOperation:
    row.outcome = Outcome.APPLIED if done.outcome is Outcome.DUPLICATE else done.outcome
    row.version, row.contested, row.code = done.version, list(done.contested), done.code
    row.received_at, row.received_by = now(), by.subject
    session.add(row)
    await session.flush()
    return row


def _answer(arrival: _Arrival, done: _Done) -> OperationResult:
    refused = done.refusal
    return OperationResult(
        id=arrival.operation.id, outcome=done.outcome, hash=arrival.hash.hex(), version=done.version,
        contested=list(done.contested), code=done.code, detail=refused.message if refused else None,
        errors=refused.more.get("errors", []) if refused else [],
    )  # fmt: skip


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _fault(name: str, kind: str) -> Invalid:
    return Invalid(errors=[{"pointer": f"/{name}", "type": kind, "message": "Ce champ est nécessaire."}])
