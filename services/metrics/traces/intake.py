"""Spans in: those that are uses are kept and counted as any program's events are; those that hold words are refused."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Principal
from services.metrics import intake, quarantine
from services.metrics.intake import Door
from services.metrics.readings import Unreadable
from services.metrics.schemas import MOST_EVENTS, EventProblem, RefusedEvent
from services.metrics.traces import spans
from services.metrics.traces.spans import Span

_CONTENT = Unreadable(
    "content_refused",
    "Terrain ne reçoit jamais ce qui a été demandé ou répondu. Coupez la capture des messages.",
).problem
_BROKEN = Unreadable("invalid", "La trace, la portion ou sa date ne sont pas lisibles.").problem
_ID = re.compile(r"(?!0+$)[0-9a-f]+")


@dataclass(slots=True)
class Receipt:
    """What became of a request's spans. Those that are no use are neither kept nor refused."""

    accepted: int
    duplicates: int
    refused: list[RefusedEvent]

    @property
    def why(self) -> str:
        """Say why spans were refused, for whoever runs the sender: codes and names of attributes, never a value."""
        counted = Counter((one.problem.code, one.problem.pointer) for one in self.refused)
        told = [
            f"{n} x {code}{f' ({where})' if where else ''}" for (code, where), n in counted.most_common(5)
        ]
        advice = (
            " Turn message capture off in the sender."
            if any(code == "content_refused" for code, _ in counted)
            else ""
        )
        return f"Refused: {', '.join(told)}.{advice}" if told else ""


async def take(session: AsyncSession, sent: Sequence[Span], *, by: Principal, door: Door) -> Receipt:
    """Keep and count the new uses among spans.

    Raises: Forbidden.
    """
    refused = [
        _refusal(span, _CONTENT.model_copy(update={"pointer": span.content[:80]}))
        for span in sent
        if span.content
    ]
    readable = [span for span in sent if not span.content and _is_whole(span)]
    broken = [span for span in sent if not span.content and not _is_whole(span)]
    refused += [_refusal(span, _BROKEN) for span in broken]
    receipt = Receipt(0, 0, refused)
    items = [spans.event(span) for span in spans.uses(readable)]
    # Once at least: whoever may not send is refused, whatever was sent.
    for start in range(0, max(1, len(items)), MOST_EVENTS):
        part = await intake.take(session, items[start : start + MOST_EVENTS], by=by, door=door)
        receipt.accepted += part.accepted
        receipt.duplicates += part.duplicates
        receipt.refused += part.refused
    await quarantine.keep(session, refused[:MOST_EVENTS], by=by)
    return receipt


def _is_whole(span: Span) -> bool:
    lengths = (len(span.trace), len(span.id)) == (32, 16)
    return lengths and all(_ID.fullmatch(one) for one in (span.trace, span.id)) and 0 < span.end < 2**62


def _refusal(span: Span, problem: EventProblem) -> RefusedEvent:
    return RefusedEvent(index=0, id=f"{span.trace}-{span.id}"[:64], problem=problem)
