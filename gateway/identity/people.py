"""People: added, changed, suspended, reinstated."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, or_, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import authorities
from gateway.identity.events import PersonAdded, PersonChanged, PersonReinstated, PersonSuspended
from gateway.identity.schemas import PersonChange, PersonIn, Role
from gateway.identity.tables import Authority, BrowserSession, Person, SignInLink
from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.kit.text import fold, sort_key

CHAMPION_GRANTS = frozenset({Role.AGENT, Role.CHAMPION})
OPERATOR_ROLES = frozenset({Role.ADMIN, Role.FACILITATOR})
"""Roles that only the operator's own people hold: they reach across authorities."""
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('identity.last_administrator'))")


class AddressTaken(Conflict):
    """Somebody has this email address already, here or in another authority."""

    sentence = "Cette adresse électronique est déjà celle d’une personne inscrite."


class RoleOfTheOperator(Invalid):
    """The roles `admin` and `facilitator` are kept for people of the operator's own authority."""

    sentence = "Seules les personnes de l’opérateur peuvent être administrateur ou de l’équipe projet."


class OutOfReach(Forbidden):
    """A champion looks after agents and champions only, and this person has another role."""

    sentence = "Un référent IA s’occupe des agents et des référents IA. Pour les autres rôles, adressez-vous à l’opérateur."


class LastAdministrator(Conflict):
    """No active administrator would be left."""

    sentence = "Il faut garder au moins un administrateur actif."


async def add(session: AsyncSession, new: PersonIn, *, by: Principal | None) -> Person:
    """Write a person down, with their roles. `by` is None for the command line.

    Raises: NotFound, Forbidden, RoleOfTheOperator, AddressTaken.
    """
    authority = await authorities.get(session, new.authority_id)
    _check_roles(new.roles, is_operator=authority.kind == "operator", by=by)
    if by is not None and not by.is_operator and by.authority != new.authority_id:
        raise Forbidden

    roles = sorted({role.value for role in new.roles})
    person = Person(
        email=new.email, name=new.name, sort_name=sort_key(new.name), roles=roles, authority_id=authority.id,
        service=new.service,
    )  # fmt: skip
    session.add(person)
    try:
        await session.flush()
    except (
        IntegrityError
    ) as error:  # the index sees every authority's people, and whoever came at the same moment
        raise AddressTaken from error
    record(
        session,
        PersonAdded(authority_id=authority.id, person_id=person.id, roles=tuple(roles)),
        actor=by,
    )
    return person


async def get(session: AsyncSession, person_id: UUID) -> Person:
    """Give one person the caller may see.

    Raises: NotFound.
    """
    return _found(await session.get(Person, person_id))


async def hold(session: AsyncSession, person_id: UUID) -> Person:
    """Give one person for a change: who comes second waits, and then reads what the first one wrote.

    Raises: NotFound.
    """
    return _found(await session.get(Person, person_id, with_for_update=True))


async def with_email(session: AsyncSession, email: str) -> Person:
    """Give the person with this address.

    Raises: NotFound.
    """
    person = (await session.exec(select(Person).where(Person.email == email.strip().lower()))).first()
    if person is None:
        raise NotFound("Personne n’est inscrit avec cette adresse.")
    return person


async def listed(
    session: AsyncSession, window: Window, *, authority: UUID | None = None, typed: str = ""
) -> Slice[Person]:
    """Give the people the caller may see, the latest added first.

    `typed` looks in names, addresses and the authority's name; every word must be found.
    """
    query = select(Person).join(Authority, col(Authority.id) == Person.authority_id)
    if window.after:
        query = query.where(col(Person.id) < window.after)
    if authority:
        query = query.where(Person.authority_id == authority)
    for word in fold(typed).split():
        places = (col(Person.sort_name), col(Person.email), col(Authority.search_name))
        query = query.where(or_(*(place.like(f"%{word}%") for place in places)))
    newest = query.order_by(col(Person.id).desc()).limit(window.limit + 1)
    return cut((await session.exec(newest)).all(), window)


