"""What one types about a key, and what one reads of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form

from gateway.identity.schemas import AuthorityOut, KeyOut, KeyRole, Scope
from web.clients.api import Refused
from web.faults import by_field

ROLES: Mapping[str, str] = {
    KeyRole.PARTNER: "Partenaire",
    KeyRole.AGENT: "Agent",
    KeyRole.FACILITATOR: "Équipe projet",
    KeyRole.DECISION_MAKER: "Décideur",
    KeyRole.ADMIN: "Administrateur",
}
SCOPES: Mapping[str, str] = {
    Scope.WORKSHOPS_READ: "lire les ateliers et les décisions",
    Scope.WORKSHOPS_WRITE: "écrire dans les ateliers",
    Scope.ASSISTANT_USE: "interroger l’assistant",
    Scope.ASSISTANT_WRITE: "régler les fournisseurs et les quotas de l’assistant",
    Scope.METRICS_READ: "lire les mesures",
    Scope.METRICS_WRITE: "envoyer des usages",
    Scope.IDENTITY_READ: "lire la liste des collectivités",
    Scope.IDENTITY_WRITE: "inscrire des personnes, créer des clés",
}
DAYS = (("30", "30 jours"), ("90", "3 mois"), ("180", "6 mois"), ("365", "un an"))
_FIELDS = {"scope_too_wide": "scopes", "not_found": "q", "forbidden": "q"}
"""Which field of the form mends which refusal."""


@dataclass(frozen=True, slots=True)
class KeyForm:
    """A key as asked for."""

    name: str = ""
    role: str = KeyRole.PARTNER.value
    scopes: tuple[str, ...] = ()
    days: str = "365"
    authority_id: str = ""
    q: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> dict[str, object]:
        """The key as identity reads it."""
        return {
            "name": self.name, "role": self.role, "scopes": list(self.scopes) or None, "days": self.days,
            "authority_id": self.authority_id or None,
        }  # fmt: skip

    def refused(self, refusal: Refused) -> "KeyForm":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.status == 422 and refusal.faults:
            faults = by_field(refusal.faults)
            return replace(
                self, errors={"q" if name == "authority_id" else name: text for name, text in faults.items()}
            )
        if refusal.code in _FIELDS and refusal.status != 403:
            return replace(self, errors={_FIELDS[refusal.code]: refusal.detail})
        raise refusal


async def read(
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    days: Annotated[str, Form()] = "365",
    *,
    authority_id: Annotated[str, Form()] = "",
    q: Annotated[str, Form()] = "",
) -> KeyForm:
    """Read the form."""
    return KeyForm(name, role, tuple(scopes or ()), days, authority_id, q)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key of the list, as templates see it."""

    key: KeyOut
    authority: AuthorityOut

    @property
    def role_label(self) -> str:
        """Its role in French."""
        return ROLES.get(self.key.role, self.key.role)

    @property
    def scope_labels(self) -> list[str]:
        """What it opens, in French, in the order of the form."""
        return [label for scope, label in SCOPES.items() if scope in self.key.scopes]

    @property
    def is_live(self) -> bool:
        """Tell whether it still opens anything."""
        return self.key.revoked_at is None and self.key.expires_at > datetime.now(UTC)
