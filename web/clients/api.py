"""One way to call a service, one way to be refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
from pydantic import BaseModel

Out = TypeVar("Out", bound=BaseModel)
Query = Mapping[str, str | int | list[str] | None]

FORWARDED = ("x-terrain-principal", "x-terrain-client", "x-request-id", "traceparent", "user-agent", "cookie")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: where, which kind, and the limits it missed."""

    pointer: str
    type: str
    message: str
    limits: Mapping[str, float] = field(default_factory=dict)


class Refused(Exception):
    """A service said no: its status, its stable code and a sentence for the reader."""

    def __init__(self, status: int, code: str, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Api:
    """One room's API, on behalf of whoever reads the page."""

    client: httpx.AsyncClient
    headers: Mapping[str, str]

    async def read(self, path: str, out: type[Out], *, query: Query | None = None) -> Out:
        """Get one thing, as `out`.

        Raises: Refused.
        """
        params = {name: value for name, value in (query or {}).items() if value is not None}
        return out.model_validate_json((await self.send("GET", path, params=params)).content)

    async def write(
        self, method: str, path: str, out: type[Out], *, body: BaseModel | Mapping[str, object], version: int | None = None
    ) -> Out:  # fmt: skip
        """Post, put or patch `body` and read the answer as `out`. `version` becomes If-Match.

        Raises: Refused.
        """
        content = (
            body.model_dump(mode="json", exclude_unset=True) if isinstance(body, BaseModel) else dict(body)
        )
        headers = {"if-match": f'"{version}"'} if version is not None else {}
        return out.model_validate_json((await self.send(method, path, json=content, headers=headers)).content)

    async def send(
        self, method: str, path: str, *, json: object = None, params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None, file: tuple[str, bytes] | None = None,
    ) -> httpx.Response:  # fmt: skip
        """Send one request and give the whole answer. `file` is a name and its bytes, sent as a form.

        Raises: Refused, also when the service does not answer.
        """
        try:
            answer = await self.client.request(
                method, f"/v1{path}", json=json, files={"file": file} if file else None, params=dict(params or {}),  # type: ignore[arg-type]  # checked by callers
                headers={**self.headers, **(headers or {})},
            )  # fmt: skip
        except httpx.TransportError as error:
            sentence = (
                "Ce service ne répond pas pour le moment. Rien n’a été modifié ; réessayez dans un instant."
            )
            raise Refused(502, "service_unavailable", sentence) from error
        if answer.is_error:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> Refused:
    if "json" not in answer.headers.get("content-type", ""):
        return Refused(answer.status_code, "unexpected", "Une erreur inattendue s’est produite.")
    body = answer.json()
    faults = tuple(Fault(**fault) for fault in body.get("errors", ()))
    return Refused(answer.status_code, body.get("code", "unexpected"), body.get("detail", ""), faults)
