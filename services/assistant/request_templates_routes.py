"""HTTP in, one call, HTTP out: request templates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request

from services.assistant.desk import Desk
from services.assistant.doors import Asker
from services.assistant.request_templates import filling, results, templates, views
from services.assistant.request_templates.schemas import (
    FillingIn,
    FillingOut,
    SharingIn,
    TemplateFile,
    TemplateIn,
    TemplateOut,
    TemplatePage,
)
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute

router = APIRouter(route_class=IdempotentRoute)
Number = Annotated[int, Path(ge=1, le=1_000_000, examples=[1])]


async def read_desk(request: Request) -> Desk:
    """Give what the running service holds."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(read_desk)]


@router.get("/templates")
async def list_templates(session: Session, desk: AtDesk, caller: Asker) -> TemplatePage:
    """List the templates one may use: one's own, the shared ones, and the library that comes with the platform."""
    found = await templates.listed(session, by=caller)
    return views.templates(found, await results.by_template(desk.sessions, [one.id for one in found]))


@router.post("/templates", status_code=201)
async def write_template(new: TemplateIn, session: Session, caller: Asker) -> TemplateOut:
    """Write a template. Nobody else sees it until it is shared."""
    return views.template(await templates.write(session, new, by=caller), {})


@router.get("/templates/{template_id}")
async def read_template(
    template_id: UUID, session: Session, desk: AtDesk, caller: Asker,
    version: Annotated[int, Query(ge=0, le=1_000_000, description="A version; the last one when 0.")] = 0,
) -> TemplateOut:  # fmt: skip
    """Read a template in its last version, or in an older one: versions never change."""
    found = await templates.get(session, template_id, by=caller, number=version)
    return views.template(found, await results.by_template(desk.sessions, [template_id]))


@router.post("/templates/{template_id}/versions", status_code=201)
async def add_template_version(
    template_id: UUID, new: TemplateIn, session: Session, caller: Asker
) -> TemplateOut:
    """Add a version to one's own template."""
    return views.template(await templates.rewrite(session, template_id, new, by=caller), {})


@router.post("/templates/{template_id}/copies", status_code=201)
async def copy_template(template_id: UUID, session: Session, caller: Asker) -> TemplateOut:
    """Copy a template for oneself. The copy keeps its origin."""
    return views.template(await templates.copy(session, template_id, by=caller), {})


@router.put("/templates/{template_id}/sharing")
async def share_template(template_id: UUID, new: SharingIn, session: Session, caller: Asker) -> TemplateOut:
    """Share one's own template with one's service, one's authority or the region, or keep it to oneself again."""
    return views.template(await templates.share(session, template_id, new.sharing, by=caller), {})


@router.delete("/templates/{template_id}", status_code=204)
async def withdraw_template(template_id: UUID, session: Session, caller: Asker) -> None:
    """Withdraw one's own template. Copies made of it stay."""
    await templates.withdraw(session, template_id, by=caller)


@router.post("/templates/{template_id}/fillings")
async def fill_template(template_id: UUID, new: FillingIn, session: Session, caller: Asker) -> FillingOut:
    """Write a request from a template and values, to be read before it is sent. Nothing is kept."""
    found = await templates.get(session, template_id, by=caller)
    return FillingOut(
        content=filling.fill(found.said.body, found.said.variables, new.values),
        use_case=found.said.use_case, template_id=found.id, version=found.version,
    )  # fmt: skip


@router.get("/templates/{template_id}/file")
async def export_template(template_id: UUID, session: Session, caller: Asker) -> TemplateFile:
    """Read a template as a file that another authority may bring in."""
    return views.file([await templates.get(session, template_id, by=caller)])


@router.post("/template-files", status_code=201)
async def import_templates(new: TemplateFile, session: Session, caller: Asker) -> TemplatePage:
    """Add the templates of a file for oneself, all or none. Each keeps its origin."""
    return views.templates(await templates.bring_in(session, new.templates, by=caller), {})
