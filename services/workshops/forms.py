"""Values judged outside a route: a change against what it changes, an operation of a batch."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from services.kit.errors import Invalid

Form = TypeVar("Form", bound=BaseModel)


def read(form: type[Form], values: Mapping[str, object]) -> Form:
    """Give the values as `form`.

    Raises: Invalid, with each field at fault.
    """
    try:
        return form.model_validate(values)
    except ValidationError as error:
        raise Invalid(errors=faults(error)) from error


def merged(form: type[Form], row: BaseModel, change: BaseModel) -> Form:
    """Give what `row` would be after `change`, judged as a whole.

    Raises: Invalid: a change that is right by itself may be wrong beside what stays.
    """
    names = form.model_fields.keys() - {"id", "evidence"}
    present = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return read(form, {**present, **change.model_dump(exclude_unset=True)})


def faults(error: ValidationError) -> list[dict[str, JsonValue]]:
    """Give each fault as a problem document writes it; the refused value is left out, as it may be personal."""
    return [
        {
            "pointer": "/" + "/".join(str(part) for part in item["loc"]),
            "message": item["msg"],
            "type": item["type"],
            "limits": {
                name: limit for name, limit in item.get("ctx", {}).items() if isinstance(limit, int | float)
            },
        }
        for item in error.errors()
    ]
