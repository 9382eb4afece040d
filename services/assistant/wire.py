"""What everything the assistant receives and gives is made of."""

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """Input that refuses what it does not know, output read from rows."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)
