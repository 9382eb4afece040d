"""The main navigation, by role."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from gateway.identity.schemas import Role

_EVERYONE = frozenset(Role)
_FIELD = frozenset({Role.FACILITATOR, Role.ADMIN, Role.CHAMPION, Role.DECISION_MAKER})

# label, address, who sees it
_ENTRIES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Accueil", "/", _EVERYONE),
    ("Programmes", "/programmes", _FIELD),
    ("Ateliers", "/ateliers", _FIELD | {Role.AGENT}),
    ("Recherche", "/recherche", frozenset({Role.AGENT, Role.CHAMPION, Role.FACILITATOR, Role.ADMIN})),
    ("Hypothèses", "/hypotheses", _FIELD),
    ("Décisions", "/decisions", _FIELD),
    ("Exports", "/exports", frozenset({Role.FACILITATOR, Role.ADMIN, Role.CHAMPION})),
    ("Assistant", "/assistant", frozenset({Role.AGENT, Role.CHAMPION, Role.FACILITATOR, Role.ADMIN})),
    ("Mesures", "/mesures", _FIELD | {Role.AGENT}),
    ("Enquêtes", "/enquetes", _FIELD),
    ("Personnes", "/personnes", frozenset({Role.ADMIN, Role.CHAMPION})),
    ("Clés", "/cles", frozenset({Role.ADMIN})),
    ("Fournisseurs", "/administration/fournisseurs", frozenset({Role.ADMIN})),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the main navigation."""

    label: str
    href: str
    is_current: bool


def for_roles(roles: AbstractSet[str], *, at: str) -> list[Entry]:
    """Give the entries that somebody with these roles sees on the page at this address."""
    return [
        Entry(label, href, is_current=at == href or (href != "/" and at.startswith(f"{href}/")))
        for label, href, seen_by in _ENTRIES
        if not seen_by.isdisjoint(roles)
    ]
