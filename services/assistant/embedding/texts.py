"""Texts in, vectors out, through the relay: masked, counted in the ledger and held against the quotas."""

import json
import math
from collections.abc import Sequence

from services.assistant import asking
from services.assistant.completions import exchange
from services.assistant.completions.exchange import Order
from services.assistant.desk import Desk
from services.assistant.models import Model
from services.assistant.purposes import Purpose
from services.assistant.refusals import SupplierFailed
from services.assistant.safeguards import sending
from services.assistant.schemas import Handling
from services.assistant.use_cases import BY_CODE
from services.kit.principal import Principal

_PURPOSE = Purpose(BY_CODE["REC-INT"])
_LONGEST = 16_000
"""Dimensions: what pgvector compares."""
Vector = tuple[float, ...]


async def embed(desk: Desk, model: Model, texts: Sequence[str], *, by: Principal) -> list[Vector]:
    """Give the vector of each text, of length 1. Personal data leaves as placeholders, whoever asks.

    It is written in the ledger and counts in quotas and costs, but no event tells of it: nobody used an assistant.

    Raises: a refusal of `refusals`.
    """
    body = {"model": model.id, "input": list(texts), "encoding_format": "float"}
    asked = asking.read_texts(json.dumps(body, ensure_ascii=False).encode())
    leaving = sending.prepare(asked.raw, Handling.MASK, purpose=_PURPOSE)
    order = Order(asked, model, _PURPOSE, by, leaving, exchange.EMBEDDINGS, is_upkeep=True)
    return read((await exchange.give(desk, order)).body, most=len(texts))


def read(body: bytes, *, most: int) -> list[Vector]:
    """Read an answer of the convention: as many vectors as texts, all of one length, in the order of their `index`.

    Raises: SupplierFailed.
    """
    try:
        given = sorted(json.loads(body)["data"], key=lambda one: int(one["index"]))
        vectors = [tuple(float(figure) for figure in one["embedding"]) for one in given]
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise SupplierFailed from error
    places = [int(one["index"]) for one in given]
    if places != list(range(most)) or len({len(one) for one in vectors}) != 1 or len(vectors[0]) > _LONGEST:
        raise SupplierFailed
    return [_unit(one) for one in vectors]


def _unit(vector: Vector) -> Vector:
    length = math.hypot(*vector)
    if not 0 < length < math.inf:  # also what is no number
        raise SupplierFailed
    return tuple(figure / length for figure in vector)
