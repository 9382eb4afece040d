"""Templates as the wire shows them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.assistant.request_templates.results import Results
from services.assistant.request_templates.schemas import (
    OriginOut,
    ResultsOut,
    TemplateEntry,
    TemplateFile,
    TemplateOut,
    TemplatePage,
)
from services.assistant.request_templates.templates import Found
from services.assistant.use_cases import BY_CODE

Counted = Mapping[UUID, Results]


def template(one: Found, counted: Counted) -> TemplateOut:
    """Show one template, and what came of it."""
    use_case = BY_CODE[one.said.use_case]
    said = one.said.model_dump(include={"title", "summary", "use_case", "body", "variables"})
    return TemplateOut(
        **said, id=one.id, version=one.version, versions=one.versions, family=use_case.family,
        label=use_case.label, sharing=one.sharing, is_library=one.is_library, is_mine=one.is_mine,
        origin=OriginOut(id=one.origin[0], version=one.origin[1]) if one.origin else None,
        written_at=one.written_at, results=_results(counted.get(one.id)),
    )  # fmt: skip


def templates(found: Sequence[Found], counted: Counted) -> TemplatePage:
    """Show the templates one may use."""
    return TemplatePage(items=[template(one, counted) for one in found])


def file(found: Sequence[Found]) -> TemplateFile:
    """Write templates as a file that another authority reads."""
    entries = [
        TemplateEntry(
            **one.said.model_dump(include={"title", "summary", "use_case", "body", "variables"}),
            id=one.id, version=one.version,
        )
        for one in found
    ]  # fmt: skip
    return TemplateFile(format="terrain.templates/1", templates=entries)


def _results(counted: Results | None) -> ResultsOut:
    if counted is None:
        return ResultsOut(n=None, kept_share=None, hidden=True)
    return ResultsOut(n=counted.n, kept_share=counted.kept / counted.n, hidden=False)
