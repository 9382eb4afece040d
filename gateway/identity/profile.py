"""What the caller may know of itself."""

from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import authorities
from gateway.identity.schemas import AuthorityOut, Me
from gateway.identity.tables import Person
from services.kit.errors import Unauthenticated
from services.kit.principal import Principal


async def read(session: AsyncSession, *, by: Principal) -> Me:
    """Give the caller's own sheet, person or program.

    Raises: Unauthenticated when the caller belongs to no authority.
    """
    if by.authority is None:
        raise Unauthenticated
    authority = await authorities.get(session, by.authority)
    person = await session.get(Person, by.subject)
    return Me(
        id=by.subject,
        name=by.name,
        email=person.email if person else None,
        roles=sorted(by.roles),
        scopes=sorted(by.scopes),
        authority=AuthorityOut.model_validate(authority),
        has_password=bool(person and person.password_hash),
        is_operator=by.is_operator,
    )
