"""From a body and values to a request. Pure functions.

A line all of whose variables were left out is dropped: a request never shows a hole that nobody has to fill.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from services.assistant.request_templates.schemas import TemplateIn, Variable, VariableKind
from services.assistant.use_cases import BY_CODE
from services.kit.errors import Invalid

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
Fault = dict[str, str]


def check(new: TemplateIn, *, at: str = "") -> list[Fault]:
    """Say what is wrong with a template: its code, its variables, the places of its body. `at` begins pointers."""
    faults = (
        [] if new.use_case in BY_CODE else [_fault(f"{at}/use_case", "Ce code ne figure pas au catalogue.")]
    )
    names = [one.name for one in new.variables]
    for place, one in enumerate(new.variables):
        if names.index(one.name) != place:
            faults.append(_fault(f"{at}/variables/{place}/name", "Ce nom est déjà pris."))
        if (one.kind is VariableKind.CHOICE) != (len(set(one.choices)) > 1):
            message = "Un choix propose au moins deux réponses ; les autres n’en ont pas."
            faults.append(_fault(f"{at}/variables/{place}/choices", message))
    used = set(_PLACE.findall(new.body))
    if unknown := sorted(used - set(names)):
        faults.append(_fault(f"{at}/body", f"Variables non décrites : {', '.join(unknown)[:200]}."))
    if unused := sorted(set(names) - used):
        faults.append(_fault(f"{at}/body", f"Variables absentes du texte : {', '.join(unused)}."))
    return faults


def fill(body: str, variables: Sequence[Variable], values: Mapping[str, str]) -> str:
    """Write the request.

    Raises: Invalid, with the name of each value that is missing, unknown or of another kind.
    """
    known = {one.name: one for one in variables}
    faults = [
        _fault(f"/values/{name}", "Cette variable n’existe pas.") for name in values if name not in known
    ]
    written: dict[str, str] = {}
    for name, one in known.items():
        told = values.get(name, "").strip()
        text = _written(told, one) if told else ""
        if text is None or (one.required and not told):
            faults.append(_fault(f"/values/{name}", _WRONG[one.kind] if told else "Ce champ est nécessaire."))
        written[name] = text or ""
    if faults:
        raise Invalid(errors=faults)
    lines = [line for line in body.splitlines() if not _is_hollow(line, written)]
    return "\n".join(_PLACE.sub(lambda place: written[place[1]], line) for line in lines)


_WRONG = {
    VariableKind.TEXT: "Une seule ligne est attendue.", VariableKind.LONG_TEXT: "Ce texte n’est pas lisible.",
    VariableKind.NUMBER: "Indiquez un nombre.", VariableKind.DATE: "Indiquez une date, par exemple 24/11/2026.",
    VariableKind.CHOICE: "Choisissez parmi les réponses proposées.",
}  # fmt: skip


def _written(told: str, one: Variable) -> str | None:
    """Write a value as the request says it; None when it is not of its kind."""
    match one.kind:
        case VariableKind.TEXT:
            return told if "\n" not in told and "\r" not in told else None
        case VariableKind.NUMBER:
            return _number(told)
        case VariableKind.DATE:
            return _day(told)
        case VariableKind.CHOICE:
            return told if told in one.choices else None
    return told.replace("\r\n", "\n")


def _number(told: str) -> str | None:
    plain = re.sub(r"\s", "", told).replace(",", ".")
    try:
        is_number = len(plain) < 30 and Decimal(plain).is_finite()
    except InvalidOperation:
        is_number = False
    return told if is_number else None


def _day(told: str) -> str | None:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {_MONTHS[day.month - 1]} {day.year}"


def _is_hollow(line: str, written: Mapping[str, str]) -> bool:
    places = _PLACE.findall(line)
    return bool(places) and not any(written[name] for name in places)


def _fault(pointer: str, message: str) -> Fault:
    return {"pointer": pointer, "type": "template", "message": message}
