"""The assistant on the wire."""

# ruff: noqa: PLC0414 - what is imported under its own name is given on: pages read this one module

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.assistant import examples
from services.assistant.documents_schemas import (
    CitationOut as CitationOut,
    CollectionChoice as CollectionChoice,
    DocumentDetail as DocumentDetail,
    DocumentOut as DocumentOut,
    DocumentPage as DocumentPage,
)
from services.assistant.footprints.schemas import FootprintOut as FootprintOut
from services.assistant.safeguards_schemas import (
    AcceptanceIn as AcceptanceIn,
    ArticleOut as ArticleOut,
    CharterOut as CharterOut,
    DocumentFindings as DocumentFindings,
    FindingKind as FindingKind,
    FindingOut as FindingOut,
    FindingsIn as FindingsIn,
    Handling as Handling,
    Reason as Reason,
)
from services.assistant.wire import Wire

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f]*$")]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100_000)]


class AnswerState(StrEnum):
    """How an answer stands. A question is always complete."""

    PENDING = "pending"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class UseCaseOut(Wire):
    """One line of the catalogue of uses."""

    code: str = Field(examples=["RED-COU"])
    label: str = Field(examples=["Courrier ou courriel"])
    family: str = Field(examples=["drafting"])
    restriction: str = Field(description="none, watched, avoid or forbidden.", examples=["none"])
    restriction_label: str = Field(description="The restriction in French.", examples=["permis"])
    first_rung: str = Field(
        description="What to try before a model, in French.", examples=["réorganiser le travail"]
    )


class UseCasePage(Wire):
    """The whole catalogue."""

    items: list[UseCaseOut]
    next: None = None


class ModelOut(Wire):
    """One model, in OpenAI's shape."""

    id: str = Field(examples=["terrain-embarque"])
    object: str = "model"
    created: int = 0
    owned_by: str = Field(description="The supplier that answers.", examples=["terrain"])
    is_generative: bool = Field(
        description="False for the embedded engine: it composes from rules, and counts words instead of tokens."
    )


class ModelPage(Wire):
    """Every model one may ask, in OpenAI's shape."""

    object: str = "list"
    data: list[ModelOut]


class ChoicesOut(Wire):
    """What may be chosen beside a question."""

    models: list[ModelOut]
    use_cases: list[UseCaseOut]
    has_accepted_charter: bool = Field(description="Whether the caller accepted the charter as it stands.")
    collections: list[CollectionChoice] = Field(
        default=[], description="The collections that a question may be answered from."
    )


class QuestionIn(Wire):
    """A question, and optionally who is to answer it and what for."""

    content: Question = Field(
        examples=["Rédige un courrier de remerciement aux bénévoles de la fête du village."]
    )
    model: str = Field(default="auto", max_length=200, description="A name from `/models`.")
    use_case: str | None = Field(
        default=None, max_length=20, description="A code of the catalogue. Without it, recognised from the words.",
        examples=["RED-COU"],
    )  # fmt: skip
    handling: Handling = Field(
        default=Handling.MASK, description="What becomes of personal data: mask, refuse, pass."
    )
    reason: Reason = Field(
        default="", description="Why it may leave as it is; required with `pass`.",
        examples=["La personne a donné son accord écrit."],
    )  # fmt: skip
    after: UUID | None = Field(
        default=None, description="The answer it follows. Without it, the latest message of the conversation."
    )
    instead_of: UUID | None = Field(
        default=None, description="A question it takes the place of, on a branch of its own: both stay."
    )
    template_id: UUID | None = Field(
        default=None, description="The template it was written from, so that its results are measured."
    )
    collection_id: UUID | None = Field(
        default=None, description="A collection to answer from: its passages are given, and cited by number."
    )


class ConversationIn(Wire):
    """A new thread, with its first question if it is known."""

    question: QuestionIn | None = None


class RetryIn(Wire):
    """Who is to answer the same question again."""

    model: str = Field(default="auto", max_length=200, description="A name from `/models`.")


class LabelIn(Wire):
    """How an author names a conversation, and where they keep it."""

    title: Name = Field(
        default="", description="Empty: the beginning of the first question.", examples=["Fête"]
    )
    folder: Name = Field(default="", description="Empty: in no folder.", examples=["Courriers"])


