"""Suppliers' keys, sealed for storage: AES-256-GCM, under a secret that the database never sees."""

import os
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import SecretStr

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Seal:
    """Closes and opens keys. Each is bound to its supplier: moved to another row, it does not open."""

    def __init__(self, secret: SecretStr) -> None:
        self._secret = secret

    @cached_property
    def _cipher(self) -> "AESGCM":
        """Read what ciphers, eight megabytes, once there is a key to close or to open."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(SHA256(), 32, salt=None, info=b"terrain supplier keys")
        return AESGCM(derived.derive(self._secret.get_secret_value().encode()))

    def close(self, key: str, *, supplier: UUID) -> bytes:
        """Seal a key; an empty one stays empty."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, key.encode(), supplier.bytes) if key else b""

    def open(self, sealed: bytes, *, supplier: UUID) -> SecretStr | None:
        """Give the key back, or None when the secret has changed since it was sealed."""
        if not sealed:
            return SecretStr("")
        from cryptography.exceptions import InvalidTag

        try:
            key = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], supplier.bytes)
        except InvalidTag:
            return None
        return SecretStr(key.decode())
