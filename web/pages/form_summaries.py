"""A form's faults in one list: each sentence bears the name of its field, since it stands away from it."""

from collections.abc import Mapping

from web.french import NBSP


def labelled(errors: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Give each field's fault as « Thème : ce champ est nécessaire. »."""
    return {
        name: f"{labels[name]}{NBSP}: {said[:1].lower()}{said[1:]}" if name in labels else said
        for name, said in errors.items()
    }
