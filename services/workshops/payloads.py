"""An operation's content as bytes that a tablet and a server write alike, and their hash."""

import hashlib
import json
import math
from collections.abc import Mapping

from pydantic import JsonValue


def hash_of(content: Mapping[str, JsonValue]) -> bytes:
    """Give the SHA-256 of the content in canonical JSON.

    Canonical: RFC 8785 for names in ASCII, which all ours are: members in order, no space, numbers as JavaScript
    writes them. What no text holds (half of a surrogate pair) counts as « ? »: the content's own judgement refuses it.
    """
    return hashlib.sha256(_written(dict(content)).encode(errors="replace")).digest()


def _written(value: JsonValue) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(name)}:{_written(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value))
    return json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Write a number as ECMAScript does (ECMA-262, Number::toString)."""
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign, digits, exponent = ("-" if value < 0 else ""), *_parts(abs(value))
    point = exponent + len(digits)
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{point - 1:+d}"


def _parts(value: float) -> tuple[str, int]:
    """Give the shortest digits that read back as `value`, and the power of ten after them."""
    mantissa, _, power = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits, exponent = (whole + fraction).lstrip("0"), int(power or 0) - len(fraction)
    kept = digits.rstrip("0")
    return kept, exponent + len(digits) - len(kept)
