"""Cards and declared uses as the wire shows them."""

from collections.abc import Sequence

from services.assistant.after_use import cards
from services.assistant.after_use.declared import Told
from services.assistant.after_use.lists import Became, IncidentKind, Outcome
from services.assistant.after_use.schemas import CardOut, DeclaredUseOut, DeclaredUsePage, IncidentIn
from services.assistant.after_use.tables import AfterUseCard, DeclaredUse
from services.assistant.use_cases import BY_CODE, Family
from services.kit.paging import Slice


def card(row: AfterUseCard) -> CardOut:
    """Show a card to its author."""
    incident = None
    if row.incident:
        incident = IncidentIn(
            category=IncidentKind(row.incident), severity=row.severity, note=row.incident_note
        )
    return CardOut(
        use_id=row.use_id, outcome=Outcome(row.outcome), usual_minutes=row.usual_minutes, minutes=row.minutes,
        checking_minutes=row.checking_minutes, would_have_done=row.would_have_done, became=Became(row.became),
        chose_frugal=row.chose_frugal, incident=incident, filled_at=row.filled_at, changed_at=row.changed_at,
        net_minutes=row.usual_minutes - row.minutes - row.checking_minutes,
        closes_at=cards.closes_at(row), is_open=cards.is_open(row),
    )  # fmt: skip


def declared_use(row: DeclaredUse, filled: AfterUseCard) -> DeclaredUseOut:
    """Show a declared use to its author."""
    family = Family(row.family)
    known = BY_CODE.get(row.use_case)
    return DeclaredUseOut(
        id=row.id, tool=row.tool, used_on=row.used_on, use_case=row.use_case, family=family,
        label=known.label if known else family.label.capitalize(), declared_at=row.declared_at,
        card=card(filled),
    )  # fmt: skip


def declared_page(page: Slice[DeclaredUse], rows: Sequence[Told]) -> DeclaredUsePage:
    """Show one page of declared uses."""
    return DeclaredUsePage(items=[declared_use(use, filled) for use, filled in rows], next=page.next)
