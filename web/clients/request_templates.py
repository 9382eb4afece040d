"""What pages ask of request templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.assistant.request_templates.schemas import FillingOut, TemplateOut, TemplatePage
from web.clients.api import Api

Form = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RequestTemplatesClient:
    """Request templates, typed."""

    api: Api

    async def listed(self) -> TemplatePage:
        """List the templates one may use."""
        return await self.api.read("/templates", TemplatePage)

    async def read(self, template_id: UUID) -> TemplateOut:
        """Read one template."""
        return await self.api.read(f"/templates/{template_id}", TemplateOut)

    async def fill(self, template_id: UUID, values: Mapping[str, str]) -> FillingOut:
        """Write a request from a template.

        Raises: Refused.
        """
        return await self.api.write(
            "POST", f"/templates/{template_id}/fillings", FillingOut, body={"values": dict(values)}
        )

    async def write(self, template: Form, *, over: UUID | None = None) -> TemplateOut:
        """Write a template, or a new version of this one.

        Raises: Refused.
        """
        path = f"/templates/{over}/versions" if over else "/templates"
        return await self.api.write("POST", path, TemplateOut, body=template)

    async def copy(self, template_id: UUID) -> TemplateOut:
        """Copy a template for oneself."""
        return await self.api.write("POST", f"/templates/{template_id}/copies", TemplateOut, body={})

    async def share(self, template_id: UUID, sharing: str) -> TemplateOut:
        """Say who may use a template.

        Raises: Refused.
        """
        body = {"sharing": sharing}
        return await self.api.write("PUT", f"/templates/{template_id}/sharing", TemplateOut, body=body)

    async def withdraw(self, template_id: UUID) -> None:
        """Withdraw a template."""
        await self.api.send("DELETE", f"/templates/{template_id}")

    async def file(self, template_id: UUID) -> bytes:
        """Read a template as a file."""
        return (await self.api.send("GET", f"/templates/{template_id}/file")).content

    async def bring_in(self, file: object) -> TemplatePage:
        """Add the templates of a file.

        Raises: Refused.
        """
        answer = await self.api.send("POST", "/template-files", json=file)
        return TemplatePage.model_validate_json(answer.content)
