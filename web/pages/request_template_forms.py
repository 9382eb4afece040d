"""A template as it is typed: its variables are lines, `nom | Libellé | type | facultatif | choix ; choix`."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Form

from services.assistant.request_templates.schemas import TemplateOut, Variable
from web.clients.api import Refused

KINDS = {"texte": "text", "texte long": "long_text", "nombre": "number", "date": "date", "choix": "choice"}
_WORDS = {kind: word for word, kind in KINDS.items()}
Text = Annotated[str, Form(max_length=20_000)]
_BROKEN = (
    "Relisez ces lignes : nom | Libellé | type, où le type est texte, texte long, nombre, date ou choix."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A template as it was typed."""

    title: Text = ""
    summary: Text = ""
    use_case: Text = ""
    body: Text = ""
    variables: Text = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> dict[str, object]:
        """The template as the service reads it."""
        lines = [line for line in self.variables.splitlines() if line.strip()]
        return {
            "title": self.title, "summary": self.summary, "use_case": self.use_case, "body": self.body,
            "variables": [_variable(line) for line in lines],
        }  # fmt: skip


def of_template(template: TemplateOut) -> Typed:
    """Show a template again in its form."""
    lines = "\n".join(_line(one) for one in template.variables)
    return Typed(template.title, template.summary, template.use_case, template.body, lines)


def faults(refusal: Refused) -> dict[str, str]:
    """Say beside which field a template was refused, in French.

    Raises: Refused, when no field of this form can mend it.
    """
    if refusal.status != 422:
        raise refusal
    told: dict[str, str] = {}
    for one in refusal.faults:
        name = one.pointer.strip("/").split("/")[0]
        ours = one.message if one.type == "template" else _SENTENCES.get(name, "À corriger.")
        told.setdefault(name, ours)
    return told


_SENTENCES = {
    "title": "Donnez un titre, 120 caractères au plus.", "summary": "300 caractères au plus, sur une ligne.",
    "body": "Écrivez la demande, en 10 caractères au moins et 10 000 au plus.", "variables": _BROKEN,
    "use_case": "Choisissez parmi les usages proposés.",
}  # fmt: skip


def _variable(line: str) -> dict[str, object]:
    name, label, kind, required, choices = [*(part.strip() for part in line.split("|", 4)), "", "", "", ""][
        :5
    ]
    return {
        "name": name, "label": label, "kind": KINDS.get(kind.lower() or "texte", kind),
        "required": required.lower() != "facultatif",
        "choices": [one.strip() for one in choices.split(";") if one.strip()],
    }  # fmt: skip


def _line(one: Variable) -> str:
    parts = [
        one.name, one.label, _WORDS[one.kind.value], "obligatoire" if one.required else "facultatif",
        " ; ".join(one.choices),
    ]  # fmt: skip
    return " | ".join(parts if one.choices else parts[:4])
