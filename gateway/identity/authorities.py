"""Authorities: found as one types, by name, postcode or SIREN."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity.tables import Authority
from services.kit.errors import NotFound
from services.kit.text import fold


async def get(session: AsyncSession, authority_id: UUID) -> Authority:
    """Give one authority.

    Raises: NotFound.
    """
    authority = await session.get(Authority, authority_id)
    if authority is None:
        raise NotFound("Cette collectivité n’est pas connue.")
    return authority


async def named(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Authority]:
    """Give the authorities with these ids, in French order."""
    known = select(Authority).where(col(Authority.id).in_(ids)).order_by(col(Authority.sort_name))
    return (await session.exec(known)).all()


async def with_siren(session: AsyncSession, siren: str) -> Authority:
    """Give the authority with this SIREN.

    Raises: NotFound.
    """
    found = (await session.exec(select(Authority).where(Authority.siren == siren))).first()
    if found is None:
        raise NotFound(f"Aucune collectivité n’a le SIREN {siren}.")
    return found


async def operator(session: AsyncSession) -> Authority:
    """Give the body that runs this platform.

    Raises: NotFound before the reference data are loaded.
    """
    found = (await session.exec(select(Authority).where(Authority.kind == "operator"))).first()
    if found is None:
        raise NotFound("Les données de référence ne sont pas chargées : lancez « terrain seed ».")
    return found


async def search(session: AsyncSession, typed: str, *, limit: int = 10) -> Sequence[Authority]:
    """Find authorities from what has been typed so far, best first.

    Digits are a postcode, an INSEE code or a SIREN; words match the beginnings of the name's words, accents and case
    apart. A name that begins as typed comes first, then the larger population, so that homonyms stay together.
    """
    folded = fold(typed)
    if not folded:
        return []
    compact = folded.replace(" ", "")
    query = select(Authority)
    if compact.isdigit():
        codes = (Authority.insee == compact, col(Authority.siren).like(f"{compact}%"))
        query = query.where(col(Authority.postcodes).contains([compact]) | codes[0] | codes[1])
    elif len(folded) < 3:
        query = query.where(col(Authority.search_name).like(f"{folded}%"))
    else:
        query = query.where(*(col(Authority.search_name).like(f"%{word}%") for word in folded.split()))
    begins = col(Authority.search_name).like(f"{folded}%")
    order = (begins.desc(), func.coalesce(Authority.population, 0).desc(), col(Authority.sort_name))
    return (await session.exec(query.order_by(*order).limit(limit))).all()
