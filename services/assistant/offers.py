"""Who may answer: an endpoint, and what it offers under which name, at what price."""

from dataclasses import dataclass, field
from uuid import UUID

from pydantic import SecretStr

from services.assistant.kinds import DataClass, ModelKind
from services.assistant.settings import Patience


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that speaks the OpenAI convention."""

    id: str
    name: str
    base_url: str
    """Without a slash at its end."""
    api_key: SecretStr = field(default_factory=lambda: SecretStr(""))
    data_class: DataClass = DataClass.INTERNAL
    patience: Patience = field(default_factory=Patience)
    max_parallel: int = 200
    """Answers under way at once, from one process."""
    is_configured: bool = False
    """True when the environment names it: its address is the deployment's own choice and is not questioned."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost: euros in and out, and kilowatt-hours for those written.

    The same figures are micro-euros and milliwatt-hours for one token.
    """

    input: float = 0
    output: float = 0
    energy: float = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A model at an endpoint. Several offers of one name stand in for each other."""

    model: str
    endpoint: Endpoint
    upstream: str = ""
    """The model's name there. Empty: the same."""
    kind: ModelKind = ModelKind.CHAT
    price: Price = Price()
    priority: int = 5
    """The lowest is asked first."""
    roles: frozenset[str] = field(default_factory=frozenset)
    """Who may ask. Empty: everyone."""
    authorities: frozenset[UUID] = field(default_factory=frozenset)
    """Whose people may ask. Empty: every authority's."""

    @property
    def key(self) -> tuple[str, str]:
        """Tell this model at this endpoint from any other."""
        return self.endpoint.id, self.upstream or self.model

    def is_open_to(self, roles: frozenset[str], authority: UUID | None) -> bool:
        """Tell whether somebody with these roles, of this authority, may ask."""
        has_role = not self.roles or not self.roles.isdisjoint(roles)
        return has_role and (not self.authorities or authority in self.authorities)
