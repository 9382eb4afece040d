"""Load the reference data: authorities, the programme, the nine enrolled in it."""

from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg
from sqlalchemy import make_url

from infra.seeds import programmes, reference as source
from infra.seeds.reference import ReferenceAuthority
from services.kit.settings import KitSettings
from services.kit.text import fold, sort_key

_COLUMNS = (
    "id", "kind", "legal_form", "name", "search_name", "sort_name", "siren", "insee",
    "departments", "regions", "postcodes", "population", "parent_siren",
)  # fmt: skip

_PLACES = """
    insert into measured_place (id, name, kind, department, stratum)
    select id, name, kind, coalesce(departments[1], ''), case when population is null then '' when population < 2000
        then 'under_2000' when population < 10000 then 'under_10000' when population < 50000 then 'under_50000'
        else 'over_50000' end from incoming
    on conflict (id) do update set name = excluded.name, kind = excluded.kind,
        department = excluded.department, stratum = excluded.stratum
"""
"""The same bodies as measures sort them: strata are those of the general code of local authorities, abridged."""


def authority_id(authority: ReferenceAuthority) -> UUID:
    """Give an authority's id: the same in every database, so that exports can be compared."""
    code = authority.siren or authority.insee or fold(authority.name)
    return uuid5(NAMESPACE_URL, f"terrain:authority:{code}")


def reference(settings: KitSettings) -> dict[str, int]:
    """Load or refresh the reference data; give how many rows of each noun. It may be run again at any time."""
    known = {authority_id(one): one for one in (*source.read(), *source.the_nine(), source.operator())}
    nine = [authority_id(one) for one in source.the_nine()]
    with psycopg.connect(plain(settings.app_database_url)) as connection, connection.transaction():
        connection.execute(
            "select set_config('app.operator', 'on', true), set_config('app.platform', 'on', true)"
        )
        copy(connection, known)
        return {"authority": len(known), **programmes.enrol(connection, nine)}


def reference_if_missing(settings: KitSettings) -> None:
    """Load the reference data into a new database; leave a filled one alone."""
    with psycopg.connect(plain(settings.app_database_url)) as connection:
        has_some = connection.execute("select 1 from authority limit 1").fetchone()
    if not has_some:
        reference(settings)


def copy(connection: psycopg.Connection, known: Mapping[UUID, ReferenceAuthority]) -> None:
    """Insert authorities or refresh them, in the connection's transaction."""
    names = ", ".join(_COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    connection.execute("create temporary table incoming (like authority including defaults) on commit drop")
    with connection.cursor().copy(f"copy incoming ({names}) from stdin") as copy:
        for row in _written(known):
            copy.write_row(row)
    connection.execute(
        f"insert into authority ({names}) select {names} from incoming on conflict (id) do update set {changes}"  # noqa: S608  our own names
    )
    connection.execute(_PLACES)


def _written(known: Mapping[UUID, ReferenceAuthority]) -> Iterator[tuple[object, ...]]:
    for identifier, one in known.items():
        yield (
            identifier, one.kind.value, one.legal_form, one.name, fold(one.name), sort_key(one.name),
            one.siren or None, one.insee or None, list(one.departments), list(one.regions), list(one.postcodes),
            one.population, one.parent_siren or None,
        )  # fmt: skip


def plain(url: str) -> str:
    """Give an address that psycopg itself reads."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
