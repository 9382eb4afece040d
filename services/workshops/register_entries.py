"""The register of AI uses: one entry for each decision that chose AI, with what the public is told."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, NotFound
from services.kit.events import record
from services.kit.paging import Window, cut
from services.kit.principal import Principal
from services.workshops import mentions, signed
from services.workshops.follow_up_events import RegisterEntryWritten
from services.workshops.schemas import DecisionOutcome, LegalBasis, RegisterEntryIn
from services.workshops.tables import Decision, Hypothesis, RegisterEntry


class NotAnAiUse(Conflict):
    """Only a decision that chose AI enters the register of AI uses."""

    sentence = "Le registre des usages de l’IA ne reçoit que les décisions dont l’issue est l’IA."


class EntryExists(Conflict):
    """The decision is in the register already: change its entry."""

    sentence = "Cette décision est déjà au registre\u00a0: modifiez son inscription."


async def write(
    session: AsyncSession, decision: Decision, new: RegisterEntryIn, *, by: Principal
) -> RegisterEntry:
    """Enter a decision; a mention left empty takes the draft.

    Raises: EntryExists, NotAnAiUse, NotInForce.
    """
    await signed.check(session, decision)
    if decision.outcome != DecisionOutcome.AI:
        raise NotAnAiUse
    if await of(session, decision):
        raise EntryExists
    row = RegisterEntry(
        **_whole(new).model_dump(mode="json"),
        decision_id=decision.id,
        authority_id=decision.authority_id,
        written_by=by.subject,
    )
    session.add(row)
    await _record(session, row, by=by)
    return row


async def rewrite(
    session: AsyncSession, row: RegisterEntry, new: RegisterEntryIn, *, by: Principal
) -> RegisterEntry:
    """Replace all that an entry says; a mention left empty takes the draft."""
    for name, value in _whole(new).model_dump(mode="json").items():
        setattr(row, name, value)
    row.written_at, row.written_by = now(), by.subject
    row.version += 1
    await _record(session, row, by=by)
    return row


async def get(session: AsyncSession, entry_id: UUID) -> RegisterEntry:
    """Give one entry the caller may see.

    Raises: NotFound.
    """
    row = await session.get(RegisterEntry, entry_id)
    if row is None:
        raise NotFound("Cette inscription n’existe pas, ou n’est pas de votre collectivité.")
    return row


async def page(session: AsyncSession, window: Window, *, authority: UUID | None) -> dict[str, object]:
    """Give the entries the caller may see, the latest first, as they are shown."""
    query = select(RegisterEntry).order_by(col(RegisterEntry.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(RegisterEntry.id) < window.after)
    if authority:
        query = query.where(RegisterEntry.authority_id == authority)
    found = cut((await session.exec(query)).all(), window)
    return {"items": await shown(session, found.items), "next": found.next}


async def of(session: AsyncSession, decision: Decision) -> RegisterEntry | None:
    """Give the entry of one decision, if there is one."""
    query = select(RegisterEntry).where(RegisterEntry.decision_id == decision.id)
    return (await session.exec(query)).first()


async def shown(session: AsyncSession, rows: Sequence[RegisterEntry]) -> list[dict[str, object]]:
    """Give entries as they are shown: with their hypothesis, their standing and the draft of their mention."""
    ids = [row.decision_id for row in rows]
    standing = await signed.in_force(session, ids)
    query = select(Decision.id, Hypothesis.id, Hypothesis.title).join(
        Hypothesis, col(Hypothesis.id) == col(Decision.hypothesis_id)
    )
    titles = {one: (other, title) for one, other, title in await session.exec(query.where(col(Decision.id).in_(ids)))}  # fmt: skip
    return [
        {
            **row.model_dump(), "hypothesis_id": titles[row.decision_id][0], "title": titles[row.decision_id][1],
            "is_in_force": row.decision_id in standing, "mention_draft": mentions.draft(_use(row)),
        }
        for row in rows
    ]  # fmt: skip


def _whole(new: RegisterEntryIn) -> RegisterEntryIn:
    return new.model_copy(update={"mention": new.mention or mentions.draft(_use(new))})


def _use(said: RegisterEntryIn | RegisterEntry) -> mentions.Use:
    return mentions.Use(
        purpose=said.purpose, human_review=said.human_review, legal_basis=LegalBasis(said.legal_basis),
        contact=said.contact, is_individual_decision=said.is_individual_decision,
    )  # fmt: skip


async def _record(session: AsyncSession, row: RegisterEntry, *, by: Principal) -> None:
    await session.flush()
    written = RegisterEntryWritten(
        authority_id=row.authority_id, decision_id=row.decision_id, register_entry_id=row.id
    )
    record(session, written, actor=by)
