"""What one types about a person, kept when it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import Request

from gateway.identity.schemas import PersonOut, Role
from web.clients.api import Refused
from web.faults import by_field

CHAMPION_GRANTS = frozenset({Role.AGENT, Role.CHAMPION})
_OPERATOR_ONLY = frozenset({Role.FACILITATOR, Role.ADMIN})
_EXPLAINED: Mapping[Role, str] = {
    Role.AGENT: "Utilise l’assistant, déclare ses usages, relit les notes de son atelier.",
    Role.CHAMPION: "Inscrit les agents de sa collectivité, suit les usages et les décisions.",
    Role.FACILITATOR: "Prépare et anime les ateliers, prend les notes, qualifie. Chez l’opérateur seulement.",
    Role.DECISION_MAKER: "Élu ou direction générale : lit les mesures, signe les décisions.",
    Role.ADMIN: "Inscrit les personnes, crée les clés, règle les modèles. Chez l’opérateur seulement.",
}
_FIELDS = {
    "address_taken": "email", "role_of_the_operator": "roles", "last_administrator": "roles", "forbidden": "roles",
    "version_changed": "name",
}  # fmt: skip
"""Which field of the form mends which refusal."""


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role that may be ticked, with what it opens."""

    value: str
    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person as typed: new or changed."""

    name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    service: str = ""
    authority_id: str = ""
    q: str = ""
    once: str = ""
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, person: PersonOut) -> "PersonForm":
        """Begin with what is known."""
        return cls(
            name=person.name, roles=tuple(person.roles), service=person.service, version=person.version
        )

    @property
    def new(self) -> dict[str, object]:
        """The person as identity reads it."""
        return {"email": self.email, "authority_id": self.authority_id, **self.change}

    @property
    def change(self) -> dict[str, object]:
        """What of a person may change."""
        return {"name": self.name, "roles": list(self.roles), "service": self.service}

    def at(self, authority_id: str) -> "PersonForm":
        """Place the person in this authority."""
        return replace(self, authority_id=authority_id)

    def on(self, version: int) -> "PersonForm":
        """Start again from this version."""
        return replace(self, version=version)

    def lacking(self, **errors: str) -> "PersonForm":
        """Say beside which field something is missing."""
        return replace(self, errors=errors)

    def refused(self, refusal: Refused) -> "PersonForm":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.code in _FIELDS:
            return replace(self, errors={_FIELDS[refusal.code]: refusal.detail})
        if refusal.status != 422:
            raise refusal
        faults = {
            "q" if name == "authority_id" else name: text for name, text in by_field(refusal.faults).items()
        }
        if "email" in faults:
            faults["email"] = "Indiquez une adresse complète, par exemple prenom.nom@mairie.fr."
        return replace(self, errors=faults or {"name": refusal.detail})


async def read(request: Request) -> PersonForm:
    """Read the form."""
    form = await request.form()

    def text(name: str) -> str:
        return str(form.get(name, ""))

    return PersonForm(
        name=text("name"), email=text("email"), roles=tuple(str(role) for role in form.getlist("roles")),
        service=text("service"), authority_id=text("authority_id"), q=text("q"), once=text("once")[:64],
        version=int(text("version")) if text("version").isdecimal() else 0,
    )  # fmt: skip


def choices(*, is_admin: bool, is_at_operator: bool) -> list[RoleChoice]:
    """Give the roles that the reader may grant there, in the order of the domain's table."""
    open_to = frozenset(Role) if is_admin else CHAMPION_GRANTS
    held_there = open_to if is_at_operator else open_to - _OPERATOR_ONLY
    return [
        RoleChoice(role.value, role.label[0].upper() + role.label[1:], _EXPLAINED[role])
        for role in Role
        if role in held_there
    ]
