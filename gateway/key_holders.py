"""Who holds a key: a program that asks a thousand times a second is looked up twice a second, by one of its requests."""

import asyncio
import time

from fastapi import FastAPI

from gateway.identity import keys, known
from services.kit.db import PLATFORM, session_for
from services.kit.errors import Unauthenticated
from services.kit.principal import Principal


class KeyHolders:
    """Recognise the callers that present a key."""

    def __init__(self, identity: FastAPI) -> None:
        self._identity = identity
        self._asking = asyncio.Semaphore(4)

    async def recognise(self, authorization: str) -> Principal:
        """Give whose key stands in the header.

        Raises: Unauthenticated.
        """
        kind, _, value = authorization.partition(" ")
        if kind.lower() != "bearer":
            raise Unauthenticated("Présentez la clé dans l’en-tête « Authorization: Bearer … ».")
        key = value.strip()
        if principal := known.find(key):
            return principal
        async with self._asking:  # whoever waits behind the first finds its answer
            if principal := known.just_found(key):
                return principal
            asked_at = time.monotonic()
            async with session_for(self._identity.state.sessions, PLATFORM) as session, session.begin():
                principal = await keys.recognise(session, key)
            known.keep(key, principal, since=asked_at)
            return principal
