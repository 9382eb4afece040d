"""Questions, and the answers to them. Each change of an answer asks whether it is still pending: rows decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Update
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant import engine, purposes
from services.assistant.citations import giving as citing
from services.assistant.collections.retrieval import Found
from services.assistant.conversations import threads
from services.assistant.conversations.threads import Titled
from services.assistant.documents import attached
from services.assistant.meanings import Meaning
from services.assistant.models import Model
from services.assistant.refusals import ConversationMissing, TemplateMissing
from services.assistant.request_templates import templates
from services.assistant.safeguards import passing, policy
from services.assistant.safeguards.spans import Kind
from services.assistant.schemas import QuestionIn
from services.assistant.tables import Conversation, Message
from services.assistant.tails import NOTHING, Count
from services.assistant.use_cases import UseCase
from services.kit.db import now, uuid7
from services.kit.errors import Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal

_REMEMBERED = 40
"""Messages of a conversation that a model is given."""


_ELSEWHERE = "Ce message n’est pas de cette conversation."


class MessageMissing(NotFound):
    """The message does not exist, was deleted, or is somebody else's."""

    sentence = "Ce message n’existe pas, a été supprimé ou ne vous appartient pas."


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ends."""

    state: str
    text: str
    failure: str = ""
    frugal_hint: str = ""
    count: Count = NOTHING
    upstream: str = ""


async def begin(
    session: AsyncSession,
    question: QuestionIn | None,
    *,
    model: Model,
    by: Principal,
    meaning: Meaning | None = None,
) -> tuple[Titled, Sequence[Message]]:
    """Open a conversation, with its first question when there is one.

    Raises: UseCaseUnknown, UseForbidden; nothing is opened then.
    """
    thread = await threads.begin(session, by=by)
    if question is not None:
        await ask(session, thread.id, question, model=model, meaning=meaning)
    return await threads.get(session, thread.id)


async def ask(
    session: AsyncSession,
    conversation_id: UUID,
    new: QuestionIn,
    *,
    model: Model,
    meaning: Meaning | None = None,
) -> tuple[Message, Message]:
    """Add a question and the empty answer that its first reader sets off. An answer still pending is given up.

    A question to the embedded engine leaves for nobody: what is to become of its personal data is not asked.

    Raises: ConversationMissing, UseCaseUnknown, UseForbidden, PassForbidden, PersonalDataFound, Invalid.
    """
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None:
        raise ConversationMissing
    await _check_template(session, new)
    parent_id = await _place(session, conversation_id, new)
    declared = purposes.declared(new.use_case) if new.use_case else None
    use_case = declared or purposes.recognised([engine.Message("user", new.content)])
    passages = await citing.found(session, new.collection_id, new.content, meaning=meaning)
    passed = () if model.is_embedded else await _check(session, conversation_id, new, use_case, passages)
    if passed:
        record(session, passing.fact(conversation.authority_id, passed, model=model, use_case=use_case))
    await session.exec(
        _pending().where(col(Message.conversation_id) == conversation_id).values(_ended("interrupted"))
    )

    question, answer = (
        Message(
            id=identifier, authority_id=conversation.authority_id, person_id=conversation.person_id,
            conversation_id=conversation.id, role=role,
        )
        for role, identifier in zip(("user", "assistant"), sorted([uuid7(), uuid7()]), strict=True)
    )  # fmt: skip
    question.content, question.ended_at = new.content, question.created_at
    question.collection_id = new.collection_id
    question.parent_id, answer.parent_id = parent_id, question.id
    if not model.is_embedded:
        question.handling, question.reason = new.handling, new.reason
    answer.state, answer.model, answer.supplier = "pending", model.id, model.supplier_name
    answer.template_id = new.template_id
    answer.use_case = use_case.code if use_case else ""
    session.add(question)
    await session.flush()  # before its answer, which names it
    session.add(answer)
    await session.flush()
    await citing.keep(session, answer, passages)
    return question, answer


async def _check_template(session: AsyncSession, new: QuestionIn) -> None:
    if new.template_id and not await templates.is_known(session, new.template_id):
        fault = {"pointer": "/template_id", "type": "unknown", "message": TemplateMissing.sentence}
        raise Invalid(errors=[fault])


async def retry(session: AsyncSession, question_id: UUID, *, inside: UUID, model: Model) -> Message:
    """Ask the same question again: another empty answer beside those there are, which stay.

    Raises: MessageMissing, also for an answer.
    """
    question = await get(session, question_id, inside=inside)
    if question.is_answer:
        raise MessageMissing
    await session.exec(_pending().where(col(Message.conversation_id) == inside).values(_ended("interrupted")))
    use_case = purposes.recognised([engine.Message("user", question.content)])
    answer = Message(
        authority_id=question.authority_id, person_id=question.person_id, conversation_id=inside, role="assistant",
        parent_id=question.id, state="pending", model=model.id, supplier=model.supplier_name,
        use_case=use_case.code if use_case else "",
    )  # fmt: skip
    session.add(answer)
    await session.flush()
    await citing.again(session, question, answer)
    return answer


async def get(session: AsyncSession, message_id: UUID, *, inside: UUID) -> Message:
    """Give one message of a conversation.

    Raises: MessageMissing.
    """
    message = await session.get(Message, message_id)
    if message is None or message.conversation_id != inside:
        raise MessageMissing
    return message


async def siblings(session: AsyncSession, message: Message) -> Sequence[UUID]:
    """Give the messages that follow the same one, this one among them; none for what follows nothing."""
    if message.parent_id is None:
        return []
    beside = select(Message.id).where(Message.parent_id == message.parent_id)
    return (await session.exec(beside.order_by(col(Message.id)))).all()


async def claim(session: AsyncSession, answer: Message) -> bool:
    """Take an answer to write it; False when it has been taken or has ended."""
    claimed = _pending().where(col(Message.id) == answer.id, col(Message.started_at).is_(None))
    return bool((await session.exec(claimed.values(started_at=now()))).rowcount)


async def count_by(session: AsyncSession, answer: Message, use_id: UUID) -> None:
    """Say which use an answer is counted by."""
    await session.exec(update(Message).where(col(Message.id) == answer.id).values(use_id=use_id))


async def keep(session: AsyncSession, answer: Message, text: str) -> bool:
    """Save what is written so far; False when nobody waits for it any more."""
    return bool(
        (await session.exec(_pending().where(col(Message.id) == answer.id).values(content=text))).rowcount
    )


async def end(session: AsyncSession, answer: Message, ending: Ending) -> bool:
    """Give an answer its end; False when it already had one."""
    values = _ended(ending.state) | {"content": ending.text, "failure": ending.failure}
    values |= {"frugal_hint": ending.frugal_hint, "upstream": ending.upstream}
    if ending.count is not NOTHING:
        values |= {"input_tokens": ending.count.input, "output_tokens": ending.count.output}
        values["counted_in"] = ending.count.unit.value
    return bool((await session.exec(_pending().where(col(Message.id) == answer.id).values(values))).rowcount)


async def before(session: AsyncSession, answer: Message) -> Sequence[Message]:
    """Give what was said before an answer on its own branch, in order."""
    above = (
        select(Message.id, Message.parent_id)
        .where(Message.id == answer.parent_id)
        .cte("above", recursive=True)
    )
    parents = select(Message.id, Message.parent_id).join(above, col(Message.id) == above.c.parent_id)
    above = above.union_all(parents)
    said = select(Message).where(col(Message.id).in_(select(above.c.id)), Message.content != "")
    rows = (await session.exec(said.order_by(col(Message.id).desc()).limit(_REMEMBERED))).all()
    return rows[::-1]


async def _check(
    session: AsyncSession, conversation_id: UUID, new: QuestionIn, use_case: UseCase | None,
    passages: Sequence[Found],
) -> tuple[Kind, ...]:  # fmt: skip
    """Look through all that a supplier is to read of a question; give the kinds that leave as they are.

    Raises: PassForbidden, PersonalDataFound, Invalid.
    """
    told = [*(await attached.found(session, conversation_id)).values(), *citing.told(passages).values()]
    return policy.check_question(new, use_case, beside=attached.kinds(told))


async def _place(session: AsyncSession, conversation_id: UUID, new: QuestionIn) -> UUID | None:
    """Tell what a question follows: the answer it names, what another question followed, or the latest said.

    Raises: Invalid.
    """
    if new.instead_of is not None:
        return (await _named(session, new.instead_of, conversation_id, "instead_of", role="user")).parent_id
    if new.after is not None:
        return (await _named(session, new.after, conversation_id, "after", role="assistant")).id
    latest = select(Message.id).where(Message.conversation_id == conversation_id)
    return (await session.exec(latest.order_by(col(Message.id).desc()).limit(1))).first()


async def _named(session: AsyncSession, message_id: UUID, inside: UUID, field: str, *, role: str) -> Message:
    message = await session.get(Message, message_id)
    if message is None or message.conversation_id != inside or message.role != role:
        raise Invalid(errors=[{"pointer": f"/{field}", "type": "unknown", "message": _ELSEWHERE}])
    return message


def _pending() -> Update:
    return update(Message).where(col(Message.state) == "pending")


def _ended(state: str) -> dict[str, object]:
    return {"state": state, "ended_at": now()}
