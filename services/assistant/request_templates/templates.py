"""Templates: the library's and those that agents wrote, found, written, copied, shared and withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.events import TemplateShared
from services.assistant.refusals import NotYourTemplate, TemplateMissing
from services.assistant.request_templates import filling, library
from services.assistant.request_templates.schemas import (
    MOST_TEMPLATES,
    Sharing,
    TemplateEntry,
    TemplateIn,
    Variable,
)
from services.assistant.request_templates.tables import RequestTemplate, RequestTemplateVersion
from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, Invalid
from services.kit.events import record
from services.kit.principal import Principal
from services.kit.text import fold


class ServiceUnknown(Conflict):
    """A template is shared with one's service, and the caller's is not known."""

    sentence = "Votre fiche ne dit pas dans quel service vous travaillez. Demandez à votre référent IA de l’indiquer."


@dataclass(frozen=True, slots=True)
class Found:
    """A template in one of its versions, wherever it comes from."""

    id: UUID
    version: int
    versions: int
    said: TemplateIn
    sharing: Sharing
    is_library: bool = False
    is_mine: bool = False
    origin: tuple[UUID, int] | None = None
    written_at: datetime | None = None


async def listed(session: AsyncSession, *, by: Principal) -> list[Found]:
    """Give the templates that the caller may use, by title: their own, the shared ones and the library's."""
    last = (RequestTemplateVersion.template_id == RequestTemplate.id) & (
        RequestTemplateVersion.number == RequestTemplate.current
    )
    query = select(RequestTemplate, RequestTemplateVersion).where(
        last, col(RequestTemplate.withdrawn_at).is_(None)
    )
    rows = (await session.exec(query.order_by(col(RequestTemplate.id).desc()).limit(MOST_TEMPLATES))).all()
    every = [_found(head, version, by=by) for head, version in rows]
    return sorted([*every, *map(_of_library, library.entries().values())], key=lambda one: one.said.title)


async def get(session: AsyncSession, template_id: UUID, *, by: Principal, number: int = 0) -> Found:
    """Give a template in its last version, or in this one.

    Raises: TemplateMissing.
    """
    if known := library.entries().get(template_id):
        if number not in {0, known.version}:
            raise TemplateMissing
        return _of_library(known)
    head = await session.get(RequestTemplate, template_id)
    if head is None or head.withdrawn_at is not None:
        raise TemplateMissing
    query = select(RequestTemplateVersion).where(
        RequestTemplateVersion.template_id == template_id,
        RequestTemplateVersion.number == (number or head.current),
    )
    version = (await session.exec(query)).first()
    if version is None:
        raise TemplateMissing
    return _found(head, version, by=by)


async def is_known(session: AsyncSession, template_id: UUID) -> bool:
    """Tell whether the caller may use a template."""
    head = None if template_id in library.entries() else await session.get(RequestTemplate, template_id)
    return template_id in library.entries() or (head is not None and head.withdrawn_at is None)


async def write(
    session: AsyncSession, new: TemplateIn, *, by: Principal, origin: tuple[UUID, int] | None = None
) -> Found:
    """Write a template; nobody else sees it until it is shared.

    Raises: Invalid, Forbidden.
    """
    if by.authority is None:
        raise Forbidden
    _check([new])
    head = RequestTemplate(authority_id=by.authority, owner_id=by.subject)
    if origin:
        head.origin_id, head.origin_version = origin
    session.add(head)
    await session.flush()
    return _found(head, await _add(session, head, new), by=by)


async def rewrite(session: AsyncSession, template_id: UUID, new: TemplateIn, *, by: Principal) -> Found:
    """Add a version; the ones before stay as they were.

    Raises: TemplateMissing, NotYourTemplate, Invalid.
    """
    head = await _own(session, template_id, by=by)
    _check([new])
    head.current += 1
    return _found(head, await _add(session, head, new), by=by)


