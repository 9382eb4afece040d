"""Row-level security, said once: what a migration executes to put a table behind its tenant."""

_SAME_AUTHORITY = "authority_id = (select nullif(current_setting('app.authority', true), '')::uuid)"
_OPERATOR = "(select current_setting('app.operator', true)) = 'on'"
_PLATFORM = "(select current_setting('app.platform', true)) = 'on'"
_SOMEBODY = "(select nullif(current_setting('app.authority', true), '')) is not null"
_SERVICE = "(select nullif(current_setting('app.service', true), ''))"
_SAME_PERSON = "{column} = (select nullif(current_setting('app.person', true), '')::uuid)"


def isolate(table: str) -> list[str]:
    """Give the statements after which a row shows only to its authority and to the operator."""
    return _statements(table, f"{_SAME_AUTHORITY} or {_OPERATOR}")


def isolate_authority(table: str) -> list[str]:
    """Give the statements after which a row shows only to its authority: not even the operator's people read it."""
    return _statements(table, f"{_SAME_AUTHORITY} or {_PLATFORM}")


def isolate_person(table: str, column: str = "person_id") -> list[str]:
    """Give the statements after which a row shows only to its author, inside their authority.

    Not even the operator's people read it; the platform's own work (purges, erasure) does.
    """
    return _statements(table, f"({_SAME_AUTHORITY} and {_SAME_PERSON.format(column=column)}) or {_PLATFORM}")


def isolate_operator(table: str) -> list[str]:
    """Give the statements after which only the operator's people read and write a table that joins authorities."""
    return _statements(table, _OPERATOR)


def isolate_owner(table: str, column: str) -> list[str]:
    """Give the statements after which a row of no authority shows only to its owner."""
    return _statements(table, f"{_SAME_PERSON.format(column=column)} or {_PLATFORM}")


def isolate_until(table: str, column: str, opened: str) -> list[str]:
    """Give the statements after which a row is written and read by its author alone, until `opened` (SQL) holds.

    From then on their authority and the operator read it too.
    """
    place, author = f"({_SAME_AUTHORITY} or {_OPERATOR})", _SAME_PERSON.format(column=column)
    return _statements(
        table,
        f"({place} and ({author} or {opened})) or {_PLATFORM}",
        f"({place} and {author}) or {_PLATFORM}",
    )


def isolate_shared(table: str, owner: str, sharing: str) -> list[str]:
    """Give the statements after which a row shows to its owner, and to whom its `sharing` names.

    `private` is the owner alone, `authority` their colleagues, `region` everybody who belongs to an authority.
    Only its owner writes it.
    """
    mine = f"({_SAME_AUTHORITY} and {_SAME_PERSON.format(column=owner)}) or {_PLATFORM}"
    colleagues = f"({_SAME_AUTHORITY} and {sharing} <> 'private')"
    region = f"({sharing} = 'region' and {_SOMEBODY})"
    return _statements(table, f"{mine} or {colleagues} or {region}", mine)


def isolate_shared_with_service(table: str, owner: str, sharing: str, service: str) -> list[str]:
    """Give the statements of `isolate_shared`, where `service` shares with those of one's authority who work in the same.

    The row keeps the service it was shared with; an empty one is nobody's.
    """
    mine = f"({_SAME_AUTHORITY} and {_SAME_PERSON.format(column=owner)}) or {_PLATFORM}"
    same = f"({sharing} = 'service' and {service} = {_SERVICE})"
    colleagues = f"({_SAME_AUTHORITY} and ({sharing} in ('authority', 'region') or {same}))"
    region = f"({sharing} = 'region' and {_SOMEBODY})"
    return _statements(table, f"{mine} or {colleagues} or {region}", mine)


def isolate_part(table: str, whole: str, column: str) -> list[str]:
    """Give the statements after which a row shows to whoever may see the `whole` it is part of.

    It is written in its author's authority.
    """
    seen = f"exists (select 1 from {whole} w where w.id = {table}.{column})"  # noqa: S608  names that a migration gives
    return _statements(
        table,
        f"{seen} and ({_SAME_AUTHORITY} or {_SOMEBODY} or {_PLATFORM})",
        f"{seen} and {_SAME_AUTHORITY}",
    )


def _statements(table: str, condition: str, written: str = "") -> list[str]:
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy {table}_isolation on {table} using ({condition}) with check ({written or condition})",
    ]
