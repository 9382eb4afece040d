"""Office documents: compressed archives of XML, opened without trusting what they say of themselves."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat

from services.assistant.extraction.parts import Unreadable, Why

_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 80 * 1024 * 1024
"""Bytes, over all that is read of one archive."""
_MOST_DEPTH = 400
_CHUNK = 64 * 1024

Attributes = Mapping[str, str]


class Package:
    """One archive, and how much of it may still be unpacked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(Why.BROKEN) from error
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise Unreadable(Why.SWOLLEN)
        self.names = frozenset(entry.filename for entry in entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(Why.ENCRYPTED)
        self._left = _MOST_UNPACKED

    def read(self, name: str) -> bytes:
        """Unpack one small entry whole; nothing when there is none.

        Raises: Unreadable.
        """
        whole = bytearray()
        if name in self.names:
            self.pour(name, whole.extend)
        return bytes(whole)

    def pour(self, name: str, into: Callable[[bytes], object]) -> None:
        """Unpack an entry bit by bit: what an entry says of its size is not believed.

        Raises: Unreadable.
        """
        try:
            with self._archive.open(name) as entry:
                while piece := entry.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Unreadable(Why.SWOLLEN)
                    into(piece)
        except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(Why.BROKEN) from error


class Reader:
    """What a kind of document does with the elements of its XML; names bear no prefix."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Enter an element."""

    def end(self, name: str) -> None:
        """Leave it."""

    def text(self, said: str) -> None:
        """Read text."""


def walk(package: Package, name: str, reader: Reader) -> None:
    """Read one XML entry as it is unpacked. No document type is accepted, so no entity is ever defined.

    Raises: Unreadable.
    """
    parser, depth = expat.ParserCreate(), 0
    parser.buffer_text = True

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise Unreadable(Why.SWOLLEN)
        reader.start(_bare(element), {_bare(key): value for key, value in attributes.items()})

    def end(element: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(_bare(element))

    def refuse(*_: object) -> None:
        raise Unreadable(Why.ENTITIES)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        package.pour(name, parser.Parse)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(Why.BROKEN) from error


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
