"""Names made unreadable before they are kept: keyed hashes, whose key is never in the database.

64 bits for an event: among twenty million, one chance in ninety thousand that any is taken for another. The
authority is in the hash, so whoever would contrive such a pair could only lose their own event.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from services.metrics.settings import MetricsSettings

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Hashes names under one key. Losing the key makes every stored name meaningless: that is erasure."""

    key: bytes

    @classmethod
    def of(cls, settings: MetricsSettings) -> "Pseudonyms":
        """Read the key, or derive it from the one that signs principals."""
        secret = settings.pseudonym_key.get_secret_value() or settings.principal_key.get_secret_value()
        return cls(_derived(secret))

    def event(self, authority: UUID, source: str, event_id: str) -> int:
        """Name an event, so that it is known again."""
        return self._hash(b"event", authority, source, event_id)

    def person(self, authority: UUID, source: str, agent: str) -> int:
        """Name a person of one authority, as one source knows them."""
        return self._hash(b"person", authority, source, agent) or 1

    def _hash(self, kind: bytes, authority: UUID, source: str, name: str) -> int:
        hashed = _begun(self.key, kind, authority, source).copy()
        hashed.update(name.encode())
        return int.from_bytes(hashed.digest(), signed=True)


@lru_cache(maxsize=8)
def _derived(secret: str) -> bytes:
    return blake2b(secret.encode(), person=b"pseudonyms", digest_size=32).digest()


@lru_cache(maxsize=1024)
def _begun(key: bytes, kind: bytes, authority: UUID, source: str) -> blake2b:
    """Hash what the names of one source share, once."""
    hashed = blake2b(key=key, person=kind, digest_size=8)
    hashed.update(b"%b%b\0" % (authority.bytes, source.encode()))
    return hashed
