"""What is done about a hypothesis: prepared by the project team, signed by a decision maker, revised in the open."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import assessments, events
from services.workshops.schemas import DecisionIn, DecisionOutcome, Statement
from services.workshops.tables import Assessment, Decision, Hypothesis

FIRST_AI_RUNG = 5
LOOK_FURTHER_DAYS = range(28, 63)
"""One to two months, in days from the day of preparation (UTC)."""


class NotRevealed(Conflict):
    """The assessments are still secret."""

    sentence = "Dévoilez d’abord les évaluations de cette hypothèse."


class WrongRung(Invalid):
    """The outcome and the rung of the ladder do not go together."""

    sentence = (
        "L’issue et l’échelon ne vont pas ensemble\u00a0: de 0 à 4 pour une réponse frugale, 5 ou 6 pour l’IA,"
        " aucun pour approfondir ou arrêter."
    )


class MissingRejection(Invalid):
    """A lower rung was passed without saying why."""

    sentence = (
        "Dites pourquoi chaque échelon inférieur ne suffit pas\u00a0: une raison par échelon, à partir de 0."
    )


class WrongReview(Invalid):
    """The review's date is missing, out of range, or not called for."""

    sentence = (
        "Une date de revue, dans 28 à 62 jours, est demandée pour approfondir, et seulement dans ce cas."
    )


class WrongExpectation(Invalid):
    """Hours are expected of an answer only: nothing is expected of a stop, or of looking further."""

    sentence = "Un gain n’est attendu que d’une réponse, sobre ou par l’IA."


class NotLatest(Conflict):
    """The decision does not follow the latest one, or the latest one is not signed yet."""

    sentence = (
        "Une décision existe déjà pour cette hypothèse. Signée, elle se révise en la désignant\u00a0; non signée, elle"
        " se retire d’abord."
    )


class DecisionIsSigned(Conflict):
    """The decision is signed: it neither changes nor goes. It can be revised."""

    sentence = "Cette décision est signée\u00a0: elle ne change plus. Vous pouvez la réviser par une nouvelle décision."


class ContentChanged(Conflict):
    """What would be signed is not what was read."""

    sentence = "Cette décision n’est pas celle que vous avez lue. Relisez-la avant de signer."


class NotTheirs(Forbidden):
    """A decision maker of another body tried to sign."""

    sentence = "Seul un décideur de la collectivité concernée peut signer cette décision."


async def prepare(
    session: AsyncSession, hypothesis: Hypothesis, new: DecisionIn, *, by: Principal
) -> Decision:
    """Write a decision down for signature.

    Raises: MissingRejection, NotLatest, NotRevealed, TooFewAssessments, WrongExpectation, WrongReview, WrongRung.
    """
    await session.refresh(hypothesis, with_for_update=True)
    if hypothesis.assessments_revealed_at is None:
        raise NotRevealed
    if await assessments.complete(session, hypothesis) < assessments.ENOUGH:
        raise assessments.TooFewAssessments
    _check(new)
    await _check_succession(session, hypothesis, new)
    decision = Decision(
        **new.model_dump(), hypothesis_id=hypothesis.id, authority_id=hypothesis.authority_id,
        prepared_by=by.subject, content_hash="",
    )  # fmt: skip
    decision.content_hash = await _hash(session, hypothesis, decision)
    session.add(decision)
    await session.flush()
    record(session, events.DecisionPrepared(**_marks(decision)), actor=by)
    return decision


async def get(session: AsyncSession, decision_id: UUID) -> Decision:
    """Give one decision the caller may see.

    Raises: NotFound.
    """
    decision = await session.get(Decision, decision_id)
    if decision is None:
        raise NotFound("Cette décision n’existe pas, ou n’est pas de votre collectivité.")
    return decision


