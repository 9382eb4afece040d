"""Rights to answer once: links whose secret is not kept, and numbered sheets of paper. Neither bears a name."""

import json
import secrets
from hashlib import blake2b, sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.metrics.surveys import surveys
from services.metrics.surveys.events import SurveyInvited
from services.metrics.surveys.schemas import MOST_SHEETS, RepliesIn
from services.metrics.surveys.surveys import SurveyNotBegun, SurveyOver
from services.metrics.tables import Survey, SurveyInvitation

_NONCE = 12


class AlreadyAnswered(Conflict):
    """A link, or a sheet of paper, has served already."""

    sentence = "Cette réponse est déjà enregistrée. Elle ne peut plus être relue ni changée : c’est le prix de l’anonymat."


class UnknownLink(NotFound):
    """No survey knows this link."""

    sentence = "Ce lien d’enquête n’est pas connu. Vérifiez qu’il est entier, ou demandez-en un autre."


class TooManySheets(Invalid):
    """A survey takes no more sheets of paper."""

    sentence = f"Une enquête compte au plus {MOST_SHEETS} feuilles."


async def draw_links(session: AsyncSession, survey_id: UUID, count: int, *, by: Principal) -> list[str]:
    """Draw secrets of links, of which only hashes are kept: they are shown this once.

    Raises: NotFound, SurveyOver.
    """
    survey = await _writable(session, survey_id)
    tokens = [secrets.token_urlsafe(32) for _ in range(count)]
    for token in tokens:
        session.add(
            SurveyInvitation(authority_id=survey.authority_id, survey_id=survey.id, token_hash=_digest(token))
        )
    _record(session, survey, links=count, by=by)
    return tokens


async def add_sheets(session: AsyncSession, survey_id: UUID, count: int, *, by: Principal) -> Survey:
    """Number so many more sheets of paper.

    Raises: NotFound, SurveyOver, TooManySheets.
    """
    survey = await _writable(session, survey_id)
    last = select(func.max(SurveyInvitation.sheet)).where(SurveyInvitation.survey_id == survey.id)
    first = ((await session.exec(last)).one() or 0) + 1
    if first + count - 1 > MOST_SHEETS:
        raise TooManySheets
    for sheet in range(first, first + count):
        session.add(SurveyInvitation(authority_id=survey.authority_id, survey_id=survey.id, sheet=sheet))
    _record(session, survey, sheets=count, by=by)
    await session.flush()
    return survey


async def by_link(session: AsyncSession, token: str) -> tuple[SurveyInvitation, Survey]:
    """Find what a link opens, and keep others from answering at the same moment.

    Raises: UnknownLink, AlreadyAnswered, SurveyOver, SurveyNotBegun.
    """
    query = select(SurveyInvitation).where(SurveyInvitation.token_hash == _digest(token))
    found = (await session.exec(query)).first()
    if found is None:
        raise UnknownLink
    return await _taken(session, found)


async def by_sheet(session: AsyncSession, survey_id: UUID, sheet: int) -> tuple[SurveyInvitation, Survey]:
    """Find a sheet of paper by its number.

    Raises: NotFound, Invalid, AlreadyAnswered, SurveyOver, SurveyNotBegun.
    """
    survey = await surveys.get(session, survey_id)
    query = select(SurveyInvitation).where(
        SurveyInvitation.survey_id == survey.id, SurveyInvitation.sheet == sheet
    )
    found = (await session.exec(query)).first()
    if found is None:
        message = "Aucune feuille ne porte ce numéro."
        raise Invalid(errors=[{"pointer": "/sheet", "type": "unknown", "message": message}])
    return await _taken(session, found)


def keep_draft(invitation: SurveyInvitation, replies: RepliesIn, *, token: str) -> None:
    """Keep what was replied so far, sealed under the link's own secret."""
    nonce = secrets.token_bytes(_NONCE)
    # As long whatever was replied: the length of what is sealed tells nothing either.
    plain = replies.model_dump_json(exclude_none=True).encode().ljust(400)
    invitation.draft = nonce + AESGCM(_key(token)).encrypt(nonce, plain, invitation.id.bytes)


def read_draft(invitation: SurveyInvitation, *, token: str) -> RepliesIn:
    """Read what was replied so far; nothing when nothing was, or when it is no longer readable."""
    sealed = invitation.draft
    if not sealed:
        return RepliesIn()
    try:
        plain = AESGCM(_key(token)).decrypt(sealed[:_NONCE], sealed[_NONCE:], invitation.id.bytes)
    except InvalidTag:
        return RepliesIn()
    return RepliesIn.model_validate(json.loads(plain))


async def _taken(session: AsyncSession, found: SurveyInvitation) -> tuple[SurveyInvitation, Survey]:
    # The survey first: whoever answers waits here, so that the box is shuffled by one at a time.
    survey = await surveys.get(session, found.survey_id, is_locked=True)
    await session.refresh(found)
    if found.is_answered:
        raise AlreadyAnswered
    if surveys.is_over(survey):
        raise SurveyOver
    if not surveys.is_open(survey):
        raise SurveyNotBegun
    return found, survey


async def _writable(session: AsyncSession, survey_id: UUID) -> Survey:
    survey = await surveys.get(session, survey_id, is_locked=True)
    if surveys.is_over(survey):
        raise SurveyOver
    return survey


def _record(session: AsyncSession, survey: Survey, *, links: int = 0, sheets: int = 0, by: Principal) -> None:
    told = SurveyInvited(authority_id=survey.authority_id, survey_id=survey.id, links=links, sheets=sheets)
    record(session, told, actor=by)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _key(token: str) -> bytes:
    return blake2b(token.encode(), person=b"survey draft", digest_size=32).digest()
