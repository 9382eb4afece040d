"""Edits that never overwrite somebody else's: a version, its ETag, and If-Match."""

from typing import Annotated

from fastapi import Header, Response

from services.kit.errors import DomainError

IfMatch = Annotated[str | None, Header(description="The ETag read last. Required on every change.")]


class VersionRequired(DomainError):
    """Say which version you change, in `If-Match`."""

    status = 428
    sentence = "Indiquez la version que vous modifiez (en-tête If-Match)."


class VersionChanged(DomainError):
    """Somebody changed this since it was read. Read it again first."""

    status = 412
    sentence = (
        "Quelqu’un a modifié cet élément depuis que vous l’avez ouvert. Relisez-le avant d’enregistrer."
    )


def show(response: Response, version: int) -> None:
    """Put the version's ETag on the answer."""
    response.headers["etag"] = f'"{version}"'


def check(if_match: str | None, version: int) -> None:
    """Let the change through only when it starts from the present version.

    Raises: VersionRequired, VersionChanged.
    """
    if if_match is None:
        raise VersionRequired
    if f'"{version}"' not in (tag.strip().removeprefix("W/") for tag in if_match.split(",")):
        raise VersionChanged
