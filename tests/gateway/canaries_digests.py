"""A digest that went to somebody of Chéroy. Only the command line writes one down: no door of the house does."""

import psycopg


def plant(owner: psycopg.Connection, person: str, authority: str) -> list[str]:
    """Note a delivery; it has no address of its own."""
    owner.execute(
        "insert into digest_delivery (month, address_hash, authority_id, person_id, sent_at)"
        " values ('2026-10-01', '\\x00', %s, %s, now())",
        [authority, person],
    )
    return []
