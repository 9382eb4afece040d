"""Answers being written. The first reader sets one off; it then goes on without readers, and any of them may stop it."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant import engine, tails
from services.assistant.citations import giving as citing, numbers
from services.assistant.citations.giving import Numbered
from services.assistant.completions import embedded
from services.assistant.conversations import messages, speaking
from services.assistant.conversations.messages import Ending
from services.assistant.desk import Desk, Draft
from services.assistant.documents import attached, giving
from services.assistant.documents.giving import Given
from services.assistant.engine.quoting import Quotable
from services.assistant.offers import Offer
from services.assistant.purposes import Purpose
from services.assistant.quotas.holding import LONGEST
from services.assistant.quotas.leases import Hold
from services.assistant.refusals import ModelUnknown
from services.assistant.safeguards.sending import prepare_turns
from services.assistant.schemas import Handling
from services.assistant.tables import Message
from services.assistant.tails import NOTHING, Count, Tail
from services.assistant.use_cases import BY_CODE
from services.assistant.uses import Opening, Outcome, State
from services.kit.db import Context, session_for
from services.kit.errors import DomainError
from services.kit.principal import Principal

_TICK = 0.1
"""Seconds between two looks at a text that grows in this process."""
_POLL = 0.5
"""Seconds between two looks at one that grows in another."""
_SAVE = 1.0
_READ_HERE = frozenset({"SYN-DOC", "RED-CR"})
"""Uses for which the embedded engine works on a text that it is given."""
_STOPPED = "Une erreur inattendue a interrompu cette réponse. Posez la question à nouveau."


@dataclass(frozen=True, slots=True)
class Progress:
    """The text so far. `message` comes with the end."""

    text: str
    message: Message | None = None


@dataclass(slots=True)
class _Job:
    answer: Message
    rows: Sequence[Message]
    """What was said before the answer."""
    opening: Opening
    given: Sequence[Given] = ()
    """What goes with the question of the documents attached before it."""
    passages: Sequence[Numbered] | None = None
    """The passages it is to be answered from; None when it names no collection."""
    holds: tuple[Hold, ...] = ()
    offer: Offer | None = None
    """Who answers, once it is known."""

    @property
    def said(self) -> list[engine.Message]:
        return [engine.Message(row.role, row.content) for row in self.rows]

    @property
    def sent(self) -> list[engine.Message]:
        """What was said, as whoever answers reads it: the last question with its documents."""
        if not self.rows:
            return []
        *before, asked = self.said
        is_read_here = self.opening.model.is_embedded and self.answer.use_case in _READ_HERE
        if self.opening.model.is_embedded:
            text = giving.material(asked.content, self.given) if is_read_here else asked.content
        else:
            cites = self.passages is not None
            text = citing.question(asked.content, self.passages or ()) if cites else asked.content
            text = giving.question(text, self.given)
        return [*before, engine.Message(asked.role, text)]

    @property
    def quotable(self) -> list[Quotable] | None:
        """The passages as the embedded engine quotes them."""
        if self.passages is None or not self.opening.model.is_embedded:
            return None
        return [citing.quotable(one) for one in self.passages]


class _Abandoned(Exception):
    """The row has its end already, or is gone: nobody waits for this text."""


async def follow(desk: Desk, message_id: UUID, *, inside: UUID, by: Principal) -> AsyncGenerator[Progress]:
    """Look at an answer until it ends; set it off if nobody has.

    Raises: MessageMissing.
    """
    draft = desk.drafts.get(message_id) or await _set_off(desk, message_id, inside=inside, by=by)
    while draft is not None and not draft.over.is_set():
        yield Progress(draft.text)
        await _wait(draft.over, _TICK)
    while (message := await _read(desk, message_id, inside=inside, by=by)).ended_at is None:
        yield Progress(message.content)
        await asyncio.sleep(_POLL)
    yield Progress(message.content, message)


async def outcome(desk: Desk, message_id: UUID, *, inside: UUID, by: Principal, patience: float) -> Message:
    """Give the answer once it has ended, or as it stands when patience has.

    Raises: MessageMissing.
    """
    until = time.monotonic() + patience
    async with aclosing(follow(desk, message_id, inside=inside, by=by)) as progress:
        async for step in progress:
            if step.message is not None:
                return step.message
            if time.monotonic() >= until:
                break
    return await _read(desk, message_id, inside=inside, by=by)


async def citations(desk: Desk, message_id: UUID, *, inside: UUID, by: Principal) -> dict[int, str]:
    """Give the numbers that an answer may cite, and where each leads.

    Raises: MessageMissing.
    """
    async with session_for(desk.sessions, Context.of(by)) as session:
        message = await messages.get(session, message_id, inside=inside)
        return numbers.links((await citing.of(session, [message])).get(message_id, ()))


async def stop(desk: Desk, session: AsyncSession, message_id: UUID, *, inside: UUID) -> None:
    """Stop an answer and keep what was written. One that has ended stays as it is.

    Raises: MessageMissing.
    """
    answer = await messages.get(session, message_id, inside=inside)
    draft = desk.drafts.get(message_id)
    text = draft.text if draft else answer.content
    await messages.end(session, answer, Ending("interrupted", text))
    if draft and draft.task:
        draft.task.cancel()


async def close(desk: Desk) -> None:
    """Stop everything: the process ends."""
    tasks = [draft.task for draft in desk.drafts.values() if draft.task]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _set_off(desk: Desk, message_id: UUID, *, inside: UUID, by: Principal) -> Draft | None:
    async with session_for(desk.sessions, Context.of(by)) as session, session.begin():
        answer = await messages.get(session, message_id, inside=inside)
        if answer.ended_at is not None or not await messages.claim(session, answer):
            return None
        try:
            model = await desk.model(answer.model, by=by)
        except ModelUnknown as gone:  # it was taken out of the configuration since the question
            await messages.end(session, answer, Ending("failed", "", gone.message))
            return None
        said = await messages.before(session, answer)
        given = await attached.given(session, said[-1], most=desk.document_characters) if said else []
        is_from_collection = bool(said) and said[-1].collection_id is not None
        passages = await citing.read(session, answer) if is_from_collection else None
        lengths = [
            *(len(message.content) for message in said), *(len(one.said) for one in given),
            *(len(one.passage.text) for one in passages or ()),
        ]  # fmt: skip
        asked = tails.estimated(sum(lengths))
        opening = Opening(model, by, Purpose(BY_CODE.get(answer.use_case)), True, asked)
        await messages.count_by(session, answer, opening.id)
    job = _Job(answer, said, opening, given, passages)
    draft = desk.drafts[message_id] = Draft()
    draft.task = asyncio.create_task(_write(desk, draft, job), name=f"answer {message_id}")
    return draft


async def _write(desk: Desk, draft: Draft, job: _Job) -> None:
    ending, count, tail = Ending("failed", "", _STOPPED), NOTHING, Tail()
    try:
        await _begin(desk, job)
        is_embedded = job.opening.model.is_embedded
        said = job.sent if is_embedded else job.said
        speech = await embedded.compose(said, use_id=job.opening.id, passages=job.quotable)
        hint = speech.reply.frugal_hint or ""
        pieces: AsyncGenerator[str | Count | Offer]
        if is_embedded:
            pieces = speaking.from_engine(speech)
        else:
            turns = prepare_turns(job.sent, as_is=[row.handling == Handling.PASS for row in job.rows])
            told = speaking.from_supplier(desk, job.opening.model, turns.said, tail=tail, by=job.opening.by)
            pieces = turns.undone(told)
        count = await _fill(desk, draft, job, pieces=pieces)
        ending = Ending("complete", draft.text, frugal_hint=hint)
    except DomainError as refusal:
        ending = Ending("failed", draft.text, refusal.message)
    except (asyncio.CancelledError, _Abandoned):
        ending = Ending("interrupted", draft.text)
    finally:
        try:
            await _finish(desk, job, ending, tail.count() if count is NOTHING else count)
        finally:
            desk.drafts.pop(job.answer.id, None)
            draft.over.set()


async def _begin(desk: Desk, job: _Job) -> None:
    """Hold what the answer may cost, and have its use on disk before anything is asked.

    Raises: QuotaSpent, UseNotKept.
    """
    opening = job.opening
    if opening.model.offers:
        price = opening.model.offers[0].price
        job.holds = await desk.ledger.quotas.hold(price, by=opening.by, read=opening.asked, written=LONGEST)
    await desk.ledger.kept(desk.ledger.open(opening))


async def _fill(desk: Desk, draft: Draft, job: _Job, *, pieces: AsyncGenerator[str | Count | Offer]) -> Count:
    """Let the draft grow, saving it now and then; give what it took."""
    saved = time.monotonic()
    async with aclosing(pieces):
        async for piece in pieces:
            if isinstance(piece, Count):
                return piece
            if isinstance(piece, Offer):
                job.offer = piece
                continue
            draft.text += piece
            if time.monotonic() - saved > _SAVE:
                async with session_for(desk.sessions, Context.of(job.opening.by)) as session, session.begin():
                    if not await messages.keep(session, job.answer, draft.text):
                        raise _Abandoned
                saved = time.monotonic()
    return NOTHING


async def _finish(desk: Desk, job: _Job, ending: Ending, count: Count) -> None:
    state = State(ending.state)
    async with session_for(desk.sessions, Context.of(job.opening.by)) as session, session.begin():
        told = replace(ending, count=count, upstream=job.offer.key[1] if job.offer else "")
        if not await messages.end(session, job.answer, told):
            state = State.INTERRUPTED  # stopped or deleted meanwhile: the row has said so before us
    await desk.ledger.kept(desk.ledger.close(job.opening, Outcome(state, count, job.offer), job.holds))


async def _read(desk: Desk, message_id: UUID, *, inside: UUID, by: Principal) -> Message:
    async with session_for(desk.sessions, Context.of(by)) as session:
        return await messages.get(session, message_id, inside=inside)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
