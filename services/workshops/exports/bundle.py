"""A snapshot's content as bytes: canonical JSON, so that equal content is equal bytes; and the file made of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, cast

from services.kit.errors import Invalid
from services.workshops.exports.tables import Row, Value

SCHEMA_VERSION = 1


class NotABundle(Invalid):
    """The file is not a whole bundle of this version: something is missing, or was changed after it was made."""

    sentence = "Ce fichier n’est pas un export complet de Terrain, ou il a été modifié."


class Content(TypedDict):
    """What a snapshot holds."""

    schema_version: int
    snapshot: Mapping[str, Value]
    tables: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A snapshot's content, read back."""

    content: Content
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The photos that its files show, JPEG, by id; read from where they are kept, for the formats that hold them."""

    @property
    def tables(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table, by its name."""
        return self.content["tables"]

    def rows(self, table: str) -> Sequence[Row]:
        """Give the rows of one table; none when the snapshot is older than the table."""
        return self.tables.get(table, ())

    def fact(self, name: str) -> str:
        """Give one fact about the snapshot itself, such as `programme`."""
        return str(self.content["snapshot"].get(name) or "")

    @property
    def made_at(self) -> datetime:
        """When the snapshot was made, in UTC: the only date that files bear."""
        return datetime.fromisoformat(self.fact("made_at"))

    @property
    def is_regional(self) -> bool:
        """Tell whether it spans a programme's authorities."""
        return not self.fact("authority_id")


def canonical(value: object) -> bytes:
    """Write JSON in the one way there is: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def write(content: Content) -> bytes:
    """Write the JSON file: the content, and the SHA-256 of its canonical bytes."""
    return canonical({"content": content, "sha256": hashlib.sha256(canonical(content)).hexdigest()})


def read(file: bytes) -> Bundle:
    """Read the JSON file back: writing it again gives the same bytes.

    Raises: NotABundle.
    """
    try:
        found = json.loads(file)
        content = found["content"]
        is_whole = found["sha256"] == hashlib.sha256(canonical(content)).hexdigest()
        is_ours = content["schema_version"] == SCHEMA_VERSION
    except (ValueError, KeyError, TypeError) as error:
        raise NotABundle from error
    if not (is_whole and is_ours):
        raise NotABundle
    return Bundle(cast("Content", content))
