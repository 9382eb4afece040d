"""Authorities: found as one types, by name, postcode or SIREN."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity.tables import Authority
from services.kit.errors import NotFound
from services.kit.text import fold

_CODE = re.compile(r"\d{2,9}|\d[AB]\d{0,3}")
"""A department (« 89 », « 2A »), or the beginning of a postcode, an INSEE code or a SIREN."""


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

    Digits are a department, a postcode, an INSEE code or a SIREN; words match the name, accents and case apart, and a
    number among them tells homonyms apart (« Héry 89 »). The very name comes first, then what begins as typed, then
    the larger population.
    """
    folded = fold(typed)
    if not folded:
        return []
    best = select(Authority).where(*_conditions(folded)).order_by(*_closeness(folded))
    largest = best.order_by(func.coalesce(Authority.population, 0).desc(), col(Authority.sort_name))
    return (await session.exec(largest.limit(limit))).all()


def _conditions(folded: str) -> list[ColumnElement[bool]]:
    compact = folded.replace(" ", "").upper()
    if _CODE.fullmatch(compact):
        return [_has_code(compact)]
    if len(folded) < 3:
        return [col(Authority.search_name).like(f"{folded}%")]
    return [_has_word(word) for word in folded.split()]


def _has_code(code: str) -> ColumnElement[bool]:
    if len(code) > 5:
        return col(Authority.siren).like(f"{code}%")
    begins = col(Authority.insee).like(f"{code}%")
    return col(Authority.postcodes).contains([code]) | begins | col(Authority.departments).contains([code])


def _has_word(word: str) -> ColumnElement[bool]:
    is_named = col(Authority.search_name).like(f"%{word}%")
    return is_named | _has_code(word.upper()) if word[0].isdigit() else is_named


def _closeness(folded: str) -> list[ColumnElement[bool]]:
    name = col(Authority.search_name)
    begins_word = literal(" ").concat(name).like(f"% {folded}%")
    return [(name == folded).desc(), name.like(f"{folded}%").desc(), begins_word.desc()]
