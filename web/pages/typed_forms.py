"""A form as it was typed, kept when it is refused, with what is wrong beside each field."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import Request

from web.clients.api import Refused
from web.faults import by_field
from web.pages.form_summaries import labelled


@dataclass(frozen=True, slots=True)
class TypedForm:
    """What stands in the fields. `labels` names them, for the list of what is wrong."""

    labels: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Give what stands in a field."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Give what is wrong with a field."""
        return self.errors.get(name, "")

    def filled(self) -> dict[str, object]:
        """Give the fields that hold something: an empty one is left out, so that the service says if it is needed."""
        return {name: self.value(name) for name in self.labels if self.value(name).strip()}

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with the name of its field."""
        return labelled(self.errors, self.labels)

    def lacking(self, **errors: str) -> "TypedForm":
        """Say beside which field something is missing."""
        return replace(self, errors=errors)

    def refused(self, refusal: Refused, *, at: str = "") -> "TypedForm":
        """Keep what was typed, and say beside which field it was refused; `at`, for what names none of them.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.status not in {409, 422} or (refusal.status == 409 and not at):
            raise refusal
        found = by_field(refusal.faults)
        errors = {name: text for name, text in found.items() if name in self.labels}
        elsewhere = next((text for name, text in found.items() if name not in self.labels), refusal.detail)
        if not errors or len(errors) < len(found):
            errors[at or next(iter(self.labels))] = elsewhere
        return replace(self, errors=errors)


async def read(request: Request, labels: Mapping[str, str], *, many: str = "") -> TypedForm:
    """Read the form's fields; `many` names the one that may be ticked several times."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in labels}
    chosen = tuple(str(one) for one in form.getlist(many)) if many else ()
    return TypedForm(labels, typed, chosen)
