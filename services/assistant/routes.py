"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.assistant import safeguards_routes, views
from services.assistant.administration.routes import router as administration
from services.assistant.after_use_routes import router as after_use
from services.assistant.charter import acceptances
from services.assistant.collections import shelves
from services.assistant.collections_routes import router as collections
from services.assistant.convention.routes import router as convention
from services.assistant.conversation_routes import router as conversations
from services.assistant.documents_routes import router as documents
from services.assistant.doors import Asker, AtDesk
from services.assistant.kinds import ModelKind
from services.assistant.request_templates_routes import router as request_templates
from services.assistant.schemas import ChoicesOut, CollectionChoice, UseCasePage
from services.assistant.transparency.routes import router as transparency
from services.assistant.use_cases import CATALOGUE
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute

router = APIRouter(route_class=IdempotentRoute)
router.include_router(convention)  # first: a route is looked for in this order, and this one is asked most


@router.get("/use-cases")
async def list_use_cases(_: Asker) -> UseCasePage:
    """List the catalogue of uses: what each is restricted to, and what to try before a model."""
    return UseCasePage(items=[views.use_case(one) for one in CATALOGUE])


@router.get("/choices")
async def list_choices(session: Session, desk: AtDesk, caller: Asker) -> ChoicesOut:
    """List what may be chosen beside a question: the models and the catalogue of uses, in one call."""
    return ChoicesOut(
        has_accepted_charter=await acceptances.accepted_at(session, by=caller) is not None,
        models=[views.model(one) for one in await desk.models(by=caller, kind=ModelKind.CHAT)],
        use_cases=[views.use_case(one) for one in CATALOGUE],
        collections=[
            CollectionChoice(id=one.collection.id, name=one.collection.name)
            for one in await shelves.listed(session)
            if one.documents
        ],
    )


router.include_router(conversations)
router.include_router(documents)
router.include_router(collections)
router.include_router(safeguards_routes.router)
router.include_router(safeguards_routes.charter)
router.include_router(administration)
router.include_router(after_use)
router.include_router(transparency)
router.include_router(request_templates)
