"""Which of one's conversations are looked for."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query


@dataclass(frozen=True, slots=True)
class Sought:
    """Which of one's conversations are looked for."""

    words: str = ""
    folder: str = ""
    cursor: str | None = None

    @property
    def following(self) -> str:
        """The same search, for the address of the next page."""
        return urlencode({"q": self.words, "dossier": self.folder})


ALL = Sought()


async def read_sought(
    q: Annotated[str, Query(max_length=200)] = "",
    dossier: Annotated[str, Query(max_length=80)] = "",
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Sought:
    """Read what is looked for."""
    return Sought(q, dossier, suite)