async def change(session: AsyncSession, person: Person, new: PersonChange, *, by: Principal) -> Person:
    """Give a person another name, other roles, another service or none.

    Raises: OutOfReach, Forbidden, RoleOfTheOperator, LastAdministrator.
    """
    check_reach(person, by=by)
    if new.name:
        person.name, person.sort_name = new.name, sort_key(new.name)
    if new.service is not None:
        person.service = new.service
    if new.roles is not None:
        authority = await authorities.get(session, person.authority_id)
        _check_roles(new.roles, is_operator=authority.kind == "operator", by=by)
        if Role.ADMIN in person.roles and Role.ADMIN not in new.roles:
            await _keep_an_administrator(session, without=person)
        person.roles = sorted({role.value for role in new.roles})
    person.version += 1
    await session.flush()
    changed = PersonChanged(authority_id=person.authority_id, person_id=person.id, roles=tuple(person.roles))
    record(session, changed, actor=by)
    return person


async def suspend(session: AsyncSession, person: Person, *, by: Principal) -> Person:
    """Close the door to a person at once: sessions and links end in the same transaction.

    Raises: LastAdministrator.
    """
    if not person.is_active:
        return person
    if Role.ADMIN in person.roles:
        await _keep_an_administrator(session, without=person)
    person.disabled_at, person.version = now(), person.version + 1
    await _close_doors(session, person)
    record(session, PersonSuspended(authority_id=person.authority_id, person_id=person.id), actor=by)
    return person


async def reinstate(session: AsyncSession, person: Person, *, by: Principal) -> Person:
    """Open the door again. The person signs in anew, with a new link or their password."""
    if person.is_active:
        return person
    await _close_doors(session, person)  # also what was being opened at the very moment of the suspension
    person.disabled_at, person.version = None, person.version + 1
    record(session, PersonReinstated(authority_id=person.authority_id, person_id=person.id), actor=by)
    return person


def check_reach(person: Person, *, by: Principal | None) -> None:
    """Keep a champion to agents and champions: a link to somebody else would lend them that person's roles.

    Raises: OutOfReach.
    """
    if by is not None and not by.has_role(Role.ADMIN) and not CHAMPION_GRANTS.issuperset(person.roles):
        raise OutOfReach


def _found(person: Person | None) -> Person:
    if person is None:
        raise NotFound("Cette personne n’existe pas, ou n’est pas de votre collectivité.")
    return person


def _check_roles(wanted: Sequence[Role], *, is_operator: bool, by: Principal | None) -> None:
    if by is not None and not by.has_role(Role.ADMIN) and not CHAMPION_GRANTS.issuperset(wanted):
        raise Forbidden("Un référent IA inscrit des agents et d’autres référents IA, pas d’autres rôles.")
    if not is_operator and not OPERATOR_ROLES.isdisjoint(wanted):
        raise RoleOfTheOperator


async def _close_doors(session: AsyncSession, person: Person) -> None:
    open_sessions = (col(BrowserSession.person_id) == person.id, col(BrowserSession.ended_at).is_(None))
    await session.exec(update(BrowserSession).where(*open_sessions).values(ended_at=now()))
    unused = (col(SignInLink.person_id) == person.id, col(SignInLink.used_at).is_(None))
    await session.exec(delete(SignInLink).where(*unused))


async def _keep_an_administrator(session: AsyncSession, *, without: Person) -> None:
    # Two administrators who remove each other must queue here: locking each other's rows would be a deadlock.
    await (await session.connection()).execute(_ONE_AT_A_TIME)
    others = select(Person.id).where(
        col(Person.roles).contains([Role.ADMIN.value]),
        col(Person.disabled_at).is_(None),
        Person.id != without.id,
    )
    if (await session.exec(others)).first() is None:
        raise LastAdministrator
