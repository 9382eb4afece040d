"""Request templates on the wire, and in the JSON files that are exchanged."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from services.assistant.use_cases import Family
from services.assistant.wire import Wire

MOST_VARIABLES, MOST_TEMPLATES = 12, 200
_EXAMPLE_BODY = "Écris une lettre de remerciement à {{a_qui}} pour {{pour_quoi}}."


class VariableKind(StrEnum):
    """What is asked for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class Sharing(StrEnum):
    """Who may use a template besides its owner."""

    PRIVATE = "private"
    SERVICE = "service"
    AUTHORITY = "authority"
    REGION = "region"


def _line(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most, pattern=r"^[^\x00-\x1f]*$")


Title = Annotated[str, _line(120)]
Choice = Annotated[str, _line(80)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Hint = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00-\x1f]*$")
]  # fmt: skip
Body = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=10_000, pattern=r"^[^\x00]*$")
]  # fmt: skip
Value = Annotated[str, StringConstraints(max_length=50_000, pattern=r"^[^\x00]*$")]


class Variable(Wire):
    """One thing to fill in, written `{{name}}` in the body."""

    name: Name = Field(examples=["a_qui"])
    label: Title = Field(examples=["À qui"])
    kind: VariableKind = VariableKind.TEXT
    required: bool = True
    hint: Hint = Field(default="", examples=["Une fonction, jamais un nom."])
    choices: list[Choice] = Field(
        default=[], max_length=12, description="For a choice only: two or more.", examples=[[]]
    )


class TemplateIn(Wire):
    """What a template says."""

    title: Title = Field(examples=["Lettre de remerciement"])
    summary: Hint = Field(default="", examples=["À des bénévoles ou à des partenaires."])
    use_case: str = Field(max_length=20, description="A code of the catalogue.", examples=["RED-COU"])
    body: Body = Field(
        description="The request, with `{{name}}` for each variable.", examples=[_EXAMPLE_BODY]
    )
    variables: list[Variable] = Field(
        default=[], max_length=MOST_VARIABLES,
        examples=[[{"name": "a_qui", "label": "À qui"}, {"name": "pour_quoi", "label": "Pour quoi"}]],
    )  # fmt: skip


class SharingIn(Wire):
    """Who may use a template from now on."""

    sharing: Sharing = Field(
        description="`service`: colleagues of the same service of one's authority.", examples=["authority"]
    )


class TemplateEntry(TemplateIn):
    """A template in a file; `id` and `version` say where it comes from, and become its origin."""

    id: UUID | None = None
    version: int | None = Field(default=None, ge=1, le=1_000_000, examples=[1])
    key: str = Field(default="", max_length=80, description="A name to read; not kept.", examples=["lettre"])


class TemplateFile(Wire):
    """Templates as they are exchanged between authorities."""

    format: Literal["terrain.templates/1"] = Field(examples=["terrain.templates/1"])
    templates: list[TemplateEntry] = Field(min_length=1, max_length=MOST_TEMPLATES)


class OriginOut(Wire):
    """The version that a template was copied from."""

    id: UUID
    version: int = Field(examples=[1])


class ResultsOut(Wire):
    """What cards said after its uses. Null, with `hidden`, when they are about fewer than five agents."""

    n: int | None = Field(description="Cards filled in.", examples=[12])
    kept_share: float | None = Field(description="Kept as it was or lightly edited.", examples=[0.75])
    hidden: bool


class TemplateOut(TemplateIn):
    """A template in its last version, or in the one that was asked for."""

    id: UUID
    version: int = Field(examples=[1])
    versions: int = Field(description="How many there are.", examples=[1])
    family: Family
    label: str = Field(description="What it is for, in French.", examples=["Courrier ou courriel"])
    sharing: Sharing
    is_library: bool = Field(description="True when it comes with the platform; the operator answers for it.")
    is_mine: bool
    origin: OriginOut | None = None
    written_at: datetime | None = None
    results: ResultsOut


class TemplatePage(Wire):
    """The templates one may use, by title."""

    items: list[TemplateOut]
    next: None = None


class FillingIn(Wire):
    """A value for each variable: a number or a date as text, `2026-11-24`."""

    values: dict[Name, Value] = Field(
        max_length=MOST_VARIABLES, examples=[{"a_qui": "des bénévoles", "pour_quoi": "leur aide"}]
    )


class FillingOut(Wire):
    """The request, ready to be read and sent."""

    content: str = Field(examples=["Écris une lettre de remerciement à des bénévoles pour leur aide."])
    use_case: str = Field(examples=["RED-COU"])
    template_id: UUID
    version: int = Field(examples=[1])