async def history(session: AsyncSession, hypothesis: Hypothesis) -> Sequence[Decision]:
    """Give the decisions on a hypothesis, the first one first."""
    query = select(Decision).where(Decision.hypothesis_id == hypothesis.id)
    return (await session.exec(query.order_by(col(Decision.prepared_at), col(Decision.id)))).all()


async def sign(session: AsyncSession, decision: Decision, *, content_hash: str, by: Principal) -> Decision:
    """Sign a decision, for good.

    Raises: ContentChanged, DecisionIsSigned, NotAPerson, NotTheirs.
    """
    assessments.check_person(by)
    if by.authority != decision.authority_id:
        raise NotTheirs
    await session.refresh(decision, with_for_update=True)
    if decision.signed_at:
        raise DecisionIsSigned
    hypothesis = await session.get_one(Hypothesis, decision.hypothesis_id)
    present = await _hash(session, hypothesis, decision)
    if not content_hash == decision.content_hash == present:
        raise ContentChanged
    decision.signed_at, decision.signed_by, decision.signed_name = now(), by.subject, by.name
    await session.flush()
    signed = events.DecisionSigned(**_marks(decision), outcome=decision.outcome, rung=decision.rung)
    record(session, signed, actor=by)
    return decision


async def withdraw(session: AsyncSession, decision: Decision, *, by: Principal) -> None:
    """Take back a decision that nobody has signed.

    Raises: DecisionIsSigned.
    """
    await session.refresh(decision, with_for_update=True)
    if decision.signed_at:
        raise DecisionIsSigned
    await session.delete(decision)
    record(session, events.DecisionWithdrawn(**_marks(decision)), actor=by)
    await session.flush()


def _check(new: DecisionIn) -> None:
    """Hold a decision to the ladder: the outcome says which rungs, the rung how many reasons."""
    if new.rung is None:
        is_right = new.outcome in {DecisionOutcome.LOOK_FURTHER, DecisionOutcome.STOP}
    else:
        is_right = new.outcome == (
            DecisionOutcome.AI if new.rung >= FIRST_AI_RUNG else DecisionOutcome.FRUGAL
        )
    if not is_right:
        raise WrongRung
    if len(new.rejections) != (new.rung or 0):
        raise MissingRejection
    if (new.outcome == DecisionOutcome.LOOK_FURTHER) != (new.review_on is not None):
        raise WrongReview
    if new.expected_hours is not None and new.rung is None:
        raise WrongExpectation
    if new.review_on and (new.review_on - now().date()).days not in LOOK_FURTHER_DAYS:
        raise WrongReview


async def _check_succession(session: AsyncSession, hypothesis: Hypothesis, new: DecisionIn) -> None:
    earlier = await history(session, hypothesis)
    latest = earlier[-1] if earlier else None
    if new.supersedes != (latest.id if latest else None) or (latest and latest.signed_at is None):
        raise NotLatest


async def _hash(session: AsyncSession, hypothesis: Hypothesis, decision: Decision) -> str:
    """Seal what is decided with the wording and the assessments that it rests on (SHA-256 of canonical JSON)."""
    given = select(Assessment).where(Assessment.hypothesis_id == hypothesis.id).order_by(col(Assessment.id))
    content = {
        "hypothesis": Statement.model_validate(
            hypothesis.model_dump(include=set(Statement.model_fields))
        ).model_dump(),
        "assessments": [
            one.model_dump(mode="json", exclude={"authority_id", "made_at"})
            for one in await session.exec(given)
        ],
        "decision": _decided(decision),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _decided(decision: Decision) -> dict[str, object]:
    """Give what a decision says. Hours that nobody expects are left out, as before they could be said."""
    said = DecisionIn.model_validate(decision.model_dump(include=set(DecisionIn.model_fields)))
    return said.model_dump(mode="json", exclude={"expected_hours"} if said.expected_hours is None else None)


def _marks(decision: Decision) -> dict[str, UUID]:
    return {
        "authority_id": decision.authority_id,
        "hypothesis_id": decision.hypothesis_id,
        "decision_id": decision.id,
    }
