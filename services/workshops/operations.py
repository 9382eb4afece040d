"""Batches of captures: what a tablet kept while it had no network."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import DomainError, Invalid, code_of
from services.kit.principal import Principal
from services.workshops import captures, forms
from services.workshops.nouns import ALL
from services.workshops.schemas import CaptureIn, CaptureKind, Operation, OperationResult, Outcome
from services.workshops.tables import Workshop


class UnknownKind(Invalid):
    """An operation's `kind` is none of observation, task, pain_point and wish."""

    sentence = "Cette nature de note n’est pas connue."


async def apply(
    session: AsyncSession, workshop: Workshop, operations: Sequence[Operation], *, by: Principal
) -> list[OperationResult]:
    """Write each capture down, in order, each judged alone; give what became of each.

    A refused one leaves nothing behind and stops none of the others, so a tablet can drop what was received and show
    what was not.
    """
    return [await _applied(session, workshop, operation, by=by) for operation in operations]


async def _applied(
    session: AsyncSession, workshop: Workshop, operation: Operation, *, by: Principal
) -> OperationResult:
    try:
        async with session.begin_nested():
            noted = await captures.note(session, workshop, _read(operation), by=by)
    except DomainError as refusal:
        await session.refresh(workshop)  # what was rolled back may have started the day
        return OperationResult(
            id=operation.id, outcome=Outcome.REFUSED, code=code_of(type(refusal)), detail=refusal.message,
            errors=refusal.more.get("errors", []),
        )  # fmt: skip
    outcome = Outcome.CREATED if noted.is_new else Outcome.KNOWN
    return OperationResult(id=operation.id, outcome=outcome, version=noted.row.version)


def _read(operation: Operation) -> CaptureIn:
    if operation.kind not in set(CaptureKind):
        raise UnknownKind
    # The id stands beside the body: one inside it would be a second truth, and is overruled.
    return forms.read(ALL[CaptureKind(operation.kind)].form, {**operation.body, "id": operation.id})
