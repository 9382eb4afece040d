"""The journal: sign-ins and administrative acts, told in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gateway.identity.schemas import AuditEntry, Role
from web import french, render
from web.clients.rooms import AllRooms
from web.pages.keys_forms import ROLES
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)

_SENTENCES: Mapping[str, str] = {
    "identity.signed_in": "Connexion de {subject}, {method}",
    "identity.sign_in_refused": "Connexion refusée : {reason}",
    "identity.signed_out": "Déconnexion de {subject}",
    "identity.person_added": "{actor} a inscrit {subject} ({roles})",
    "identity.person_changed": "{actor} a modifié la fiche de {subject} ({roles})",
    "identity.person_suspended": "{actor} a suspendu l’accès de {subject}",
    "identity.person_reinstated": "{actor} a rétabli l’accès de {subject}",
    "identity.person_erased": "{actor} a effacé une personne",
    "identity.link_made": "{actor} a fait un lien de connexion pour {subject}",
    "identity.password_changed": "{subject} a changé son mot de passe",
    "identity.key_created": "{actor} a créé la clé « {subject} » ({role})",
    "identity.key_revoked": "{actor} a révoqué la clé « {subject} »",
}
_METHODS = {"link": "par lien", "password": "par mot de passe"}
_REASONS = {
    "link_spent": "lien déjà utilisé, expiré ou inconnu",
    "wrong_credentials": "adresse ou mot de passe faux",
    "nothing_to_check": "demande incomplète",
    "busy": "trop de connexions au même moment",
}
_TONES = {
    "identity.sign_in_refused": "ochre", "identity.person_suspended": "wine", "identity.key_revoked": "wine",
    "identity.person_added": "vine", "identity.person_reinstated": "vine", "identity.key_created": "vine",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, as the timeline shows it."""

    time: str
    title: str
    tone: str


@router.get("/journal")
async def show_journal(
    request: Request,
    rooms: AllRooms,
    _: CurrentVisitor,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Show sign-ins and administrative acts, the latest first, day by day."""
    page = await rooms.identity.audit(cursor=suite)
    return render.page(
        request, "identity/journal.html", days=by_day(page.items), next=page.next, is_first=suite is None
    )


def by_day(entries: Iterable[AuditEntry]) -> list[tuple[str, list[Line]]]:
    """Group facts under the day they happened, as it was in Paris."""
    days = groupby(entries, key=lambda one: one.at.astimezone(french.PARIS).date())
    return [(french.full_day(day), [_line(entry) for entry in facts]) for day, facts in days]


def sentence(entry: AuditEntry) -> str:
    """Tell one fact in French."""
    about_key = entry.name.startswith("identity.key_")
    body, roles = entry.body, entry.body.get("roles")
    told = _SENTENCES.get(entry.name, entry.name).format(
        actor=entry.actor or "La ligne de commande",
        subject=entry.subject or ("clé effacée" if about_key else "une personne effacée"),
        method=_METHODS.get(str(body.get("method")), ""),
        reason=_REASONS.get(str(body.get("reason")), str(body.get("reason"))),
        roles=french.listed([_role(one) for one in roles]) if isinstance(roles, list) else "",
        role=ROLES[str(body["role"])].lower() if body.get("role") in ROLES else "",
    )
    return french.typography(told)


def _line(entry: AuditEntry) -> Line:
    return Line(french.clock(entry.at), sentence(entry), _TONES.get(entry.name, ""))


def _role(code: str) -> str:
    return Role(code).label if code in set(Role) else code
