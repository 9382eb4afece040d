"""When: every moment is kept with its time zone."""

from sqlalchemy import DateTime

Moment = DateTime(timezone=True)
