"""The four rooms' clients, made anew for each page on behalf of its reader."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from web.clients.administration import AdministrationClient
from web.clients.api import FORWARDED, Api
from web.clients.assistant import AssistantClient
from web.clients.documents import DocumentsClient
from web.clients.finding import FindingClient
from web.clients.identity import IdentityClient
from web.clients.metrics import MetricsClient
from web.clients.preparations import PreparationsClient
from web.clients.qualification import QualificationClient
from web.clients.request_templates import RequestTemplatesClient
from web.clients.statements import StatementsClient
from web.clients.surveys import SurveysClient
from web.clients.uses import UsesClient
from web.clients.workshops import WorkshopsClient


@dataclass(frozen=True, slots=True)
class Rooms:
    """What a page may call."""

    identity: IdentityClient
    workshops: WorkshopsClient
    assistant: AssistantClient
    metrics: MetricsClient
    preparations: PreparationsClient
    qualification: QualificationClient
    administration: AdministrationClient
    finding: FindingClient
    surveys: SurveysClient
    uses: UsesClient
    templates: RequestTemplatesClient
    documents: DocumentsClient
    statements: StatementsClient


async def open_rooms(request: Request) -> Rooms:
    """Build the clients, carrying on who asks and the request's ids."""
    headers = {name: request.headers[name] for name in FORWARDED if name in request.headers}
    clients = request.app.state.clients
    return Rooms(
        identity=IdentityClient(Api(clients["identity"], headers)),
        workshops=WorkshopsClient(Api(clients["workshops"], headers)),
        assistant=AssistantClient(Api(clients["assistant"], headers)),
        metrics=MetricsClient(Api(clients["metrics"], headers)),
        preparations=PreparationsClient(Api(clients["workshops"], headers)),
        qualification=QualificationClient(Api(clients["workshops"], headers)),
        administration=AdministrationClient(Api(clients["assistant"], headers)),
        finding=FindingClient(Api(clients["workshops"], headers)),
        surveys=SurveysClient(Api(clients["metrics"], headers)),
        uses=UsesClient(Api(clients["assistant"], headers)),
        templates=RequestTemplatesClient(Api(clients["assistant"], headers)),
        documents=DocumentsClient(Api(clients["assistant"], headers)),
        statements=StatementsClient(Api(clients["metrics"], headers)),
    )


AllRooms = Annotated[Rooms, Depends(open_rooms)]
