"""The panels of the page asked of the events themselves, as a general dashboard asks: one GROUP BY each."""

from services.metrics.kinds import Kind

_MONTH = "date_trunc('month', at at time zone 'Europe/Paris')"
_USES = f"kind in ({Kind.USE}, {Kind.DECLARED_USE})"
_CARD = f"kind = {Kind.CARD}"

PANELS = {
    "net_gain": "select percentile_cont(array[0.25, 0.5, 0.75]) within group (order by (body::jsonb ->> 'net')::int)"
    f" from usage_event where {_CARD} and not (body::jsonb ->> 'is_new')::bool",
    "decisions": f"select body::jsonb ->> 'detail', count(*) from usage_event where kind = {Kind.DECISION} group by 1",
    "outcome": f"select body::jsonb ->> 'outcome', count(*), count(distinct person) from usage_event where {_CARD} group by 1",
    "footprint": "select model, sum(output) from usage_event e join usage_origin o on o.id = e.origin"
    f" where {_USES} group by 1",
    "mix": f"select code, count(*), count(distinct person) from usage_event where {_USES} group by 1",
    "became": f"select body::jsonb ->> 'became', count(*), count(distinct person) from usage_event where {_CARD} group by 1",
    "stops": f"select authority_id, count(*) from usage_event where kind = {Kind.DECISION}"
    " and body::jsonb ->> 'detail' like 'stop%' group by 1",
    "incidents": f"select body::jsonb ->> 'detail', count(*) from usage_event where kind = {Kind.INCIDENT} group by 1",
    "cost_per_hour": "select model, sum(input), sum(output) from usage_event e join usage_origin o on o.id = e.origin"
    f" where {_USES} group by 1",
    "frugality": f"select body::jsonb ->> 'detail', count(*), sum((body::jsonb ->> 'amount')::int) from usage_event"
    f" where kind = {Kind.FRUGAL_CHOICE} group by 1",
    "uses": f"select {_MONTH}, count(*) from usage_event where {_USES} group by 1",
    "active": f"select {_MONTH}, count(distinct person) from usage_event where {_USES} group by 1",
}
"""By the question that each stands for: a lower bound, since nothing in them is hidden, bounded or explained."""