async def copy(session: AsyncSession, template_id: UUID, *, by: Principal) -> Found:
    """Copy a template for oneself; the copy says where it comes from.

    Raises: TemplateMissing, Forbidden.
    """
    source = await get(session, template_id, by=by)
    return await write(session, source.said, by=by, origin=(source.id, source.version))


async def share(session: AsyncSession, template_id: UUID, sharing: Sharing, *, by: Principal) -> Found:
    """Say who may use a template from now on.

    Raises: TemplateMissing, NotYourTemplate, ServiceUnknown.
    """
    head = await _own(session, template_id, by=by)
    service = fold(by.service) if sharing is Sharing.SERVICE else ""
    if sharing is Sharing.SERVICE and not service:
        raise ServiceUnknown
    if (head.sharing, head.service) != (sharing.value, service):
        head.sharing, head.service = sharing.value, service
        told = TemplateShared(authority_id=head.authority_id, template_id=head.id, sharing=sharing.value)
        record(session, told, actor=by)
    await session.flush()
    return await get(session, template_id, by=by)


async def withdraw(session: AsyncSession, template_id: UUID, *, by: Principal) -> None:
    """Withdraw a template: copies stay, and what was measured too.

    Raises: TemplateMissing, NotYourTemplate.
    """
    (await _own(session, template_id, by=by)).withdrawn_at = now()
    await session.flush()


async def bring_in(session: AsyncSession, entries: Sequence[TemplateEntry], *, by: Principal) -> list[Found]:
    """Add the templates of a file, all or none; each keeps its origin.

    Raises: Invalid, Forbidden.
    """
    _check(entries, at="/templates/{place}")
    made = []
    for one in entries:
        origin = (one.id, one.version or 1) if one.id else None
        said = TemplateIn.model_validate(one.model_dump(exclude={"id", "version", "key"}))
        made.append(await write(session, said, by=by, origin=origin))
    return made


async def _own(session: AsyncSession, template_id: UUID, *, by: Principal) -> RequestTemplate:
    if template_id in library.entries():
        raise NotYourTemplate
    head = await session.get(RequestTemplate, template_id, with_for_update=True)
    if head is None or head.withdrawn_at is not None:
        raise TemplateMissing
    if head.owner_id != by.subject:
        raise NotYourTemplate
    return head


async def _add(session: AsyncSession, head: RequestTemplate, new: TemplateIn) -> RequestTemplateVersion:
    version = RequestTemplateVersion(
        authority_id=head.authority_id, template_id=head.id, number=head.current, title=new.title,
        summary=new.summary, use_case=new.use_case, body=new.body,
        variables=[one.model_dump(mode="json") for one in new.variables],
    )  # fmt: skip
    session.add(version)
    await session.flush()
    return version


def _check(entries: Sequence[TemplateIn], *, at: str = "") -> None:
    faults = [
        fault for place, one in enumerate(entries) for fault in filling.check(one, at=at.format(place=place))
    ]
    if faults:
        raise Invalid(errors=faults)


def _found(head: RequestTemplate, version: RequestTemplateVersion, *, by: Principal) -> Found:
    said = TemplateIn(
        title=version.title, summary=version.summary, use_case=version.use_case, body=version.body,
        variables=[Variable.model_validate(one) for one in version.variables],
    )  # fmt: skip
    origin = (head.origin_id, head.origin_version) if head.origin_id and head.origin_version else None
    return Found(
        id=head.id, version=version.number, versions=head.current, said=said, sharing=Sharing(head.sharing),
        is_mine=head.owner_id == by.subject, origin=origin, written_at=version.written_at,
    )  # fmt: skip


def _of_library(entry: TemplateEntry) -> Found:
    assert entry.id is not None  # noqa: S101  the library leaves the others out
    version = entry.version or 1
    return Found(
        id=entry.id, version=version, versions=version, said=entry, sharing=Sharing.REGION, is_library=True
    )
