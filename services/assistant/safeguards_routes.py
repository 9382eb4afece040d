"""Safeguards over HTTP: what would be masked, and the charter."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.assistant import purposes, views
from services.assistant.charter import acceptances
from services.assistant.citations import giving
from services.assistant.documents import attached
from services.assistant.doors import Asker, AtDesk
from services.assistant.embedding import questions
from services.assistant.engine.values import Message
from services.assistant.safeguards import masking
from services.assistant.schemas import AcceptanceIn, CharterOut, FindingsIn, FindingsOut
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal

charter = APIRouter(route_class=IdempotentRoute)
router = APIRouter()
"""No replay of stored answers here: the text that was looked through is never stored."""


async def read_signatory(session: Session, caller: Asker) -> Principal:
    """Let through a person who accepted the charter, or a program.

    Raises: CharterMissing.
    """
    await acceptances.require(session, by=caller)
    return caller


Signatory = Annotated[Principal, Depends(read_signatory)]


@router.post("/safeguards/findings")
async def find_personal_data(new: FindingsIn, session: Session, desk: AtDesk, caller: Asker) -> FindingsOut:
    """Find personal data in a French text, and mask it.

    Rules alone, no model: checksums where they exist, names and addresses by their form, so some are missed. Nothing
    of the text is kept or logged, and `Idempotency-Key` has no effect: the same text always gets the same answer.
    """
    use_case = (
        purposes.known(new.use_case) if new.use_case else purposes.recognised([Message("user", new.text)])
    )
    documents = await attached.found(session, new.conversation_id) if new.conversation_id else {}
    meant = await questions.meaning(session, desk, new.text, inside=new.collection_id, by=caller)
    documents |= giving.told(await giving.found(session, new.collection_id, new.text, meaning=meant))
    return views.findings(masking.mask(new.text), use_case, documents)


@charter.get("/charter")
async def read_charter(session: Session, caller: Asker) -> CharterOut:
    """Read the charter as it stands, and whether one has accepted it."""
    return views.charter(await acceptances.accepted_at(session, by=caller))


@charter.post("/charter/acceptances", status_code=201)
async def accept_charter(new: AcceptanceIn, session: Session, caller: Asker) -> CharterOut:
    """Accept the charter. A new version is asked for again; programs have none to accept."""
    return views.charter(await acceptances.accept(session, new.version, by=caller))
