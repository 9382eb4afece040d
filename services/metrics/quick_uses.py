"""Uses that are as they should be, read fast; whatever is not goes the careful way, which alone refuses.

Nineteen events in twenty are uses, and all but a few are well formed. A property test holds that what is read here the
careful way reads alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from pydantic import TypeAdapter, ValidationError

from services.metrics import readings
from services.metrics.kinds import JobFamily
from services.metrics.ledger import Told
from services.metrics.origins import Origin
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.readings import KINDS, Unreadable
from services.metrics.schemas import UseData
from services.metrics.schemas.events import EARLIEST, MOST_TOKENS, Mark, latest

_Label = str | UnsetType
_Tokens = Annotated[int, msgspec.Meta(ge=0, le=MOST_TOKENS)]
_ID = re.compile(r"[!-~]{1,128}")
_AGENT = re.compile(r"[A-Za-z0-9._:~-]{1,64}")


class _Data(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, gc=False):
    agent: str
    tool: str
    authority_id: str | None = None
    use_case: str | None = None
    family: str | None = None
    job_family: str = ""
    operation: str | None = msgspec.field(name="gen_ai.operation.name", default=None)
    provider: _Label = msgspec.field(name="gen_ai.provider.name", default=UNSET)
    asked_model: _Label = msgspec.field(name="gen_ai.request.model", default=UNSET)
    model: _Label = msgspec.field(name="gen_ai.response.model", default=UNSET)
    input: _Tokens = msgspec.field(name="gen_ai.usage.input_tokens", default=0)
    output: _Tokens = msgspec.field(name="gen_ai.usage.output_tokens", default=0)


class Use(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A use on the wire, of which only the types have been looked at. It holds no cycle: the collector passes it by."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: Literal["terrain.use", "terrain.use_declared"]
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    data: _Data
    datacontenttype: Literal["application/json"] | None = None


decode: Callable[[bytes | msgspec.Raw], Use] = msgspec.json.Decoder(Use).decode
"""Read one event's JSON.

Raises: msgspec.MsgspecError when it is not a use of this shape.
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """For whom a batch is read: their own authority, whether they write for others, and until when events may be."""

    authority: UUID | None
    is_operator: bool
    pseudonyms: Pseudonyms
    latest: datetime

    @classmethod
    def now(cls, authority: UUID | None, *, is_operator: bool, pseudonyms: Pseudonyms) -> "Sender":
        """Read a batch at this moment."""
        return cls(authority, is_operator, pseudonyms, latest())


def told(use: Use, *, by: Sender) -> Told | None:
    """Keep of a use what is counted; None for one that must be read the careful way."""
    data, at = use.data, use.time
    authority = by.authority if data.authority_id is None else _place(data.authority_id)
    origin = _origin(use.source, data.tool, data.operation, data.provider, data.asked_model, data.model)
    code, body = _code(data.use_case, data.family), _body(data.job_family)
    if authority is None or origin is None or code is None or body is None:
        return None
    if not (authority == by.authority or by.is_operator) or not EARLIEST <= at <= by.latest:
        return None
    if not _ID.fullmatch(use.id) or not _AGENT.fullmatch(data.agent):
        return None
    names = by.pseudonyms
    return Told(
        names.event(authority, use.source, use.id), at, names.person(authority, use.source, data.agent), authority,
        data.input, data.output, origin, KINDS[use.type], code, body,
    )  # fmt: skip


_PLACE: TypeAdapter[UUID] = TypeAdapter(UUID)
_MARK: TypeAdapter[str] = TypeAdapter(Mark)


@lru_cache(maxsize=4096)
def _place(text: str) -> UUID | None:
    try:
        return _PLACE.validate_python(text)
    except ValidationError:
        return None


@lru_cache(maxsize=4096)
def _origin(
    source: str, tool: str, operation: str | None, provider: _Label, asked: _Label, model: _Label
) -> Origin | None:
    """Read where a use comes from with the careful way's own rules, once for many events."""
    named = {
        "agent": "a", "use_case": "", "tool": tool, "gen_ai.operation.name": operation,
        "gen_ai.provider.name": provider, "gen_ai.request.model": asked, "gen_ai.response.model": model,
    }  # fmt: skip
    told = {name: value for name, value in named.items() if value is not UNSET}
    try:
        return readings.origin(_MARK.validate_python(source), UseData.model_validate(told))
    except ValidationError:
        return None


@lru_cache(maxsize=1024)
def _code(use_case: str | None, family: str | None) -> int | None:
    asked = {"agent": "a", "tool": "t", "use_case": use_case, "family": family}
    try:
        return readings.code(UseData.model_validate(asked))
    except (ValidationError, Unreadable):
        return None


@lru_cache(maxsize=64)
def _body(job_family: str) -> str | None:
    if job_family not in list(JobFamily):
        return None
    return readings.job_body(JobFamily(job_family))
