"""Secrets: made once, shown once, kept as hashes."""

import hashlib
import secrets
import string
import zlib
from dataclasses import dataclass

PREFIX = "terrain"
_ALPHABET = string.digits + string.ascii_letters


def make() -> str:
    """Draw 256 bits for a session or a link."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Hash a secret for storage. It is random and long, so no slow function is needed."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class KeyParts:
    """An API key taken apart: `terrain_<public id>_<secret>_<checksum>`."""

    public_id: str
    secret: str

    def __str__(self) -> str:
        body = f"{PREFIX}_{self.public_id}_{self.secret}"
        return f"{body}_{_checksum(body)}"


def make_key() -> KeyParts:
    """Draw a key: 12 public characters to find it, 40 secret ones (238 bits) to prove it."""
    return KeyParts(_draw(12), _draw(40))


def read_key(text: str) -> KeyParts | None:
    """Take a key apart, or give None for what cannot be one, without asking the database."""
    body, _, checksum = text.rpartition("_")
    parts = body.split("_")
    if len(parts) != 3 or parts[0] != PREFIX or checksum != _checksum(body):
        return None
    return KeyParts(parts[1], parts[2])


def _draw(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _checksum(body: str) -> str:
    # Lets a leak scanner, and us, tell a mistyped key from a guess (the idea is GitHub's).
    return f"{zlib.crc32(body.encode()):08x}"