class MessageOut(Wire):
    """A question, or the answer to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ANSWER]})

    id: UUID
    role: str = Field(description="user or assistant.", examples=["assistant"])
    content: str = Field(description="Markdown, as it was written.")
    html: str = Field(description="The same, as HTML that is safe to show.")
    state: AnswerState
    model: str = Field(examples=["terrain-embarque"])
    supplier: str = Field(examples=["terrain"])
    is_embedded: bool = Field(description="True when the embedded engine composed it, without any supplier.")
    use_case: UseCaseOut | None = Field(default=None, description="What it was for: declared, or recognised.")
    frugal_hint: str = Field(description="A simpler way, in French. Empty when there is none.")
    failure: str = Field(description="Why there is no whole answer, in French. Empty otherwise.")
    handling: Handling = Field(
        default=Handling.MASK, description="How personal data left, when a supplier answered."
    )
    lacks_source: bool = Field(
        default=False, description="True when the answer touches the law and cites nothing to check it by."
    )
    parent_id: UUID | None = Field(default=None, description="What it follows. Null for the first.")
    siblings: list[UUID] = Field(
        default=[],
        description="In a conversation: the messages at this place, one a branch, itself among them.",
    )
    footprint: FootprintOut | None = Field(default=None, description="Of an answer that has ended.")
    collection_id: UUID | None = Field(
        default=None, description="The collection that a question is answered from."
    )
    citations: list[CitationOut] = Field(
        default=[], description="The passages that an answer was given, by number; no other number is a link.",
        examples=[[]],
    )  # fmt: skip
    words: int
    use_id: UUID | None = Field(default=None, description="The use that an answer is counted by.")
    carded_at: datetime | None = Field(default=None, description="When its card was last filled in.")
    created_at: datetime
    ended_at: datetime | None = None


class ExchangeOut(Wire):
    """A question and the answer that begins."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": examples.QUESTION, "answer": examples.PENDING}]}
    )

    question: MessageOut
    answer: MessageOut


class ConversationOut(Wire):
    """A thread. Without a title of its own, it has the beginning of its first question."""

    id: UUID
    title: str = Field(examples=["Rédige un courrier de remerciement aux bénévoles"])
    folder: str = Field(default="", description="Where its author keeps it.", examples=["Courriers"])
    excerpt: str = Field(
        default="", description="In a search: the passage where the words are.", examples=[""]
    )
    created_at: datetime


class ConversationDetail(ConversationOut):
    """A thread with one of its branches, from the first question to the latest answer."""

    messages: list[MessageOut] = Field(examples=[[examples.QUESTION, examples.ANSWER]])
    documents: list[DocumentOut] = Field(
        default=[], description="What is attached to it, in the order it came.", examples=[[]]
    )


class ConversationPage(Wire):
    """One page of one's own conversations, the latest first."""

    items: list[ConversationOut]
    next: str | None
    folders: list[str] = Field(
        default=[], description="The names of one's folders.", examples=[["Courriers"]]
    )
    kept_days: int = Field(description="Days after which what was said is deleted.", examples=[30])


class FindingsOut(Wire):
    """What was found, in the order of the text and without overlap, and the text without it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FINDINGS]})

    findings: list[FindingOut]
    masked: str = Field(description="The text with each finding replaced by its placeholder.")
    use_case: UseCaseOut | None = Field(
        default=None, description="What the text is for: declared, or recognised."
    )
    may_pass: bool = Field(
        default=True, description="Whether this use allows personal data to leave as it is."
    )
    frugal_hint: str = Field(default="", description="A simpler way, in French. Empty when there is none.")
    documents: list[DocumentFindings] = Field(
        default=[], description="The documents of the conversation that tell of people, and what they tell."
    )


class OpenAIFault(Wire):
    """What OpenAI's clients read their typed errors from."""

    message: str = Field(description="For people, in French.")
    type: str = Field(
        description="invalid_request_error, authentication_error, permission_error, rate_limit_error or api_error."
    )
    param: str | None = Field(default=None, description="The parameter or header at fault, when it is one.")
    code: str | None = Field(description="Stable, for programs. The table of codes gives each.")


class OpenAIError(Wire):
    """A refusal in OpenAI's shape."""

    error: OpenAIFault
