"""What was decided, put to the test step by step: in trial, evaluated, then generalised or stopped."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import signed
from services.workshops.follow_up_events import TrialStepTaken, TrialStepWithdrawn
from services.workshops.schemas import TrialStepIn, TrialStepKind
from services.workshops.tables import Decision, TrialStep

NEXT: dict[TrialStepKind | None, tuple[TrialStepKind, ...]] = {
    None: (TrialStepKind.IN_TRIAL,),
    TrialStepKind.IN_TRIAL: (TrialStepKind.EVALUATED,),
    TrialStepKind.EVALUATED: (TrialStepKind.GENERALISED, TrialStepKind.STOPPED),
    TrialStepKind.GENERALISED: (),
    TrialStepKind.STOPPED: (),
}


class WrongStep(Conflict):
    """The step does not follow the last one, or the decision is not one that is tried."""

    sentence = "Cette étape ne suit pas la précédente\u00a0: une réponse décidée s’essaie, s’évalue, puis se généralise ou s’arrête."


class MissingNote(Invalid):
    """An evaluation, a generalisation or a stop says what it rests on."""

    sentence = "Dites en quelques mots ce qui a été constaté."


async def take(session: AsyncSession, decision: Decision, new: TrialStepIn, *, by: Principal) -> TrialStep:
    """Take the next step.

    Raises: MissingNote, NotInForce, WrongStep.
    """
    await signed.check(session, decision)
    if new.step not in following(decision, await of(session, decision)):
        raise WrongStep
    if new.step is not TrialStepKind.IN_TRIAL and not new.note:
        fault = {"pointer": "/note", "type": "missing", "message": MissingNote.sentence}
        raise MissingNote(errors=[fault])
    row = TrialStep(
        decision_id=decision.id, authority_id=decision.authority_id, step=new.step.value, note=new.note,
        taken_by=by.subject, taken_name=by.name,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    record(session, TrialStepTaken(**_marks(row), step=row.step), actor=by)
    return row


async def get(session: AsyncSession, step_id: UUID) -> TrialStep:
    """Give one step the caller may see.

    Raises: NotFound.
    """
    row = await session.get(TrialStep, step_id)
    if row is None:
        raise NotFound("Cette étape n’existe pas, ou n’est pas de votre collectivité.")
    return row


async def withdraw(session: AsyncSession, row: TrialStep, *, by: Principal) -> None:
    """Take the last step back.

    Raises: NotInForce, WrongStep when others were taken since.
    """
    decision = await session.get_one(Decision, row.decision_id)
    await signed.check(session, decision)
    taken = await of(session, decision)
    if not taken or taken[-1].id != row.id:
        raise WrongStep
    await session.delete(row)
    await session.flush()
    record(session, TrialStepWithdrawn(**_marks(row), step=row.step), actor=by)


async def of(session: AsyncSession, decision: Decision) -> Sequence[TrialStep]:
    """Give the steps of one decision, in the order they were taken."""
    query = select(TrialStep).where(TrialStep.decision_id == decision.id)
    return (await session.exec(query.order_by(col(TrialStep.taken_at), col(TrialStep.id)))).all()


def following(decision: Decision, taken: Sequence[TrialStep]) -> tuple[TrialStepKind, ...]:
    """Give the steps that may come now: an answer is tried, a stop or a longer look is not."""
    if decision.rung is None or decision.signed_at is None:
        return ()
    return NEXT[TrialStepKind(taken[-1].step) if taken else None]


def _marks(row: TrialStep) -> dict[str, UUID]:
    return {"authority_id": row.authority_id, "decision_id": row.decision_id}
