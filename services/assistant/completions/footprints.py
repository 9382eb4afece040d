"""What an answer cost, beside it: a header, or one event more for who asks to be told the usage of a stream.

No chunk is read for it: the tokens are those that the record of the use has counted.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from services.assistant.footprints import views
from services.assistant.footprints.schemas import FootprintOut
from services.assistant.offers import Offer
from services.assistant.tails import DONE, Count, Unit

HEADER = "x-footprint"


@dataclass(frozen=True, slots=True)
class Given:
    """A whole answer, and what it cost."""

    body: bytes
    footprint: FootprintOut

    @property
    def headers(self) -> dict[str, str]:
        """Write the footprint as a header."""
        return {HEADER: self.footprint.model_dump_json(exclude_none=True)}


def of(offer: Offer | None, count: Count) -> FootprintOut:
    """Tell what an answer cost; without an offer, the embedded engine gave it."""
    upstream = (offer.upstream or offer.model) if offer else ""
    # The embedded engine counts words: they are no tokens.
    tokens = (count.input, count.output) if offer else (None, None)
    return views.told(
        upstream, *tokens, is_embedded=offer is None, is_estimate=bool(offer) and count.unit is Unit.ESTIMATE
    )


def beside(lines: bytes, footprint: FootprintOut, *, use_id: UUID, model: str, at: int) -> bytes:
    """Put one event before the end of a stream, of the shape of the usage: no choice, and a field more."""
    ending = DONE.search(lines)
    if ending is None:
        return lines
    told = event(footprint, use_id=use_id, model=model, at=at)
    return lines[: ending.start()] + told + lines[ending.start() :]


def event(footprint: FootprintOut, *, use_id: UUID, model: str, at: int) -> bytes:
    """Write that event."""
    body = {
        "id": f"chatcmpl-{use_id}", "object": "chat.completion.chunk", "created": at, "model": model, "choices": [],
        "footprint": footprint.model_dump(mode="json", exclude_none=True),
    }  # fmt: skip
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
