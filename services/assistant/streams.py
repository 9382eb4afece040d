"""Answers that are sent while they are written."""

from contextlib import aclosing
from typing import Any

from fastapi.responses import StreamingResponse


class Events(StreamingResponse):
    """A stream that ends at its source when the reader leaves, even between two events."""

    media_type = "text/event-stream"
    body_iterator: Any

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the events."""
        async with aclosing(self.body_iterator):
            await super().__call__(scope, receive, send)
