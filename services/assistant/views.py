"""Rows as the wire shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.assistant import frugality, markdown, sources
from services.assistant.charter import texts
from services.assistant.citations import numbers
from services.assistant.citations.tables import Citation
from services.assistant.conversations import branches
from services.assistant.conversations.threads import Titled
from services.assistant.documents.giving import Given
from services.assistant.documents.views import document
from services.assistant.footprints.views import footprint
from services.assistant.models import EMBEDDED_SUPPLIER, Model
from services.assistant.safeguards import policy
from services.assistant.safeguards.masking import Masked
from services.assistant.schemas import (
    AnswerState,
    ArticleOut,
    CharterOut,
    CitationOut,
    ConversationDetail,
    ConversationOut,
    ConversationPage,
    DocumentFindings,
    ExchangeOut,
    FindingOut,
    FindingsOut,
    Handling,
    MessageOut,
    ModelOut,
    UseCaseOut,
)
from services.assistant.tables import Message
from services.assistant.use_cases import BY_CODE, UseCase
from services.kit.paging import Slice


def message(row: Message, siblings: Sequence[UUID] = (), citations: Sequence[Citation] = ()) -> MessageOut:
    """Show one message; a question is plain text, an answer Markdown whose numbers lead to what it was given."""
    cited = numbers.cited(row.content) if citations else set()
    has_source = any(one.number in cited for one in citations)
    return MessageOut(
        id=row.id, role=row.role, content=row.content, state=AnswerState(row.state), model=row.model,
        html=markdown.render(row.content, cited=numbers.links(citations)) if row.is_answer else markdown.plain(row.content),
        supplier=row.supplier, is_embedded=row.supplier == EMBEDDED_SUPPLIER,
        use_case=use_case(BY_CODE[row.use_case]) if row.use_case in BY_CODE else None,
        handling=Handling(row.handling),
        lacks_source=row.is_answer and row.state == "complete" and not has_source and sources.are_missing(row.content, use_case=BY_CODE.get(row.use_case)),
        frugal_hint=row.frugal_hint, failure=row.failure, words=len(row.content.split()),
        parent_id=row.parent_id, siblings=list(siblings), created_at=row.created_at, ended_at=row.ended_at,
        use_id=row.use_id, footprint=footprint(row), carded_at=row.carded_at, collection_id=row.collection_id,
        citations=[citation(one, is_cited=one.number in cited) for one in citations],
    )  # fmt: skip


def citation(row: Citation, *, is_cited: bool) -> CitationOut:
    """Show a passage that an answer was given."""
    return CitationOut(
        number=row.number, is_cited=is_cited, document=row.document, place=row.place,
        collection_id=row.collection_id, document_id=row.document_id, passage_id=row.passage_id,
    )  # fmt: skip


def exchange(rows: tuple[Message, Message], citations: Sequence[Citation] = ()) -> ExchangeOut:
    """Show a question and its answer."""
    return ExchangeOut(question=message(rows[0]), answer=message(rows[1], citations=citations))


def conversations(page: Slice[Titled], *, folders: Sequence[str], kept_days: int) -> ConversationPage:
    """Show one page of conversations."""
    items = [ConversationOut.model_validate(thread) for thread in page.items]
    return ConversationPage(items=items, next=page.next, folders=list(folders), kept_days=kept_days)


def conversation(
    found: tuple[Titled, Sequence[Message]],
    *,
    through: UUID | None = None,
    documents: Sequence[Given] = (),
    citations: Mapping[UUID, Sequence[Citation]] | None = None,
) -> ConversationDetail:
    """Show a conversation with one of its branches: the one through a message, else the latest."""
    thread, rows = found
    return ConversationDetail(
        id=thread.id, title=thread.title, folder=thread.folder, created_at=thread.created_at,
        messages=[message(one.row, one.siblings, (citations or {}).get(one.row.id, ())) for one in branches.shown(rows, through=through)],
        documents=[document(one) for one in documents],
    )  # fmt: skip


def model(one: Model) -> ModelOut:
    """Show one model."""
    return ModelOut(id=one.id, owned_by=one.supplier_name, is_generative=not one.is_embedded)


def use_case(one: UseCase) -> UseCaseOut:
    """Show one line of the catalogue."""
    return UseCaseOut(
        code=one.code, label=one.label, family=one.family, restriction=one.restriction,
        restriction_label=one.restriction.label, first_rung=one.first_rung.label,
    )  # fmt: skip


def findings(
    masked: Masked, use: UseCase | None, documents: Mapping[str, dict[str, int]] | None = None
) -> FindingsOut:
    """Show what was found, the text without it, and what its use allows."""
    placed = [
        FindingOut(kind=one.kind, start=one.start, end=one.end, placeholder=placeholder)
        for one, placeholder in masked.findings
    ]
    return FindingsOut(
        findings=placed, masked=masked.text, use_case=use_case(use) if use else None,
        may_pass=policy.may_pass(use), frugal_hint=frugality.hint(use),
        documents=[
            DocumentFindings.model_validate({"name": name, "counts": counts})
            for name, counts in (documents or {}).items()
        ],
    )  # fmt: skip


def charter(accepted_at: datetime | None) -> CharterOut:
    """Show the charter as it stands, and when the caller accepted it."""
    now = texts.CURRENT
    articles = [ArticleOut(title=article.title, text=article.text) for article in now.articles]
    return CharterOut(version=now.version, since=now.since, articles=articles, accepted_at=accepted_at)
