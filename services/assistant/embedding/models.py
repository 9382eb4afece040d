"""Which model makes the vectors of an authority's collections, and why none does."""

from dataclasses import dataclass, replace
from uuid import UUID

from msgspec import structs
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.collections import nearness
from services.assistant.desk import Desk
from services.assistant.kinds import DataClass, MeaningState as State, ModelKind
from services.assistant.models import Model
from services.assistant.refusals import ModelUnknown
from services.kit.principal import Principal

_ROLES = frozenset({"agent", "champion", "facilitator", "admin"})
"""Those who may ask: passages are prepared for whoever of the authority does."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model, the name that its vectors are kept under, and whether it may be used."""

    state: State
    model: Model | None = None
    key: str = ""
    """Its own name at the supplier: another name (alias) for the same model keeps the vectors."""

    @property
    def is_on(self) -> bool:
        """Tell whether vectors are made and asked."""
        return self.state is State.ON

    @property
    def used(self) -> str:
        """Give the name that its vectors are kept under, while they are made and asked."""
        return self.key if self.is_on else ""


async def choose(session: AsyncSession, desk: Desk, *, by: Principal) -> Chosen:
    """Give the model that makes vectors for the caller's authority.

    Documents of an authority are internal: a supplier for public data alone never receives a passage.
    """
    found = await _offered(desk, by)
    if found is None or not found.is_on:
        return found or Chosen(State.NO_MODEL)
    if not await nearness.is_there(session):
        return replace(found, state=State.NO_EXTENSION)
    return found


def in_background(authority: UUID, depositor: UUID) -> Principal:
    """Give who a passage is embedded for: whoever deposited its document."""
    return Principal(
        subject=depositor, name="", roles=_ROLES, authority=authority, scopes=frozenset({"assistant:use"})
    )


async def _offered(desk: Desk, by: Principal) -> Chosen | None:
    if not desk.retrieval_model:
        return None
    try:
        model = await desk.model(desk.retrieval_model, by=by, kind=ModelKind.EMBEDDINGS)
    except ModelUnknown:
        return None
    first = model.offers[0]
    own = first.upstream or first.model
    same = tuple(one for one in model.offers if (one.upstream or one.model) == own)
    is_public = first.endpoint.data_class is DataClass.PUBLIC
    return Chosen(State.PUBLIC_ONLY if is_public else State.ON, structs.replace(model, offers=same), own)
