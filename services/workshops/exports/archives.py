"""Zip archives that bear no date of their own: equal files give equal bytes."""

import io
import zipfile
from types import TracebackType
from typing import IO, Self

_NO_DATE = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip in the making: `with Archive() as files: files.add("a.csv", …)`, then `files.content`."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._zip = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        """Close it: only then is the content whole."""
        self._zip.close()

    def add(self, name: str, content: bytes, *, is_stored: bool = False) -> None:
        """Add a file, packed unless its format wants it plain."""
        method = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
        self._zip.writestr(self._entry(name), content, method)

    def stream(self, name: str) -> IO[bytes]:
        """Open a file to be written piece by piece."""
        entry = self._entry(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return self._zip.open(entry, "w")

    @property
    def content(self) -> bytes:
        """The archive, once closed."""
        return self._bytes.getvalue()

    @staticmethod
    def _entry(name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, _NO_DATE)
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        return entry
