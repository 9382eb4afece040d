"""The footprint of an answer, as the wire shows it."""

from services.assistant.footprints import estimates
from services.assistant.footprints.schemas import FootprintOut, FootprintStatus
from services.assistant.models import EMBEDDED_SUPPLIER
from services.assistant.tables import Message


def footprint(row: Message) -> FootprintOut | None:
    """Show what an answer cost; nothing for a question, or while it is written."""
    if not row.is_answer or row.ended_at is None:
        return None
    return told(
        row.upstream, row.input_tokens, row.output_tokens, is_embedded=row.supplier == EMBEDDED_SUPPLIER,
        is_estimate=row.counted_in == "estimate",
    )  # fmt: skip


def told(
    upstream: str, read: int | None, written: int | None, *, is_embedded: bool, is_estimate: bool
) -> FootprintOut:
    """Tell what so many tokens of a model cost."""
    table = estimates.table()
    known = estimates.estimate(upstream, written) if written else None
    status = FootprintStatus.KNOWN if known else FootprintStatus.UNKNOWN
    if is_embedded:
        status = FootprintStatus.NO_MODEL
    return FootprintOut(
        status=status, method=table.method, version=table.version,
        kwh_low=known.kwh[0] if known else None, kwh_high=known.kwh[1] if known else None,
        grams_low=known.grams[0] if known else None, grams_high=known.grams[1] if known else None,
        input_tokens=read, output_tokens=written, is_estimate=is_estimate,
    )  # fmt: skip
