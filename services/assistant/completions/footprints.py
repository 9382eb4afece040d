"""What an answer cost, beside it: a header, or a comment at the end of a stream whose usage was asked for.

No chunk is read for it: the tokens are those that the record of the use has counted.
"""

import msgspec

from services.assistant.footprints import views
from services.assistant.footprints.schemas import FootprintOut
from services.assistant.offers import Offer
from services.assistant.tails import DONE, Count, Unit

HEADER = "x-footprint"


class Given(msgspec.Struct, frozen=True):
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


def beside(lines: bytes, footprint: FootprintOut) -> bytes:
    """Put a comment before the end of a stream. A chunk more would come after the usage, which is to be the last."""
    ending = DONE.search(lines)
    if ending is None:
        return lines
    return lines[: ending.start()] + comment(footprint) + lines[ending.start() :]


def comment(footprint: FootprintOut) -> bytes:
    """Write the footprint as a comment of an event stream, which every client passes over."""
    return f": {HEADER} {footprint.model_dump_json(exclude_none=True)}\n\n".encode()
