"""People and keys from the command line, beside a running server."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import authorities, keys, links, people
from gateway.identity.schemas import KeyIn, PersonIn, Role
from gateway.identity.tables import BrowserSession, Person
from services.kit.db import PLATFORM, connect, session_for
from services.kit.errors import Invalid
from services.kit.settings import KitSettings

T = TypeVar("T")

ORIGIN_FILE = "origin"
FIRST_ADDRESS = "admin@terrain.localhost"


def add(settings: KitSettings, asked: argparse.Namespace) -> str:
    """Add a person and give their first sign-in address.

    Raises: Invalid and the refusals of `people.add`.
    """

    async def work(session: AsyncSession) -> str:
        authority_id = await _authority(session, asked.authority)
        new = _checked(
            lambda: PersonIn(email=asked.email, name=asked.name, roles=asked.role, authority_id=authority_id)
        )
        person = await people.add(session, new, by=None)
        return await _address(session, person, settings)

    return _run(settings, work)


def link(settings: KitSettings, email: str) -> str:
    """Give a one-time sign-in address for somebody already known.

    Raises: NotFound, PersonIsSuspended.
    """

    async def work(session: AsyncSession) -> str:
        return await _address(session, await people.with_email(session, email), settings)

    return _run(settings, work)


def create_key(settings: KitSettings, asked: argparse.Namespace) -> str:
    """Create an API key and give it whole.

    Raises: Invalid and the refusals of `keys.create`.
    """

    async def work(session: AsyncSession) -> str:
        authority_id = await _authority(session, asked.authority)
        # `--scopes a b` and `--scopes a,b` are both what people type.
        scopes = [one for given in asked.scopes or [] for one in given.split(",") if one] or None
        new = _checked(
            lambda: KeyIn(
                name=asked.name, role=asked.role, authority_id=authority_id, scopes=scopes, days=asked.days
            )
        )
        text, _ = await keys.create(session, new, by=None)
        return text

    return _run(settings, work)


def first_address(settings: KitSettings) -> str | None:
    """Give the first administrator's sign-in address, until an administrator has signed in once."""

    async def work(session: AsyncSession) -> str | None:
        signed_in = (
            select(BrowserSession.id)
            .join(Person, col(Person.id) == BrowserSession.person_id)
            .where(col(Person.roles).contains([Role.ADMIN.value]))
        )
        if (await session.exec(signed_in.limit(1))).first() is not None:
            return None
        admins = select(Person).where(col(Person.roles).contains([Role.ADMIN.value])).order_by(col(Person.id))
        person = (await session.exec(admins)).first()
        if person is None:
            operator = await authorities.operator(session)
            new = PersonIn(
                email=FIRST_ADDRESS, name="Administration", roles=[Role.ADMIN, Role.FACILITATOR],
                authority_id=operator.id,
            )  # fmt: skip
            person = await people.add(session, new, by=None)
        return await _address(session, person, settings)

    return _run(settings, work)


async def _authority(session: AsyncSession, siren: str | None) -> UUID:
    found = await authorities.with_siren(session, siren) if siren else await authorities.operator(session)
    return found.id


async def _address(session: AsyncSession, person: Person, settings: KitSettings) -> str:
    token, _ = await links.make(session, person, by=None)
    return f"{_origin(settings)}/connexion/{token}"


def _origin(settings: KitSettings) -> str:
    noted = settings.data_dir / ORIGIN_FILE
    is_given = "origin" in settings.model_fields_set
    return noted.read_text() if noted.exists() and not is_given else settings.origin


def _checked(build: Callable[[], T]) -> T:
    try:
        return build()
    except ValidationError as error:
        faults = "; ".join(f"{fault['loc'][0]} : {fault['msg']}" for fault in error.errors())
        raise Invalid(faults) from error


def _run(settings: KitSettings, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    async def once() -> T:
        engine, sessions = connect(settings.app_database_url, pool_size=1)
        async with session_for(sessions, PLATFORM) as session, session.begin():
            result = await work(session)
        await engine.dispose()
        return result

    return asyncio.run(once())
