"""What is wrong with a field, in French, beside the field."""

from collections.abc import Iterable

from web.clients.api import Fault

_SENTENCES = {
    "missing": "Ce champ est nécessaire.",
    "string_too_short": "Au moins {min_length:.0f} caractères.",
    "string_too_long": "Au plus {max_length:.0f} caractères.",
    "too_short": "Choisissez au moins {min_length:.0f} élément.",
    "greater_than_equal": "Au moins {ge:g}.",
    "greater_than": "Plus de {gt:g}.",
    "less_than_equal": "Au plus {le:g}.",
    "string_pattern_mismatch": "Ce n’est pas la forme attendue.",
    "enum": "Choisissez parmi les réponses proposées.",
    "literal_error": "Choisissez parmi les réponses proposées.",
    "int_parsing": "Indiquez un nombre entier.",
    "float_parsing": "Indiquez un nombre.",
    "decimal_parsing": "Indiquez un nombre.",
    "date_from_datetime_parsing": "Indiquez une date, par exemple 24/11/2026.",
    "date_parsing": "Indiquez une date, par exemple 24/11/2026.",
    "uuid_parsing": "Choisissez parmi les réponses proposées.",
}


def by_field(faults: Iterable[Fault]) -> dict[str, str]:
    """Give one sentence for each field at fault."""
    return {fault.pointer.strip("/").split("/")[0]: _sentence(fault) for fault in faults}


def _sentence(fault: Fault) -> str:
    if fault.type == "string_too_short" and fault.limits.get("min_length") == 1:
        return _SENTENCES["missing"]
    template = _SENTENCES.get(fault.type)
    # A rule of our own speaks French already; pydantic puts its own words before it.
    return template.format(**fault.limits) if template else fault.message.removeprefix("Value error, ")
