"""The fact that personal data left as it was: for which use, to whom, of which kinds. Never the data, nor the reason."""

from collections.abc import Iterable
from uuid import UUID

from services.assistant.events import DataPassed
from services.assistant.models import Model
from services.assistant.safeguards.spans import Kind
from services.assistant.use_cases import UseCase
from services.kit.db import Context, Sessions, session_for
from services.kit.events import record
from services.kit.principal import Principal


def fact(authority_id: UUID, kinds: Iterable[Kind], *, model: Model, use_case: UseCase | None) -> DataPassed:
    """State what left as it was."""
    return DataPassed(
        authority_id=authority_id, use_case=use_case.code if use_case else "", model=model.id,
        supplier=model.supplier_name, kinds=tuple(sorted({kind.value for kind in kinds})),
    )  # fmt: skip


async def tell_now(sessions: Sessions, passed: DataPassed, *, by: Principal) -> None:
    """Write it down in a transaction of its own, before anything leaves."""
    async with session_for(sessions, Context.of(by)) as session, session.begin():
        record(session, passed, actor=by)
