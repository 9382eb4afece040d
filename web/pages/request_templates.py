"""« Modèles de demande »: find one, fill it in, read the request, send it; write, copy, share, exchange."""

import json
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import Response

from services.assistant.request_templates.schemas import TemplateOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import request_template_forms as forms
from web.pages.assistant_choices import choices_of
from web.pages.assistant_drafts import Draft
from web.pages.request_template_forms import Typed
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)
_MOST = 1_000_000
FAMILIES = (
    ("drafting", "Rédaction"), ("synthesis", "Synthèse"), ("search", "Recherche"), ("data", "Données"),
    ("citizen_relations", "Relation aux usagers"), ("other", "Autre"),
)  # fmt: skip
SHARINGS = (("private", "Moi seul"), ("authority", "Ma collectivité"), ("region", "Toute la région"))
Word = Annotated[str, Query(max_length=80)]


@router.get("/assistant/modeles")
async def list_templates(
    request: Request, rooms: AllRooms, _: CurrentVisitor, famille: Word = "", q: Word = ""
) -> Response:
    """Show the templates one may use, by family."""
    return await _list(request, rooms, famille=famille, q=q)


@router.get("/assistant/modeles/nouveau")
async def new_template(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show an empty template to write."""
    return await _edit(request, rooms, Typed())


@router.post("/assistant/modeles")
async def write_template(
    request: Request, rooms: AllRooms, _: CurrentVisitor, typed: Annotated[Typed, Depends()]
) -> Response:
    """Write a template."""
    try:
        made = await rooms.templates.write(typed.entry)
    except Refused as refusal:
        return await _edit(request, rooms, typed, refusal=refusal)
    return go(request, f"/assistant/modeles/{made.id}", say="Modèle enregistré ; vous seul le voyez.")


@router.post("/assistant/modeles/fichier")
async def bring_in(request: Request, rooms: AllRooms, _: CurrentVisitor, file: UploadFile) -> Response:
    """Add the templates of a file."""
    try:
        brought = await rooms.templates.bring_in(json.loads(await file.read(_MOST)))
    except (ValueError, RecursionError):
        return await _list(request, rooms, error="Ce fichier n’est pas du JSON lisible.")
    except Refused as refusal:
        if refusal.status != 422:
            raise
        where = refusal.faults[0].pointer if refusal.faults else "/"
        error = f"Ce fichier n’est pas un fichier de modèles : à corriger en {where}. Rien n’a été ajouté."
        return await _list(request, rooms, error=error)
    count = len(brought.items)
    return go(request, "/assistant/modeles", say=f"Modèles ajoutés pour vous : {count}.")


@router.get("/assistant/modeles/{template_id}")
async def show_template(
    template_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor
) -> Response:
    """Show a template to fill in."""
    return _fill(request, await rooms.templates.read(template_id), {}, visitor=visitor)


@router.post("/assistant/modeles/{template_id}/demande")
async def fill_template(
    template_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor
) -> Response:
    """Show the request as it would be sent; it is read, changed, then sent."""
    form = await request.form()
    values = {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        filled = await rooms.templates.fill(template_id, values)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        errors = {one.pointer.rpartition("/")[2]: one.message for one in refusal.faults}
        template = await rooms.templates.read(template_id)
        return _fill(request, template, values, visitor=visitor, errors=errors)
    draft = Draft(filled.content, use_case=filled.use_case, template_id=str(template_id))
    choices = await rooms.assistant.choices()
    return render.page(
        request, "request_templates/ready.html", status=200, draft=draft, template_id=template_id, refocus=False,
        **choices_of(choices),
    )  # fmt: skip


@router.get("/assistant/modeles/{template_id}/modifier")
async def edit_template(template_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show one's template to be changed: a new version is added."""
    return await _edit(
        request, rooms, forms.of_template(await rooms.templates.read(template_id)), over=template_id
    )


@router.post("/assistant/modeles/{template_id}/modifier")
async def rewrite_template(
    template_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor,
    typed: Annotated[Typed, Depends()],
) -> Response:  # fmt: skip
    """Add a version to one's template."""
    try:
        await rooms.templates.write(typed.entry, over=template_id)
    except Refused as refusal:
        return await _edit(request, rooms, typed, over=template_id, refusal=refusal)
    return go(request, f"/assistant/modeles/{template_id}", say="Nouvelle version enregistrée.")


@router.post("/assistant/modeles/{template_id}/copie")
async def copy_template(template_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Copy a template for oneself."""
    made = await rooms.templates.copy(template_id)
    return go(request, f"/assistant/modeles/{made.id}/modifier", say="Copie faite : adaptez-la.")


@router.post("/assistant/modeles/{template_id}/partage")
async def share_template(
    template_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor,
    sharing: Annotated[str, Form(max_length=20)],
) -> Response:  # fmt: skip
    """Say who may use one's template."""
    await rooms.templates.share(template_id, sharing)
    return go(request, f"/assistant/modeles/{template_id}", say="Partage modifié.")


@router.post("/assistant/modeles/{template_id}/retrait")
async def withdraw_template(
    template_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Withdraw one's template."""
    await rooms.templates.withdraw(template_id)
    return go(request, "/assistant/modeles", say="Modèle retiré.")


@router.get("/assistant/modeles/{template_id}/fichier")
async def export_template(template_id: UUID, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Give a template as a file."""
    headers = {"content-disposition": f'attachment; filename="modele-{template_id}.json"'}
    return Response(await rooms.templates.file(template_id), media_type="application/json", headers=headers)


async def _list(
    request: Request, rooms: AllRooms, *, famille: str = "", q: str = "", error: str = ""
) -> Response:
    found = (await rooms.templates.listed()).items
    words = q.casefold().split()
    kept = [
        one for one in found
        if famille in {"", one.family.value} and all(word in _words(one) for word in words)
    ]  # fmt: skip
    groups = [(label, [one for one in kept if one.family == key]) for key, label in FAMILIES]
    return render.page(
        request, "request_templates/index.html", status=422 if error else 200, families=FAMILIES,
        groups=[group for group in groups if group[1]], famille=famille, q=q, error=error,
    )  # fmt: skip


def _fill(
    request: Request,
    template: TemplateOut,
    values: dict[str, str],
    *,
    visitor: Visitor,
    errors: dict[str, str] | None = None,
) -> Response:
    return render.page(
        request, "request_templates/show.html", status=422 if errors else 200, shown=template, values=values, errors=errors or {}, sharings=_sharings(visitor),
        pairs={one.name: [(choice, choice) for choice in one.choices] for one in template.variables},
    )  # fmt: skip


def _sharings(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    """Give whom one may share with; one's service, when one's sheet says which."""
    service = visitor.principal.service
    own = (("service", f"Mon service ({service})"),) if service else ()
    return (SHARINGS[0], *own, *SHARINGS[1:])


async def _edit(
    request: Request, rooms: AllRooms, typed: Typed, *, over: UUID | None = None,
    refusal: Refused | None = None,
) -> Response:  # fmt: skip
    errors = forms.faults(refusal) if refusal else {}
    choices = await rooms.assistant.choices()
    return render.page(
        request, "request_templates/edit.html", status=422 if errors else 200, typed=typed, errors=errors,
        over=over, use_cases=[(one.code, one.label) for one in choices.use_cases],
    )  # fmt: skip


def _words(one: TemplateOut) -> str:
    return f"{one.title} {one.summary} {one.label} {one.use_case}".casefold()
