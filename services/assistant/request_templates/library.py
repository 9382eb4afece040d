"""The templates that come with the platform: the operator answers for them, the file's history is their history."""

from functools import cache
from pathlib import Path
from uuid import UUID

from services.assistant.request_templates.schemas import TemplateEntry, TemplateFile


@cache
def entries() -> dict[UUID, TemplateEntry]:
    """Give the library, by id."""
    text = Path(__file__).with_name("library.json").read_text("utf-8")
    return {one.id: one for one in TemplateFile.model_validate_json(text).templates if one.id}
