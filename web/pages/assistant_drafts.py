"""A question as it is typed, before it is one: kept whatever is refused."""

from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import Depends, Form, Request

from web.clients.api import Refused
from web.faults import by_field
from web.pages.assistant_previews import Preview

_FIELDS = {"model_unknown": "model", "use_case_unknown": "use_case", "use_forbidden": "use_case"}
"""Which field of the form mends which refusal."""
UNATTACHED = {
    "file": "Ce document est choisi mais pas encore joint : « Joindre » d’abord, ou videz ce champ."
}
_CHOOSE = frozenset({"personal_data_found", "pass_forbidden"})
"""Refusals that the person's choice mends: the preview asks for it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it was typed, kept when it is refused."""

    content: str = ""
    model: str = "auto"
    use_case: str = ""
    handling: str = ""
    """What the person chose for their personal data; nothing yet: they are asked when some is found."""
    reason: str = ""
    template_id: str = ""
    """The template it was written from."""
    collection_id: str = ""
    """The collection it is to be answered from."""
    file: str = ""
    """The name of a file that was chosen without being attached: a page without script sends no more of it."""
    errors: dict[str, str] = field(default_factory=dict)
    preview: Preview | None = None
    after: str = ""
    """The answer it follows, on the branch that is shown."""
    instead_of: str = ""
    """The question it rewords."""

    @property
    def question(self) -> dict[str, object]:
        """The question as the service reads it."""
        return {
            "content": self.content, "model": self.model, "use_case": self.use_case or None,
            "handling": self.handling if self.handling in {"mask", "pass"} else "refuse", "reason": self.reason,
            "after": self.after or None, "instead_of": self.instead_of or None,
            "template_id": self.template_id or None, "collection_id": self.collection_id or None,
        }  # fmt: skip

    def refused(self, refusal: Refused) -> "Draft":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.code in _CHOOSE:
            return self
        if refusal.code in _FIELDS:
            return replace(self, errors={_FIELDS[refusal.code]: refusal.detail})
        if refusal.status != 422:
            raise refusal
        own = (replace(fault, pointer=fault.pointer.rpartition("/")[2]) for fault in refusal.faults)
        return replace(self, errors=by_field(own))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands in its conversation, what it comes from, a file left unattached."""

    after: str = ""
    instead_of: str = ""
    template_id: str = ""
    collection_id: str = ""
    file: str = ""


async def read_place(
    request: Request,
    after: Annotated[str, Form(max_length=40)] = "",
    instead_of: Annotated[str, Form(max_length=40)] = "",
    template_id: Annotated[str, Form(max_length=40)] = "",
    collection_id: Annotated[str, Form(max_length=40)] = "",
) -> Place:
    """Read what goes with a question. Without script, a file that was only chosen comes as its name."""
    has_script = request.headers.get("hx-request") == "true"
    left = "" if has_script else (await request.form()).get("file", "")
    return Place(after, instead_of, template_id, collection_id, left if isinstance(left, str) else "")


async def read_draft(
    place: Annotated[Place, Depends(read_place)],
    content: Annotated[str, Form()] = "",
    model: Annotated[str, Form()] = "auto",
    use_case: Annotated[str, Form()] = "",
    handling: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Draft:
    """Read the form."""
    return Draft(
        content, model, use_case, handling, reason, after=place.after, instead_of=place.instead_of,
        template_id=place.template_id, collection_id=place.collection_id, file=place.file,
    )  # fmt: skip


Typed = Annotated[Draft, Depends(read_draft)]
